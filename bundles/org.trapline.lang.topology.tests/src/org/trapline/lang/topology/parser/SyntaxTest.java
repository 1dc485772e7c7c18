// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.lang.topology.LoadResult;
import org.trapline.lang.topology.TopologyLoader;
import org.trapline.topology.Domain;
import org.trapline.topology.Host;
import org.trapline.topology.Named;

/** What the parser says about a broken text, and what it still understands of it. */
final class SyntaxTest {

    private static final TopologyLoader LOADER = new TopologyLoader();
    private static final String SYNTAX = "org.eclipse.xtext.diagnostics.Diagnostic.Syntax";

    /** A text, and the syntax error expected: line:column message. */
    record Case(String text, String expected) {
    }

    static List<Case> cases() {
        return Arrays.asList(
                new Case("host pc { memory 64 MiB", "1:21 expected '}' to close host 'pc' opened in line 1"),
                new Case("host pc {\n  hypervisor v {\n    type 1\n}\n", "4:2 expected '}' to close host 'pc' opened in line 1"),
                new Case("host a {\n  cores 1\nhost b { cores 1 }\n", "3:1 expected '}' to close host 'a' opened in line 1"),
                new Case("host pc memory 64 MiB }", "1:9 expected '{' after host 'pc' but found 'memory'"),
                new Case("host { }", "1:6 expected a name but found '{'"),
                new Case("import \"a.s\"", "1:8 expected 'as' and a name for the program but found the end of the file: import \"hello.s\" as hello"),
                new Case("import \"a.s as a", "1:8 this text is not closed: a \" is missing at its end"),
                new Case("import \"a\\q.s\" as a", "1:8 '\\q' is no escape: expected \\n, \\r, \\t, \\\" or \\\\"),
                new Case("host pc { memory 64 }", "1:18 '64' needs a unit: write, for example, 16 MiB"),
                new Case("host pc { memory 64 MB }", "1:18 'MB' is not a unit of memory: write MiB"),
                new Case("host pc { memory lots }", "1:18 expected a size, such as 16 MiB but found 'lots'"),
                new Case("host pc { cores = 2 }", "1:17 no '=' belongs here: a setting is a word and its value, such as cores 2"),
                new Case("host pc { cores 99999999999 }", "1:17 '99999999999' is too large: the largest number possible here is 2147483647"),
                new Case("host pc { cores }", "1:17 expected a whole number but found '}'"),
                new Case("host pc { hypervisor v { cpu magic } }",
                        "1:30 'magic' is no cpu technique: expected trap_and_emulate, binary_translation, hardware, paravirt"),
                new Case("host pc { quirk odd }", "1:17 'odd' is no quirk: expected silent_sensitive_csr"),
                new Case("host pc { hypervisor v { scheduler round_robin { quantum 5 } } }", "1:58 '5' is not a length of time: expected, for example, 2000 instr or 500 us"),
                new Case("host pc { hypervisor v { scheduler round_robin { quantum 5 min } } }",
                        "1:58 'min' is not a unit of time: expected one of instr, cycles, ns, us, ms, s"),
                new Case("host pc { firmware }", "1:20 expected sbi, partitions, or the name of an imported program but found '}'"),
                new Case("/* never closed", "1:1 this comment is not closed: */ is missing"),
                new Case("network n { cidr 10.0.0 }", "1:25 expected a network, such as 10.28.0.0/24 but found '}'"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void syntaxErrorSaysWhatWasExpectedAndWhere(Case c) {
        List<String> found = LOADER.load(Path.of("x.tln"), c.text()).diagnostics().stream().filter(d -> d.code().equals(SYNTAX))
                .map(d -> d.line() + ":" + d.column() + " " + d.message()).toList();
        assertEquals(c.expected(), found.isEmpty() ? "nothing" : found.getFirst(), () -> "syntax errors: " + found);
    }

    @Test
    void unknownWordDoesNotHideWhatFollows() {
        Host host = load("host pc { memroy 64 MiB  cores 3  bogus { a b { c } 1 }  hypervisor v { typ 1 } }").model().getHosts().getFirst();
        assertEquals(3, host.getCores());
        assertEquals("v", host.getHypervisors().getFirst().getName());
    }

    @Test
    void settingOfAnotherBlockDoesNotHideWhatFollows() {
        Domain domain = load("host pc { hypervisor v { domain d { cores 2  vcpus 3 } } }").model().getHosts().getFirst().getHypervisors().getFirst()
                .getDomains().getFirst();
        assertEquals(3, domain.getVcpus());
    }

    @Test
    void missingBraceIsToldByTheIndentation() {
        LoadResult result = load("""
                host a {
                  hypervisor v {
                    domain d {
                      vcpus 2
                    domain e { vcpus 3 }
                  }
                  cores 4
                }
                host b { cores 5 }
                """);
        assertEquals("a b", names(result.model().getHosts()));
        assertEquals(4, result.model().getHosts().getFirst().getCores());
        assertEquals("d e", names(result.model().getHosts().getFirst().getHypervisors().getFirst().getDomains()));
    }

    @Test
    void strayAtTheVeryBeginningDoesNotHideWhatFollows() {
        assertEquals("pc", names(load("] host pc { cores 1 }").model().getHosts()));
        assertEquals("pc", names(load("host pc { cores 1 }").model().getHosts()), "and the next text is not affected");
    }

    @Test
    void everyMistakeIsReported() {
        List<String> found = load("""
                host a { memroy 64 MiB }
                host b { cores x }
                host c { boot nobody }
                """).diagnostics().stream().filter(d -> !d.code().equals("idle-host")).map(d -> d.line() + " " + d.code()).toList();
        assertEquals(List.of("1 unknown-setting", "2 " + SYNTAX, "3 unknown-program"), found);
    }

    private static LoadResult load(String text) {
        return LOADER.load(Path.of("x.tln"), text);
    }

    private static String names(List<? extends Named> elements) {
        return elements.stream().map(Named::getName).collect(Collectors.joining(" "));
    }
}
