// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.instruction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.trapline.asm.Pseudo;
import org.trapline.isa.CsrNames;
import org.trapline.isa.Extension;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;
import org.trapline.isa.Registers;

/** A row of {@link Pseudo} made ready: what its operands are, and where they go in the instructions it becomes. */
final class PseudoForm {
    private static final Pattern TOKEN = Pattern.compile("%\\w+\\([^)]*\\)|[^,()\\s]+|[,()]");

    private final Pseudo pseudo;
    private final List<String> pattern;
    private final List<Template> templates = new ArrayList<>();
    private final Map<String, Operand> kinds = new HashMap<>();

    /**
     * An instruction of the expansion.
     *
     * @param mnemonic its mnemonic
     * @param operands its operands, in the order of its format: names of the pseudo-instruction's operands, registers, CSRs or numbers
     */
    record Template(String mnemonic, List<String> operands) {
    }

    PseudoForm(Pseudo pseudo, InstructionTable table) {
        this.pseudo = pseudo;
        this.pattern = tokens(pseudo.operands());
        for (String line : pseudo.expansion()) {
            int blank = line.indexOf(' ');
            String mnemonic = blank < 0 ? line : line.substring(0, blank);
            List<String> operands = blank < 0 ? List.of() : tokens(line.substring(blank)).stream().filter(t -> !isPunctuation(t)).toList();
            templates.add(new Template(mnemonic, operands));
            noteKinds(table.rows(mnemonic).getFirst(), operands);
        }
    }

    private static List<String> tokens(String text) {
        List<String> result = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            result.add(matcher.group());
        }
        return result;
    }

    /** Tells whether a token of a pattern stands for itself. */
    static boolean isPunctuation(String token) {
        return token.length() == 1 && ",()".contains(token);
    }

    private void noteKinds(Instruction row, List<String> operands) {
        for (int i = 0; i < operands.size(); i++) {
            kinds.putIfAbsent(operands.get(i), row.format().operands().get(i));
        }
    }

    Pseudo pseudo() {
        return pseudo;
    }

    /** Returns the operands and the punctuation between them. */
    List<String> pattern() {
        return pattern;
    }

    List<Template> templates() {
        return templates;
    }

    /** Returns what an operand is, or null if it is an address as such. */
    Operand kind(String name) {
        return kinds.get(name);
    }

    /** Tells whether a machine has all instructions of the expansion. */
    boolean isIn(Isa isa, InstructionTable table) {
        return (pseudo != Pseudo.C_UNIMP || isa.has(Extension.C)) && pseudo.xlen().includes(isa.xlen()) && templates.stream().allMatch(t -> table.row(t.mnemonic(), isa) != null);
    }

    /** Returns the value of an operand of a template that is not one of the pseudo-instruction's own. */
    static long literal(String token, Operand operand) {
        return switch (operand.kind()) {
            case REGISTER -> Registers.number(token);
            case CSR -> CsrNames.number(token) >= 0 ? CsrNames.number(token) : Integer.decode(token);
            case FENCE_SET -> 15;
            default -> Long.decode(token);
        };
    }
}
