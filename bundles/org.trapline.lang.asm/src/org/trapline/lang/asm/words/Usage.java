// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.words;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.trapline.asm.Pseudo;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.ManualSection.Volume;
import org.trapline.isa.Operand;
import org.trapline.isa.Xlen;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Clause.Slot;
import org.trapline.lang.asm.text.Token;

/**
 * One way to use a mnemonic: an instruction, or a form of a pseudo-instruction.
 *
 * @param mnemonic    the mnemonic
 * @param text        mnemonic and operands as they are written
 * @param meaning     in one line what it does
 * @param operands    the operands in order
 * @param instruction the instruction, or null for a pseudo-instruction
 * @param pseudo      the form of a pseudo-instruction, or null for an instruction
 */
public record Usage(String mnemonic, String text, String meaning, List<UsageOperand> operands, Instruction instruction, Pseudo pseudo) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z][A-Za-z0-9]*|[,()]");
    private static final Pattern EXPANSION_OPERAND = Pattern.compile("%\\w+\\([^)]*\\)|[^,()\\s]+");

    /** Copies the list. */
    public Usage {
        operands = List.copyOf(operands);
    }

    static Usage of(Instruction row) {
        Builder builder = new Builder(row.mnemonic());
        Iterator<Operand> operands = row.format().operands().iterator();
        for (char c : row.format().syntax().toCharArray()) {
            if (c == '%') {
                Operand operand = operands.next();
                builder.add(operand.label(), operand);
            } else {
                builder.add(c);
            }
        }
        return new Usage(row.mnemonic(), builder.text(), row.meaning(), builder.operands, row, null);
    }

    static Usage of(Pseudo form, Map<String, Instruction> rows) {
        Map<String, Operand> kinds = kinds(form, rows);
        Builder builder = new Builder(form.mnemonic());
        Matcher matcher = TOKEN.matcher(form.operands());
        while (matcher.find()) {
            if (Character.isLetter(matcher.group().charAt(0))) {
                builder.add(matcher.group(), kinds.get(matcher.group()));
            } else {
                builder.add(matcher.group().charAt(0));
            }
        }
        return new Usage(form.mnemonic(), builder.text(), form.meaning(), builder.operands, null, form);
    }

    /** Writes a usage, keeping account of where its operands are. */
    private static final class Builder {
        private final StringBuilder text;
        private final List<UsageOperand> operands = new ArrayList<>();
        private int commas;
        private boolean inside;

        Builder(String mnemonic) {
            text = new StringBuilder(mnemonic + ' ');
        }

        void add(String name, Operand operand) {
            operands.add(new UsageOperand(name, operand, new Slot(commas, inside), text.length()));
            text.append(name);
        }

        void add(char sign) {
            text.append(sign);
            if (sign == ',') {
                text.append(' ');
                commas++;
            }
            inside = sign == '(' || inside && sign != ')';
        }

        String text() {
            return text.toString().strip();
        }
    }

    /** Returns which operands of instructions the operands of a pseudo-instruction become. */
    private static Map<String, Operand> kinds(Pseudo form, Map<String, Instruction> rows) {
        Map<String, Operand> kinds = new HashMap<>();
        if (form.isLoadImmediate()) {
            kinds.put("rd", Operand.RD);
            kinds.put("imm", Operand.IMM12);
        }
        for (String line : form.expansion()) {
            String[] parts = line.split(" ", 2);
            Instruction row = rows.get(parts[0]);
            Matcher matcher = EXPANSION_OPERAND.matcher(parts.length < 2 ? "" : parts[1]);
            for (int i = 0; matcher.find(); i++) {
                kinds.putIfAbsent(matcher.group(), row.format().operands().get(i));
            }
        }
        return kinds;
    }

    /** Tells whether the form exists for registers of 64 bits. */
    boolean isForRv64() {
        return (instruction != null ? instruction.xlen() : pseudo.xlen()) != Xlen.RV32;
    }

    /** Tells whether a machine has the instruction, or all that the pseudo-instruction becomes. */
    public boolean isIn(Isa isa) {
        return instruction != null ? isa.has(instruction)
            : pseudo.expansion().stream().map(line -> Vocabulary.row(line.split(" ")[0])).allMatch(isa::has);
    }

    /** Returns the operand that is written in a place, or null. */
    public UsageOperand operand(Slot slot) {
        for (UsageOperand operand : operands) {
            if (operand.slot().equals(slot)) {
                return operand;
            }
        }
        return null;
    }

    /** Tells whether user programs may not do this, whatever its operands. */
    public boolean isPrivileged() {
        Instruction row = instruction != null || pseudo.expansion().isEmpty() ? instruction : Vocabulary.row(pseudo.expansion().getFirst().split(" ")[0]);
        return row != null && row.section().volume() == Volume.PRIVILEGED;
    }

    /** Tells how well the operands of a statement fit; the better, the greater. */
    int fit(Clause clause) {
        int last = operands.isEmpty() ? -1 : operands.getLast().slot().commas();
        int written = clause.operands().isEmpty() ? -1 : clause.slot(clause.end()).commas();
        boolean hasInside = operands.stream().anyMatch(operand -> operand.slot().inside());
        boolean writtenInside = clause.operands().stream().anyMatch(token -> clause.slot(token.offset()).inside());
        int score = (last == written ? 8 : 0) + (hasInside == writtenInside ? 4 : 0);
        for (UsageOperand operand : operands) {
            List<Token> tokens = clause.operands().stream()
                .filter(token -> token.kind() != Token.Kind.SIGN && clause.slot(token.offset()).equals(operand.slot())).toList();
            if (!tokens.isEmpty()) {
                score += Vocabulary.isRegister(tokens.getFirst().text()) == operand.isRegister() ? 1 : -1;
            }
        }
        return score;
    }
}
