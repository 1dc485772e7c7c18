// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.lang.topology.Diagnostic;
import org.trapline.lang.topology.TopologyLoader;

/** Every rule has samples in the folder {@code rules}: bad ones with place and message, and good ones. */
final class RuleTest {

    private static final TopologyLoader LOADER = new TopologyLoader();
    @TempDir
    static Path folder;

    @BeforeAll
    static void theImportedProgramExists() throws IOException {
        Files.writeString(folder.resolve("hello.s"), "j .\n");
    }

    static List<Sample> badSamples() {
        return Arrays.stream(Rule.values()).flatMap(rule -> Sample.of(rule).stream()).filter(sample -> !sample.isGood()).toList();
    }

    static List<Sample> goodSamples() {
        return Arrays.stream(Rule.values()).flatMap(rule -> Sample.of(rule).stream()).filter(Sample::isGood).toList();
    }

    @ParameterizedTest
    @MethodSource("badSamples")
    void breakingARuleIsReportedOnceAtThePlaceAndInWords(Sample sample) {
        List<Diagnostic> found = LOADER.load(folder.resolve("sample.tln"), sample.text()).diagnostics();
        assertEquals(1, found.size(), () -> "diagnostics of\n" + sample.text() + found);
        Diagnostic diagnostic = found.getFirst();
        assertEquals(sample.rule().code(), diagnostic.code());
        assertEquals(sample.message(), diagnostic.message());
        assertEquals(place(sample.text(), sample.offset()), diagnostic.line() + ":" + diagnostic.column());
        assertEquals(sample.length(), diagnostic.length(), () -> "length of " + diagnostic);
    }

    @ParameterizedTest
    @MethodSource("goodSamples")
    void keepingTheRulesIsNotReported(Sample sample) {
        List<Diagnostic> found = LOADER.load(folder.resolve("sample.tln"), sample.text()).diagnostics();
        assertEquals(List.of(), found, sample::text);
    }

    @ParameterizedTest
    @EnumSource
    void everyRuleHasASentenceAndSamplesOfBothKinds(Rule rule) {
        assertTrue(rule.statement().endsWith("."), rule::statement);
        assertTrue(Sample.of(rule).stream().anyMatch(Sample::isGood), () -> rule + " has no good sample");
        assertTrue(Sample.of(rule).stream().anyMatch(sample -> !sample.isGood()), () -> rule + " has no bad sample");
    }

    private static String place(String text, int offset) {
        String before = text.substring(0, offset);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return line + ":" + (offset - before.lastIndexOf('\n'));
    }
}
