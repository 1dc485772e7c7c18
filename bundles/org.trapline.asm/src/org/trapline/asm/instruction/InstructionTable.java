// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.instruction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.trapline.asm.Pseudo;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;

/** The instructions by mnemonic. */
final class InstructionTable {
    private final Map<String, List<Instruction>> rows = new HashMap<>();

    InstructionTable() {
        for (Instruction row : Instruction.rows()) {
            rows.computeIfAbsent(row.mnemonic(), none -> new ArrayList<>()).add(row);
        }
    }

    /** Returns the rows with a mnemonic, for whatever machine; empty if there are none. */
    List<Instruction> rows(String mnemonic) {
        return rows.getOrDefault(mnemonic, List.of());
    }

    /** Returns the row with a mnemonic that a machine has, or null. */
    Instruction row(String mnemonic, Isa isa) {
        for (Instruction row : rows(mnemonic)) {
            if (isa.has(row)) {
                return row;
            }
        }
        return null;
    }

    /** Returns all mnemonics, those of pseudo-instructions included. */
    Collection<String> mnemonics() {
        TreeSet<String> all = new TreeSet<>(rows.keySet());
        for (Pseudo pseudo : Pseudo.values()) {
            all.add(pseudo.mnemonic());
        }
        return all;
    }
}
