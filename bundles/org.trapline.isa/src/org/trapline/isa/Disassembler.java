// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.List;

/**
 * Writes instruction words as source, as GNU {@code objdump} does. Immutable.
 */
public final class Disassembler {

    /** How much the text is made for reading. */
    public enum Style {
        /** The instruction itself, as {@code objdump -M no-aliases} writes it. */
        PLAIN,
        /** The usual short form where there is one: {@code ret}, {@code li a0,5}. */
        ALIASES
    }

    /** Gives names to addresses. */
    @FunctionalInterface
    public interface Symbols {
        /** Knows no names. */
        Symbols NONE = address -> null;

        /** Returns a name such as {@code main} or {@code main+0x10} for {@code address}, or null if there is none. */
        String nameOf(long address);
    }

    private final Isa isa;
    private final Decoder decoder;
    private final Style style;
    private final Symbols symbols;

    /** Makes a disassembler for code of {@code isa}; words of other extensions become {@code .word}. */
    public Disassembler(Isa isa, Style style, Symbols symbols) {
        this.isa = isa;
        this.decoder = new Decoder(isa);
        this.style = style;
        this.symbols = symbols;
    }

    /**
     * Returns an instruction as source: mnemonic, a space, operands separated by commas.
     * @param word instruction word; of a 16-bit instruction the upper half is not looked at
     * @param pc   address of the instruction, to which branch targets are relative
     */
    public String disassemble(int word, long pc) {
        Instruction row = decoder.decode(word);
        if (row == null) {
            return (word & 3) == 3 ? ".word 0x%08x".formatted(word) : ".short 0x%04x".formatted(word & 0xffff);
        }
        return disassemble(row, word, pc);
    }

    /** Returns an instruction, whose row is already known, as source. */
    public String disassemble(Instruction row, int word, long pc) {
        Alias alias = Alias.of(row, word, isa);
        if (alias != null && (style == Style.ALIASES || alias.isAlwaysUsed())) {
            return alias.write(operand -> text(operand, word, pc));
        }
        if (style == Style.ALIASES && row.expansion() != null) {
            return disassemble(row.expansion(), row.expand(word), pc);
        }
        return plain(row, word, pc);
    }

    private String plain(Instruction row, int word, long pc) {
        StringBuilder text = new StringBuilder(row.mnemonic());
        List<Operand> operands = row.format().operands();
        for (Operand operand : operands) {
            if (operand.kind() == Operand.Kind.ORDERING) {
                text.append(text(operand, word, pc));
            }
        }
        String syntax = row.format().syntax();
        if (!syntax.isEmpty()) {
            text.append(' ');
        }
        int next = 0;
        for (char c : syntax.toCharArray()) {
            if (c == '%') {
                text.append(text(operands.get(next++), word, pc));
            } else {
                text.append(c);
            }
        }
        for (Operand operand : operands) {
            if (operand.kind() == Operand.Kind.ROUNDING) {
                text.append(text(operand, word, pc));
            }
        }
        return text.toString();
    }

    private String text(Operand operand, int word, long pc) {
        long value = operand.extract(word);
        return switch (operand.kind()) {
            case REGISTER -> Registers.abiName((int) value);
            case FREGISTER -> Registers.floatAbiName((int) value);
            case IMMEDIATE, DISPLACEMENT, ZIMM -> Long.toString(value);
            case UPPER, SHAMT -> "0x" + Long.toHexString(value);
            case OFFSET -> target(pc + value);
            case CSR -> csr((int) value);
            case FENCE_SET -> fenceSet((int) value);
            case ORDERING -> List.of("", ".rl", ".aq", ".aqrl").get((int) value);
            case ROUNDING -> value == operand.defaultValue() ? "" : ',' + RoundingMode.ofCode((int) value).sourceName();
        };
    }

    private String target(long address) {
        long shown = isa.xlen() == 32 ? address & 0xffff_ffffL : address;
        String name = symbols.nameOf(shown);
        return name == null ? "0x" + Long.toHexString(shown) : Long.toHexString(shown) + " <" + name + '>';
    }

    private static String csr(int number) {
        Csr csr = Csr.of(number);
        return csr == null ? "0x" + Integer.toHexString(number) : csr.csrName();
    }

    private static String fenceSet(int set) {
        if (set == 0) {
            return "unknown";
        }
        return ((set & 8) != 0 ? "i" : "") + ((set & 4) != 0 ? "o" : "") + ((set & 2) != 0 ? "r" : "") + ((set & 1) != 0 ? "w" : "");
    }
}
