// SPDX-License-Identifier: EPL-2.0
package org.trapline.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An example project: a machine configuration, its guest programs and a page that says what to try.
 *
 * @param name the folder's name, also a good project name
 * @param title one line for a list
 * @param summary the example's page, Markdown
 * @param files paths of its files relative to the project, with {@code /}
 */
public record Example(String name, String title, String summary, List<String> files) {

    private static final String ROOT = "/examples/";

    /** All examples, in the order in which a beginner should meet them. */
    public static List<Example> all() {
        final List<Example> examples = new ArrayList<>();
        for (final String line : text("index.txt").lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            final String[] columns = line.strip().split("\\s+", 2);
            examples.add(new Example(columns[0], columns[1], text(columns[0] + "/README.md"),
                    text(columns[0] + "/files.txt").lines().filter(f -> !f.isBlank()).toList()));
        }
        return List.copyOf(examples);
    }

    /** The example of that name, if there is one. */
    public static Optional<Example> named(final String name) {
        return all().stream().filter(e -> e.name().equals(name)).findFirst();
    }

    /** The machine configuration to open first, relative to the project. */
    public String configuration() {
        return files.stream().filter(f -> f.endsWith(".tln")).findFirst().orElseThrow();
    }

    /** Opens one of {@link #files()} for reading. */
    public InputStream open(final String file) {
        return resource(name + "/" + file);
    }

    /**
     * Lays the files out below a folder, which is made if it is missing.
     *
     * @throws FileAlreadyExistsException if one of the files is there already; then nothing has been written
     */
    public void copyTo(final Path folder) throws IOException {
        for (final String file : files) {
            if (Files.exists(folder.resolve(file))) {
                throw new FileAlreadyExistsException(folder.resolve(file).toString());
            }
        }
        for (final String file : files) {
            final Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            try (InputStream in = open(file)) {
                Files.copy(in, target);
            }
        }
    }

    private static String text(final String path) {
        try (InputStream in = resource(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(final String path) {
        final InputStream in = Example.class.getResourceAsStream(ROOT + path);
        if (in == null) {
            throw new IllegalArgumentException("no such file among the examples: " + path);
        }
        return in;
    }
}
