// SPDX-License-Identifier: EPL-2.0
package org.trapline.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules for every file a person wrote. */
class SourcesTest {

    private static final String SPDX = "SPDX-License-Identifier: EPL-2.0";

    /** Kinds of files that carry the licence line. */
    private static final Set<String> LICENSED = Set.of("java", "xtext", "mwe2", "s", "S", "tln", "xml", "product", "target", "awk", "css", "sh",
            "ini", "e4xmi", "svg", "py");

    @Test
    void everySourceCarriesTheLicenceLine() throws IOException {
        final List<String> without = new ArrayList<>();
        for (final Path file : licensed()) {
            try (Stream<String> lines = Files.lines(file)) {
                if (lines.limit(5).noneMatch(l -> l.contains(SPDX))) {
                    without.add(House.relative(file));
                }
            } catch (final java.io.UncheckedIOException e) {
                if (!(e.getCause() instanceof MalformedInputException)) {
                    throw e;
                }
                without.add(House.relative(file) + " (not UTF-8)");
            }
        }
        assertEquals(List.of(), without);
    }

    private static List<Path> licensed() {
        final List<Path> files = new ArrayList<>();
        for (final String folder : List.of("bundles", "features", "releng", "targets", ".mvn")) {
            House.sources(House.root().resolve(folder)).stream().filter(SourcesTest::isLicensed).forEach(files::add);
        }
        files.add(House.root().resolve("pom.xml"));
        files.add(House.root().resolve("trapline"));
        return files;
    }

    private static boolean isLicensed(final Path file) {
        final String name = file.getFileName().toString();
        return !name.startsWith(".polyglot.") && !name.startsWith(".tycho-") && LICENSED.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    @Test
    void everyPackageSaysWhatItIs() {
        final Set<Path> silent = new TreeSet<>();
        for (final Path bundle : House.bundles()) {
            for (final Path file : House.sources(bundle)) {
                if (file.toString().endsWith(".java") && !Files.exists(file.resolveSibling("package-info.java"))) {
                    silent.add(House.root().relativize(file.getParent()));
                }
            }
        }
        assertEquals(Set.of(), silent, "packages without package-info.java");
    }
}
