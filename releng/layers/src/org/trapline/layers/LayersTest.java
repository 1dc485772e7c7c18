// SPDX-License-Identifier: EPL-2.0
package org.trapline.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds {@code releng/layers.txt} against what bundles declare and what their classes refer to. */
class LayersTest {

    private static Layers layers;
    /** Which bundle a class stands in. */
    private static final Map<String, String> HOME_OF = new HashMap<>();

    @BeforeAll
    static void readTheHouse() throws IOException {
        layers = Layers.parse(Files.readAllLines(House.root().resolve("releng/layers.txt")));
        for (final Path bundle : House.bundles()) {
            final Path classes = bundle.resolve("target/classes");
            for (final Path file : House.classes(bundle)) {
                final String name = classes.relativize(file).toString().replace('\\', '/');
                HOME_OF.put(name.substring(0, name.length() - ".class".length()).replace('/', '.'), House.shortName(bundle));
            }
        }
    }

    @Test
    void everyBundleStandsOnAFloor() {
        final Set<String> homeless = new TreeSet<>(House.bundles().stream().map(House::shortName).toList());
        homeless.removeAll(layers.lines().keySet());
        assertEquals(Set.of(), homeless, "bundles that releng/layers.txt does not name");
    }

    @Test
    void everyBundleWithSourcesWasCompiled() {
        for (final Path bundle : House.bundles()) {
            final boolean hasSources = House.sources(bundle).stream()
                    .anyMatch(f -> f.toString().endsWith(".java") && !f.endsWith("package-info.java"));
            assertTrue(!hasSources || !House.classes(bundle).isEmpty(), bundle.getFileName() + " has sources and no class files");
        }
    }

    @Test
    void manifestsRequireOnlyWhatTheFloorsAllow() {
        final List<String> broken = new ArrayList<>();
        for (final Path bundle : House.bundles()) {
            final Layers.Line line = line(bundle);
            for (final String required : Manifests.names(bundle, "Require-Bundle")) {
                if (!required.startsWith(House.PREFIX) ? !mayRequire(line, required)
                        : !line.uses().contains(required.substring(House.PREFIX.length()))) {
                    broken.add(line.bundle() + " requires " + required);
                }
            }
            for (final String imported : Manifests.names(bundle, "Import-Package")) {
                if (!line.mayTouch(imported)) {
                    broken.add(line.bundle() + " imports " + imported);
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void classesReferOnlyToWhatTheFloorsAllow() throws IOException {
        final Set<String> broken = new TreeSet<>();
        for (final Path bundle : House.bundles()) {
            final Layers.Line line = line(bundle);
            for (final Path file : House.classes(bundle)) {
                final ClassModel model = ClassFile.of().parse(file);
                for (final String type : References.of(model)) {
                    if (!mayRefer(line, type)) {
                        broken.add(line.bundle() + ": " + model.thisClass().asInternalName() + " refers to " + type);
                    }
                }
            }
        }
        assertEquals(Set.of(), broken);
    }

    @Test
    void whatAnotherBundleRefersToIsExported() throws IOException {
        final Map<String, Set<String>> exported = new HashMap<>();
        for (final Path bundle : House.bundles()) {
            exported.put(House.shortName(bundle), Set.copyOf(Manifests.names(bundle, "Export-Package")));
        }
        final Set<String> hidden = new TreeSet<>();
        for (final Path bundle : House.bundles()) {
            for (final Path file : House.classes(bundle)) {
                for (final String type : References.of(ClassFile.of().parse(file))) {
                    final String home = HOME_OF.getOrDefault(type, House.shortName(bundle));
                    final String name = type.substring(0, type.lastIndexOf('.'));
                    if (!home.equals(House.shortName(bundle)) && !exported.get(home).contains(name)) {
                        hidden.add(House.shortName(bundle) + " refers to " + name + ", which " + home + " does not export");
                    }
                }
            }
        }
        assertEquals(Set.of(), hidden);
    }

    @Test
    void theThreeLowestFloorsKnowNothingOfEclipse() {
        for (final Layers.Line line : layers.lines().values()) {
            if (line.floor() <= 3) {
                assertEquals(List.of(), line.outside(), line.bundle() + " runs with plain java");
            }
        }
    }

    @Test
    void aBundleOfAHigherFloorCannotBeAllowed() {
        assertThrows(IllegalArgumentException.class, () -> Layers.parse(List.of("1 low < high", "2 high")));
        assertThrows(IllegalArgumentException.class, () -> Layers.parse(List.of("2 high", "1 low")));
        assertEquals(List.of("a"), Layers.parse(List.of("1 a", "2 b", "2 c < *")).lines().get("c").uses());
    }

    @Test
    void referencesAreSeenInCodeDescriptorsSignaturesAndAnnotations() throws IOException {
        final ClassModel model = ClassFile.of().parse(Sample.class.getResourceAsStream("LayersTest$Sample.class").readAllBytes());
        final Set<String> types = References.of(model);
        assertTrue(types.containsAll(Set.of("java.util.concurrent.Callable", "java.util.zip.CRC32", "java.math.BigInteger",
                "java.lang.Deprecated", "java.nio.file.Path")), () -> "seen: " + types);
        assertFalse(types.contains("java.util.zip.Adler32"), "nothing is made up");
    }

    /** Speaks of one type in each of the ways a class can. */
    @Deprecated
    private static final class Sample {
        private final List<java.util.concurrent.Callable<?>> inASignature = List.of();

        private java.math.BigInteger inADescriptor() {
            return null;
        }

        private Object inCode() {
            return new java.util.zip.CRC32().getValue() + inASignature.size();
        }

        private Object inAnArray() {
            return new Path[inADescriptor() == null ? 0 : inCode().hashCode()];
        }
    }

    private static Layers.Line line(final Path bundle) {
        final Layers.Line line = layers.lines().get(House.shortName(bundle));
        if (line == null) {
            throw new AssertionError(bundle.getFileName() + " is not in releng/layers.txt");
        }
        return line;
    }

    private static boolean mayRequire(final Layers.Line line, final String bundle) {
        // A third-party bundle is called like the packages in it, but for a few.
        return switch (bundle) {
            case "com.google.guava", "com.google.inject", "com.google.gson" -> line.mayTouch("com.google");
            case "jakarta.inject.jakarta.inject-api", "javax.annotation" -> line.mayTouch("org.eclipse");
            default -> line.mayTouch(bundle);
        };
    }

    private static boolean mayRefer(final Layers.Line line, final String type) {
        if (!type.startsWith(House.PREFIX)) {
            return line.mayTouch(type);
        }
        final String home = HOME_OF.get(type);
        return home == null || home.equals(line.bundle()) || line.uses().contains(home);
    }
}
