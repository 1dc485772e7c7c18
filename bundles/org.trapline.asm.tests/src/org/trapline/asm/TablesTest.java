// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Disassembler;
import org.trapline.isa.Disassembler.Style;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;
import org.trapline.isa.Xlen;

/** Walks the tables of directives and pseudo-instructions, and holds them against the assembler and the disassembler. */
class TablesTest {
    private static final Isa EVERYTHING = Isa.everything();

    private static AssemblyResult assemble(String source, Isa isa) {
        return Assembler.assemble(new SourceFile("t.s", source), AssemblerOptions.defaults().withIsa(isa).withRelax(false));
    }

    private static byte[] text(String source, Isa isa) {
        AssemblyResult result = assemble(source, isa);
        assertEquals(List.of(), result.diagnostics(), source);
        return result.object().section(".text").bytes();
    }

    @Test
    void everyDirectiveIsFoundByAllItsNamesAndExplained() {
        Set<String> names = new HashSet<>();
        for (Directive directive : Directive.values()) {
            assertFalse(directive.meaning().isBlank());
            for (String name : directive.names()) {
                assertTrue(name.startsWith(".") && names.add(name), name);
                assertSame(directive, Directive.named(name));
                assertSame(directive, Directive.named(name.toUpperCase(java.util.Locale.ROOT)));
            }
        }
        assertNull(Directive.named(".nothing"));
    }

    @Test
    void everyDirectiveIsCarriedOut() {
        for (Directive directive : Directive.values()) {
            // Without operands most are wrong, but none is unknown and none breaks.
            AssemblyResult result = assemble(directive.names().getFirst() + '\n', EVERYTHING);
            assertTrue(result.diagnostics().stream().noneMatch(d -> d.message().startsWith("unknown directive")), directive.toString());
        }
    }

    @Test
    void everyPseudoInstructionIsFoundAndExplained() {
        for (Pseudo pseudo : Pseudo.values()) {
            assertTrue(Pseudo.named(pseudo.mnemonic()).contains(pseudo));
            assertFalse(pseudo.meaning().isBlank());
        }
        assertEquals(List.of(), Pseudo.named("nothing"));
    }

    private static String sample(String operands, boolean isFloat) {
        return operands.replace("rd", isFloat ? "fa0" : "a0").replace("rs", isFloat ? "fa1" : "a1").replace("rt", "a2").replace("symbol", "label")
            .replace("offset(", "8(").replaceAll("(?<=[a-z]\\d, )offset$", "TARGET").replace("offset", "TARGET").replace("zimm", "3").replace("shamt", "3")
            .replace("imm", "3").replace("csr", "mscratch");
    }

    /** What the table says it becomes is what the assembler makes of it. */
    @Test
    void everyPseudoInstructionBecomesItsExpansion() {
        Isa isa = Isa.parse("rv64imafd_zba_zbb_zbs_h");
        for (Pseudo pseudo : Pseudo.values()) {
            boolean usesSymbol = pseudo.operands().contains("symbol");
            boolean isFloat = pseudo.mnemonic().startsWith("f") && !pseudo.mnemonic().startsWith("fence");
            if (pseudo.expansion().isEmpty() || usesSymbol || isFloat || pseudo.mnemonic().startsWith("c.") || !pseudo.xlen().includes(64)
                || pseudo == Pseudo.SEXT_B || pseudo == Pseudo.SEXT_H || pseudo == Pseudo.ZEXT_H || pseudo == Pseudo.ZEXT_W) {
                continue;
            }
            boolean jumps = pseudo.mnemonic().startsWith("j") && !pseudo.operands().equals("offset");
            String target = jumps ? "8" : "label";
            String source = pseudo.mnemonic() + ' ' + sample(pseudo.operands(), isFloat).replace("TARGET", target);
            StringBuilder expansion = new StringBuilder();
            pseudo.expansion().forEach(line -> {
                int blank = line.indexOf(' ');
                String operands = blank < 0 ? "" : sample(line.substring(blank), isFloat).replace("TARGET", target);
                expansion.append(blank < 0 ? line : line.substring(0, blank)).append(' ').append(operands).append('\n');
            });
            assertArrayEquals(text("label:\n" + expansion, isa), text("label:\n" + source + '\n', isa), pseudo + ": " + source);
        }
    }

    @Test
    void formsForTheOtherRegisterWidthAreThere() {
        for (Pseudo pseudo : Pseudo.values()) {
            if (pseudo.xlen() == Xlen.RV32) {
                text(pseudo.mnemonic() + ' ' + sample(pseudo.operands(), false) + '\n', Isa.parse("rv32ima_zicsr"));
            }
        }
    }

    /** A disassembly can be assembled again, aliases included. */
    @Test
    void everythingTheDisassemblerWritesIsReadBack() {
        Random random = new Random(99);
        Isa isa = Isa.parse("rv64gch_zba_zbb_zbs_svinval_zicbom_zicboz");
        for (Style style : Style.values()) {
            Disassembler disassembler = new Disassembler(isa, style, Disassembler.Symbols.NONE);
            StringBuilder source = new StringBuilder();
            List<Integer> words = new ArrayList<>();
            for (Instruction row : Instruction.rows()) {
                for (int i = 0; i < 40 && isa.has(row) && row.bytes() == 4 && hasNoTarget(row); i++) {
                    int word = row.match() | random.nextInt() & operandBits(row);
                    word = i % 4 == 0 ? row.match() | word & ~Operand.RS1.mask() & operandBits(row) : word;
                    if (Instruction.decode(word) == row && isWritable(row, word)) {
                        source.append(disassembler.disassemble(word, 0)).append('\n');
                        words.add(word);
                    }
                }
            }
            byte[] bytes = text(".option norvc\n" + source, isa);
            assertEquals(words.size() * 4, bytes.length);
            String[] lines = source.toString().split("\n");
            for (int i = 0; i < words.size(); i++) {
                int read = bytes[4 * i] & 0xff | (bytes[4 * i + 1] & 0xff) << 8 | (bytes[4 * i + 2] & 0xff) << 16 | bytes[4 * i + 3] << 24;
                assertEquals(Integer.toHexString(words.get(i)), Integer.toHexString(read), lines[i]);
            }
        }
    }

    private static boolean hasNoTarget(Instruction row) {
        return row.format().operands().stream().noneMatch(operand -> operand.kind() == Operand.Kind.OFFSET);
    }

    private static int operandBits(Instruction row) {
        return row.format().operands().stream().mapToInt(Operand::mask).reduce(0, (a, b) -> a | b);
    }

    /** Some encodings have no form in source: empty sets of accesses, reserved rounding modes. */
    private static boolean isWritable(Instruction row, int word) {
        return row.format().operands().stream().allMatch(operand -> operand.accepts(operand.extract(word))
            && !(operand.kind() == Operand.Kind.FENCE_SET && operand.extract(word) == 0));
    }
}
