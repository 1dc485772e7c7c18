// SPDX-License-Identifier: EPL-2.0
package org.trapline.layers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The project's files as they lie on disk. */
final class House {

    static final String PREFIX = "org.trapline.";

    /** Folders a build writes: nothing in them is source. */
    private static final Set<String> BUILT = Set.of("target", "src-gen", "xtend-gen", "generated", ".git", ".trapline", "bin");

    private static final Path ROOT = Path.of(System.getProperty("trapline.root", "../..")).toAbsolutePath().normalize();

    private House() { }

    static Path root() {
        return ROOT;
    }

    /** Every bundle that is not a bundle of tests, by folder, in the order of their names. */
    static List<Path> bundles() {
        try (Stream<Path> folders = Files.list(ROOT.resolve("bundles"))) {
            return folders.filter(f -> Files.exists(f.resolve("META-INF/MANIFEST.MF")))
                    .filter(f -> !f.getFileName().toString().endsWith(".tests"))
                    .sorted().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bundle's name without the common prefix, as in {@code layers.txt}. */
    static String shortName(final Path bundle) {
        final String name = bundle.getFileName().toString();
        if (!name.startsWith(PREFIX)) {
            throw new IllegalStateException("bundles/" + name + " does not begin with " + PREFIX);
        }
        return name.substring(PREFIX.length());
    }

    /** The class files a bundle was compiled to. */
    static List<Path> classes(final Path bundle) {
        final Path classes = bundle.resolve("target/classes");
        return Files.isDirectory(classes)
                ? below(classes, Set.of()).stream().filter(f -> f.toString().endsWith(".class")).toList()
                : List.of();
    }

    /** Every file a person wrote below a folder. */
    static List<Path> sources(final Path folder) {
        return below(folder, BUILT);
    }

    private static List<Path> below(final Path folder, final Set<String> skipped) {
        final List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(final Path dir, final BasicFileAttributes attributes) {
                    return !dir.equals(folder) && skipped.contains(dir.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) {
                    files.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(null);
        return files;
    }

    static String relative(final Path file) {
        return ROOT.relativize(file).toString();
    }
}
