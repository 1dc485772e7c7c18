// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Isa;

/** Whatever the source is, assembling it ends, and ends in a result. */
class GarbageTest {
    private static final int PROGRAMS = 1_000;
    private static final int CHANGES = 12;
    private static final String CHARACTERS = " \t\n,()[]%\\\"'#;:.@=+-*/<>!&|^~$_09afxz\u00e9\u0000";
    private static final List<String> PIECES = List.of(".macro m a", ".endm", ".rept 3", ".endr", ".if 1", ".else", ".endif", "m", "\\a", "\\@", "\\()",
        ".irp x, 1, 2", "1b", "1f", "1:", ".equ a, b", ".org 5", ".balign 8", ".pushsection .x", ".popsection", "%lo(", "%pcrel_hi(x)", "0x", "'", ".exitm",
        ".section", ".text 3", "lw a0,", ".word x - y", ".uleb128 a - b", ".include \"x\"", ".purgem m", "/*", "*/", ".set x, x + 1");

    private final Random random = new Random(31337);

    private static List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : List.of("macros", "conditions", "expressions", "data", "sections", "symbols", "pseudo", "options", "strings", "space")) {
            try (InputStream in = GarbageTest.class.getResourceAsStream("corpus/" + name + ".s")) {
                lines.addAll(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
            }
        }
        return lines;
    }

    private String garbage(List<String> lines) {
        StringBuilder text = new StringBuilder();
        int from = random.nextInt(lines.size());
        for (int i = from; i < Math.min(lines.size(), from + 30); i++) {
            text.append(lines.get(i)).append('\n');
        }
        for (int i = 0; i < CHANGES; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
                case 2 -> text.setCharAt(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
                case 3 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                default -> text.insert(at, '\n' + PIECES.get(random.nextInt(PIECES.size())) + '\n');
            }
        }
        return text.toString();
    }

    @Test
    void anySourceGivesAResult() throws IOException {
        List<String> lines = lines();
        Isa isa = Isa.parse("rv64gc");
        for (int i = 0; i < PROGRAMS; i++) {
            String source = garbage(lines);
            AssemblyResult result = Assertions.assertDoesNotThrow(
                () -> Assembler.assemble(new SourceFile("g.s", source), AssemblerOptions.defaults().withIsa(isa)), source);
            assertEquals(result.hasErrors(), result.diagnostics().stream().anyMatch(Diagnostic::isError), source);
            for (Diagnostic d : result.diagnostics()) {
                assertTrue(d.line() >= 1 && d.column() >= 1 && d.length() >= 1, source + d);
            }
            if (!result.hasErrors()) {
                assertNotNull(Assembler.build(new SourceFile("g.s", source)).units());
            }
        }
    }

    @Test
    void deepNestingAndEndlessGrowthAreStopped() {
        List<String> hostile = List.of(
            ".word " + "(".repeat(100_000) + "1\n",
            ".word " + "-".repeat(100_000) + "1\n",
            ".word 1" + " + 1".repeat(50_000) + "\n",
            ".word x" + " + x".repeat(5_000) + "\n",
            ".macro a\na\na\n.endm\na\n",
            ".rept 4000\n.rept 4000\nnop\n.endr\n.endr\n",
            ".if 1\n".repeat(20_000),
            "a: .space b - a + 1\nb:\n",
            ".equ x0_, 1\n" + chain(3000) + ".word x2999_\n",
            "x".repeat(1 << 20) + "\n",
            "nop;".repeat(100_000));
        for (String source : hostile) {
            BuildResult result = Assertions.assertDoesNotThrow(() -> Assembler.build(new SourceFile("h.s", source)),
                source.substring(0, Math.min(60, source.length())));
            assertEquals(result.hasErrors(), result.diagnostics().stream().anyMatch(Diagnostic::isError));
        }
    }

    /** Symbols that each depend on one defined later. */
    private static String chain(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = length - 1; i > 0; i--) {
            text.append(".equ x").append(i).append("_, x").append(i - 1).append("_ + 1\n");
        }
        return text.toString();
    }
}
