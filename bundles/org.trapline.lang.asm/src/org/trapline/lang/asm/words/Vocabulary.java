// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.words;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.trapline.asm.Pseudo;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;
import org.trapline.isa.Privilege;
import org.trapline.isa.Registers;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token;

/** All mnemonics of 64-bit machines and the ways to use them. */
public final class Vocabulary {
    private static final List<String> ORDERINGS = List.of(".aqrl", ".aq", ".rl");
    private static final Map<String, Instruction> ROWS = rows();
    private static final Map<String, List<Usage>> USAGES = usages();

    private Vocabulary() {
    }

    private static Map<String, Instruction> rows() {
        Map<String, Instruction> rows = new HashMap<>();
        Instruction.rows().forEach(row -> rows.putIfAbsent(row.mnemonic(), row));
        return rows;
    }

    private static Map<String, List<Usage>> usages() {
        Map<String, List<Usage>> usages = new TreeMap<>();
        List<Usage> all = new ArrayList<>();
        Instruction.rows().forEach(row -> all.add(Usage.of(row)));
        for (Pseudo form : Pseudo.values()) {
            all.add(Usage.of(form, ROWS));
        }
        for (Usage usage : all) {
            if (usage.isForRv64()) {
                usages.computeIfAbsent(usage.mnemonic(), mnemonic -> new ArrayList<>()).add(usage);
            }
        }
        usages.replaceAll((mnemonic, list) -> List.copyOf(list));
        return Collections.unmodifiableMap(usages);
    }

    /** Returns the first row with a mnemonic, or null. */
    static Instruction row(String mnemonic) {
        return ROWS.get(mnemonic);
    }

    /** Returns the ways to use a mnemonic, in the order in which the assembler tries them; empty if there is none. */
    public static List<Usage> usages(String mnemonic) {
        String word = mnemonic.toLowerCase(Locale.ROOT);
        List<Usage> usages = USAGES.get(word);
        return usages != null ? usages : ordered(word);
    }

    /** Returns the usages of an atomic instruction whose mnemonic has {@code .aq} or {@code .rl} behind it. */
    private static List<Usage> ordered(String word) {
        for (String ordering : ORDERINGS) {
            if (word.endsWith(ordering)) {
                return USAGES.getOrDefault(word.substring(0, word.length() - ordering.length()), List.of()).stream()
                    .filter(usage -> usage.instruction() != null && usage.instruction().format().has(Operand.ORDERING)).toList();
            }
        }
        return List.of();
    }

    /** Returns all usages, by mnemonic. */
    public static Collection<List<Usage>> all() {
        return USAGES.values();
    }

    /** Returns the way in which a statement uses its mnemonic, or null if that is not a mnemonic. */
    public static Usage usage(Clause clause) {
        Usage best = null;
        int most = Integer.MIN_VALUE;
        for (Usage usage : clause.head().kind() == Token.Kind.WORD ? usages(clause.head().text()) : List.<Usage>of()) {
            int fit = usage.fit(clause);
            if (fit > most) {
                most = fit;
                best = usage;
            }
        }
        return best;
    }

    /** Tells whether a word names a register of either kind. */
    public static boolean isRegister(String word) {
        return Registers.number(word) >= 0 || Registers.floatNumber(word) >= 0;
    }

    /** Returns the CSR that a word of a statement names, or null. */
    public static Csr csr(Usage usage, Clause clause, Token token) {
        UsageOperand operand = usage.operand(clause.slot(token.offset()));
        return operand != null && operand.is(Operand.Kind.CSR) ? Csr.named(token.text()) : null;
    }

    /** Tells whether user programs may not do what a statement does: the instruction is privileged, or the CSR it names. */
    public static boolean isPrivileged(Usage usage, Clause clause) {
        return usage.isPrivileged() || clause.operands().stream()
            .map(token -> csr(usage, clause, token))
            .anyMatch(csr -> csr != null && csr.privilege() != Privilege.U);
    }
}
