// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One section of a file in {@code rules}: a configuration that keeps a rule, or breaks it at the place marked with « ».
 * Every sample begins with the line that imports the program {@code hello}.
 * @param rule the rule
 * @param number its place in the file, from 1
 * @param text without the marks
 * @param offset where the first mark was, -1 if there was none
 * @param length of what was marked
 * @param message what is to be said; {@code null} for a good sample
 */
record Sample(Rule rule, int number, String text, int offset, int length, String message) {

    static final String IMPORT = "import \"hello.s\" as hello\n";

    static List<Sample> of(Rule rule) {
        String name = "rules/" + rule.code() + ".txt";
        try (InputStream in = Sample.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no samples for " + rule + ": " + name + " is missing");
            }
            return parse(rule, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isGood() {
        return message == null;
    }

    @Override
    public String toString() {
        return rule.code() + " " + number + (isGood() ? " (good)" : "");
    }

    private static List<Sample> parse(Rule rule, String file) {
        List<Sample> samples = new ArrayList<>();
        for (String section : file.split("(?m)^--- ")) {
            if (!section.isBlank()) {
                String body = section.substring(section.indexOf('\n') + 1);
                int arrow = body.lastIndexOf("\n=> ");
                String text = IMPORT + (arrow < 0 ? body : body.substring(0, arrow + 1));
                int offset = text.indexOf('«');
                int end = text.indexOf('»');
                samples.add(new Sample(rule, samples.size() + 1, text.replaceAll("[«»]", ""), offset, end - offset - 1,
                        section.startsWith("good") ? null : arrow < 0 ? "" : body.substring(arrow + 4).strip()));
            }
        }
        return samples;
    }
}
