// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.trapline.examples.Example;

/** Sources that every service is tried on: those of the examples, the assembler's corpus, and some that use the language in odd ways. */
public final class Corpus {
    /** From the folder of this bundle, in which its tests are run. */
    private static final Path ASSEMBLERS = Path.of("../org.trapline.asm.tests/src/org/trapline/asm/corpus");
    private static final List<String> CORRECT = List.of("macros.s", "data.s", "kernel.s", "odd.s", "crlf.s");

    private static final Map<String, String> SOURCES = Collections.unmodifiableMap(sources());

    private Corpus() {
    }

    /** Returns the names of sources that assemble. */
    public static Stream<String> correct() {
        return SOURCES.keySet().stream().filter(name -> !name.equals("broken.s"));
    }

    /** Returns the names of all sources. */
    public static Stream<String> all() {
        return SOURCES.keySet().stream();
    }

    /** Returns the text of a source. */
    public static String text(String name) {
        return SOURCES.get(name);
    }

    private static Map<String, String> sources() {
        Map<String, String> result = new LinkedHashMap<>();
        for (String name : CORRECT) {
            result.put(name, read(Corpus.class.getResourceAsStream("corpus/" + name)));
        }
        result.put("broken.s", read(Corpus.class.getResourceAsStream("corpus/broken.s")));
        for (Example example : Example.all()) {
            example.files().stream().filter(file -> file.endsWith(".s")).forEach(file -> result.put(example.name() + '/' + file, read(example.open(file))));
        }
        try (Stream<Path> files = Files.list(ASSEMBLERS)) {
            for (Path file : (Iterable<Path>) files.filter(path -> path.toString().endsWith(".s")).sorted()::iterator) {
                result.put("asm/" + file.getFileName(), Files.readString(file));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return result;
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
