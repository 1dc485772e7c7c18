// SPDX-License-Identifier: EPL-2.0
package org.trapline.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Lists that name bundles name all of them. */
class CompletenessTest {

    private static final String COST = "org/trapline/vmm/Cost";
    private static final Pattern PLUGIN = Pattern.compile("<plugin id=\"(org\\.trapline\\.[^\"]+)\"");

    @Test
    void everyBundleIsInAFeature() throws IOException {
        final Set<String> bundles = new TreeSet<>(House.bundles().stream().map(b -> b.getFileName().toString()).toList());
        final Set<String> featured = new TreeSet<>();
        for (final Path file : House.sources(House.root().resolve("features"))) {
            if (file.endsWith("feature.xml")) {
                PLUGIN.matcher(Files.readString(file)).results().forEach(m -> featured.add(m.group(1)));
            }
        }
        assertEquals(bundles, featured);
    }

    @Test
    void theReadmeOfTheBundlesNamesEveryBundle() throws IOException {
        final String readme = Files.readString(House.root().resolve("bundles/README.md"));
        final List<String> missing = new ArrayList<>();
        for (final Path bundle : House.bundles()) {
            if (!readme.contains("`" + House.shortName(bundle) + "`")) {
                missing.add(House.shortName(bundle));
            }
        }
        assertEquals(List.of(), missing);
    }

    /** A row of the cost model that nothing is charged by says something of the VMM that is not true. */
    @Test
    void theVmmChargesByEveryRowOfItsCosts() throws IOException {
        final Set<String> uncharged = new TreeSet<>();
        final Set<String> charged = new TreeSet<>();
        for (final Path file : House.classes(House.root().resolve("bundles/org.trapline.vmm"))) {
            final ClassModel model = ClassFile.of().parse(file);
            final boolean isTable = model.thisClass().asInternalName().equals(COST);
            for (final PoolEntry entry : model.constantPool()) {
                if (entry instanceof final FieldRefEntry field && field.owner().asInternalName().equals(COST) && field.type().stringValue().equals("L" + COST + ";")) {
                    (isTable ? uncharged : charged).add(field.name().stringValue());
                }
            }
        }
        assertTrue(uncharged.size() > 1, "there are costs");
        uncharged.removeAll(charged);
        assertEquals(Set.of(), uncharged);
    }

    @Test
    void aPackageIsExportedOnlyWhereItExists() {
        for (final Path bundle : House.bundles()) {
            for (final String exported : Manifests.names(bundle, "Export-Package")) {
                assertTrue(Files.isDirectory(bundle.resolve("target/classes").resolve(exported.replace('.', '/'))),
                        () -> House.shortName(bundle) + " exports " + exported + ", which has no class");
            }
        }
    }
}
