// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.asm.elf.ElfReader;
import org.trapline.asm.link.Linker;
import org.trapline.asm.link.LinkerOptions;
import org.trapline.asm.link.LinkerOptions.GlobalPointer;
import org.trapline.isa.Extension;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;
import org.trapline.isa.Registers;
import org.trapline.isa.RoundingMode;

/** Programs made of every instruction and pseudo-instruction with random operands, compared with GNU as and ld. */
class RandomProgramTest {
    private static final int STATEMENTS = 6000;
    private static final int LABEL_EVERY = 12;
    private static final int FIRST_COMPRESSED = 8;

    private final Random random = new Random(2026);
    private int xlen;

    private String program(Isa isa) {
        xlen = isa.xlen();
        List<Instruction> rows = Instruction.rows().stream().filter(isa::has).filter(row -> isPlain(row)).toList();
        Set<Pseudo> usable = EnumSet.allOf(Pseudo.class);
        usable.removeIf(pseudo -> !isUsable(pseudo, isa));
        List<Pseudo> pseudos = new ArrayList<>(usable);
        StringBuilder text = new StringBuilder(" .globl _start\n_start:\n");
        int labels = 0;
        for (int i = 0; i < STATEMENTS; i++) {
            if (i % LABEL_EVERY == 0) {
                text.append('L').append(labels++).append(":\n");
            }
            boolean real = random.nextInt(3) > 0;
            text.append(' ').append(real ? statement(rows.get(i % rows.size()), labels) : statement(pseudos.get(i % pseudos.size()), labels)).append('\n');
        }
        // Some targets lie behind everything, where short branches do not reach.
        text.append("L").append(labels).append(": ret\n .data\n");
        for (int i = 0; i < 8; i++) {
            text.append(" .byte ").append(i).append("\n .balign 4\nD").append(i).append(": .word ").append(i).append(", D0 - D").append(i)
                .append("\n .dword L").append(i).append(" + 4\n");
        }
        return text.toString();
    }

    /** Compressed rows have operands of their own kind; what the assembler compresses by itself tests them. */
    private static boolean isPlain(Instruction row) {
        return row.bytes() == 4;
    }

    private static boolean isUsable(Pseudo pseudo, Isa isa) {
        boolean floats = pseudo.usage().matches("(f(?!ence).*|fs.*)");
        boolean hypervisor = pseudo.mnemonic().startsWith("hfence");
        boolean compressed = pseudo.mnemonic().startsWith("c.");
        boolean bits = pseudo.mnemonic().matches("ror.?|b(clr|ext|inv|set)") || pseudo == Pseudo.ZEXT_W_ADD;
        return pseudo.xlen().includes(isa.xlen()) && !hypervisor && (!floats || isa.has(Extension.D)) && (!compressed || isa.has(Extension.C))
            && (!bits || isa.has(Extension.ZBB) && isa.has(Extension.ZBS));
    }

    private String statement(Instruction row, int labels) {
        StringBuilder operands = new StringBuilder();
        String suffix = "";
        int next = 0;
        for (char c : row.format().syntax().toCharArray()) {
            operands.append(c == '%' ? operand(row.format().operands().get(next++), labels) : String.valueOf(c));
        }
        for (Operand rest : row.format().operands().subList(next, row.format().operands().size())) {
            if (rest == Operand.ORDERING) {
                suffix = List.of("", ".aq", ".rl", ".aqrl").get(random.nextInt(4));
            } else if (rest == Operand.RM && random.nextBoolean()) {
                operands.append(", ").append(RoundingMode.values()[random.nextInt(6)].sourceName());
            }
        }
        return row.mnemonic() + suffix + ' ' + operands;
    }

    private String operand(Operand operand, int labels) {
        return switch (operand.kind()) {
            case REGISTER -> register();
            case FREGISTER -> Registers.floatAbiName(random.nextInt(32));
            case OFFSET -> "L" + random.nextInt(labels);
            case CSR -> random.nextBoolean() ? "mscratch" : Integer.toString(random.nextInt(0x1000));
            case FENCE_SET -> List.of("w", "r", "rw", "o", "ow", "i", "iorw", "ir").get(random.nextInt(8));
            case ROUNDING, ORDERING -> throw new IllegalArgumentException(operand.toString());
            default -> number(operand);
        };
    }

