// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Turns rows of the tables into pages for readers, in Markdown: what editors show when the pointer rests on a word. Everything said here
 * comes from the rows.
 */
public final class Help {
    private Help() {
    }

    /** Returns what the instruction does, how it is encoded, its operands and where the manual defines it. */
    public static String of(Instruction row) {
        StringBuilder page = new StringBuilder();
        page.append("**`").append(row.usage()).append("`** · ").append(row.extension().title());
        page.append(row.xlen() == Xlen.ANY ? "" : " (" + row.xlen() + " only)").append("\n\n");
        page.append('`').append(row.meaning()).append("`\n\n");
        if (row.expansion() != null) {
            page.append("A short form of `").append(row.expansion().mnemonic()).append("`.\n\n");
        }
        page.append("```\n").append(picture(row)).append("```\n");
        for (Operand operand : row.format().operands()) {
            page.append("- `").append(operand.label()).append("`: ").append(operand.meaning()).append(range(operand)).append('\n');
        }
        return page.append(source(row.section())).toString();
    }

    private static String range(Operand operand) {
        return switch (operand.kind()) {
            case IMMEDIATE, UPPER, SHAMT, ZIMM, DISPLACEMENT, OFFSET ->
                ", " + operand.min() + " to " + operand.max() + (operand.alignment() == 1 ? "" : ", a multiple of " + operand.alignment());
            default -> "";
        };
    }

    /** Draws the encoding in two lines: bit numbers, and below them what the bits are. */
    public static String picture(Instruction row) {
        StringBuilder numbers = new StringBuilder();
        StringBuilder bits = new StringBuilder();
        for (EncodingField field : EncodingField.of(row)) {
            String high = Integer.toString(field.high());
            String low = field.width() == 1 ? "" : Integer.toString(field.low());
            int width = Math.max(field.text().length(), high.length() + (low.isEmpty() ? 0 : 1 + low.length()));
            numbers.append(high).append(" ".repeat(width - high.length() - low.length())).append(low).append("   ");
            bits.append(field.text()).append(" ".repeat(width - field.text().length())).append(" | ");
        }
        bits.setLength(bits.length() - 3);
        return numbers.toString().stripTrailing() + '\n' + bits.toString().stripTrailing() + '\n';
    }

    /** Returns what the register is for, who may access it, its fields and where the manual defines it. */
    public static String of(Csr csr) {
        StringBuilder page = new StringBuilder();
        page.append("**`").append(csr.csrName()).append("`** · CSR 0x%03x · ".formatted(csr.number()));
        page.append(csr.isReadOnly() ? "read-only" : "read and write").append(" from ").append(csr.privilege()).append(" mode up");
        page.append(csr.xlen() == Xlen.ANY ? "" : " (" + csr.xlen() + " only)").append("\n\n").append(csr.meaning());
        page.append(csr.viewOf() == null ? "" : "; a view of `" + csr.viewOf().csrName() + '`').append("\n\n");
        page.append("| bits | field | rule | meaning |\n| --- | --- | --- | --- |\n");
        for (CsrField field : csr.fields()) {
            page.append("| ").append(field.high() == field.low() ? "" + field.low() : field.high() + ".." + field.low());
            page.append(" | ").append(field.name()).append(" | ").append(rule(field)).append(" | ").append(text(field)).append(" |\n");
        }
        return page.append(source(csr.section())).toString();
    }

    private static String rule(CsrField field) {
        return switch (field.rule()) {
            case READ_ONLY -> "read-only";
            case WARL -> field.meanings().isEmpty() ? "writable" : "WARL";
            case WLRL -> "WLRL";
        };
    }

    private static String text(CsrField field) {
        List<String> parts = new ArrayList<>();
        parts.add(field.doc());
        if (field.xlen() != Xlen.ANY) {
            parts.add(field.xlen() + " only");
        }
        if (field.extension() != Extension.I) {
            parts.add("with " + field.extension().isaName());
        }
        String values = field.meanings().stream().map(m -> m.value() + ": " + m.text()).collect(Collectors.joining("; "));
        return String.join(", ", parts) + (values.isEmpty() ? "" : " (" + values + ')');
    }

    /** Returns when the trap is taken, its code and names, and where the manual defines it. */
    public static String of(Cause cause) {
        String kind = cause.isInterrupt() ? "interrupt" : "exception";
        return "**`" + cause.causeName() + "`** · " + kind + ' ' + cause.code() + " · Linux: `" + cause.linuxName() + "`\n\n"
            + cause.meaning() + '\n' + source(cause.section());
    }

    /** Returns what the integer register is for. */
    public static String ofRegister(int number) {
        return "**`" + Registers.abiName(number) + "`** · x" + number + "\n\n" + Registers.role(number) + '\n';
    }

    /** Returns what the floating-point register is for. */
    public static String ofFloatRegister(int number) {
        return "**`" + Registers.floatAbiName(number) + "`** · f" + number + "\n\n" + Registers.floatRole(number) + '\n';
    }

    private static String source(ManualSection section) {
        return "\n*" + section.title() + "* (`" + section.anchor() + "`, edition " + section.volume().edition() + ")\n";
    }
}