    /** Registers that compressed instructions know come up as often as all others, the special ones often enough. */
    private String register() {
        if (random.nextInt(6) == 0) {
            return List.of("zero", "sp", "ra").get(random.nextInt(3));
        }
        return random.nextBoolean() ? "x" + (FIRST_COMPRESSED + random.nextInt(8)) : Registers.abiName(random.nextInt(32));
    }

    private String number(Operand operand) {
        long span = operand.max() - operand.min() + 1;
        long value = random.nextInt(3) == 0 ? Math.floorMod(random.nextLong(), Math.min(span, 64)) + Math.max(operand.min(), 0)
            : operand.min() + Math.floorMod(random.nextLong(), span);
        long aligned = Math.min(value, operand.max()) & -operand.alignment();
        return random.nextBoolean() ? Long.toString(aligned) : aligned < 0 ? "-0x" + Long.toHexString(-aligned) : "0x" + Long.toHexString(aligned);
    }

    private String statement(Pseudo pseudo, int labels) {
        if (pseudo.operands().isEmpty()) {
            return pseudo.mnemonic();
        }
        boolean floatFirst = pseudo.mnemonic().matches("f(lw|ld|sw|sd|mv\\.[sd]|neg.*|abs.*|mv\\.s\\.x)");
        boolean floatLater = pseudo.mnemonic().matches("f(mv\\.[sd]|neg.*|abs.*|gt.*|ge.*|mv\\.x\\.s)");
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (String token : pseudo.operands().split("(?<=[,() ])|(?=[,() ])")) {
            text.append(switch (token) {
                case "rd", "rs", "rt" -> (first ? floatFirst : floatLater) ? Registers.floatAbiName(random.nextInt(32)) : register();
                case "symbol" -> pseudo.mnemonic().matches("call|tail|jump") ? "L" + random.nextInt(labels) : "D" + random.nextInt(8);
                case "imm" -> pseudo.isLoadImmediate() ? Long.toString(random.nextLong() >> 64 - xlen + random.nextInt(xlen))
                    : pseudo == Pseudo.C_NOP_HINT ? "5" : number(Operand.IMM12);
                case "shamt" -> pseudo.mnemonic().endsWith("w") || xlen == 32 ? number(Operand.SHAMT5) : number(Operand.SHAMT6);
                case "zimm" -> number(Operand.ZIMM5);
                case "csr" -> "mscratch";
                case "offset" -> pseudo.mnemonic().startsWith("j") && !pseudo.operands().equals("offset") ? number(Operand.LOAD_OFFSET)
                    : "L" + random.nextInt(labels);
                default -> token;
            });
            first &= ",() ".contains(token);
        }
        return pseudo.mnemonic() + ' ' + text;
    }

    private void compare(Path folder, String arch, boolean relax) throws Exception {
        GnuTools gnu = new GnuTools(folder, "as", "ld");
        Isa isa = Isa.parse(arch);
        String source = program(isa);
        AssemblyResult ours = Assembler.assemble(new SourceFile("random.s", source), AssemblerOptions.defaults().withIsa(isa).withRelax(relax));
        assertEquals(List.of(), ours.diagnostics());
        byte[] object = gnu.assemble(source, arch, relax);
        ObjectComparison.assertSame(arch, ElfReader.object("gnu", object), ours.object());
        var linked = Linker.link(List.of(ours.object()), LinkerOptions.defaults().withRelax(relax).withGlobalPointer(GlobalPointer.ALWAYS));
        assertEquals(List.of(), linked.diagnostics());
        ObjectComparison.assertSame(arch + " linked", ElfReader.image(gnu.link(relax, object)), linked.image());
    }

    @Test
    void programsForRv32AreThoseOfGnuAs(@TempDir Path folder) throws Exception {
        compare(folder, "rv32ima_zicsr_zifencei", true);
        compare(folder, "rv32ima_zicsr_zifencei", false);
        compare(folder, "rv32gc_zba_zbb_zbs", true);
    }

    @Test
    void baseProgramsAreThoseOfGnuAs(@TempDir Path folder) throws Exception {
        compare(folder, "rv64ima_zicsr_zifencei", true);
    }

    @Test
    void programsWithoutRelaxationAreThoseOfGnuAs(@TempDir Path folder) throws Exception {
        compare(folder, "rv64ima_zicsr_zifencei", false);
    }

    @Test
    void compressedProgramsAreThoseOfGnuAs(@TempDir Path folder) throws Exception {
        compare(folder, "rv64gc_zba_zbb_zbs", true);
    }
}
