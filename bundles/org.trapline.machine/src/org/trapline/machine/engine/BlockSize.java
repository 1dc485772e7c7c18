// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.HashSet;
import java.util.Set;

/** How many bytes of bytecode a block makes in a region, about: HotSpot takes a method only up to a size, and the time it takes depends on that. */
final class BlockSize {
    private static final int PART = 12;
    private static final int COMPUTATION = 9;
    private static final int FLOAT = 60;
    /** The first access by way of a register looks for the page; others know it. */
    private static final int FIRST_ACCESS = 110;
    private static final int NEXT_ACCESS = 18;
    private static final int ATOMIC = 130;

    private BlockSize() {
    }

    static int of(Block block) {
        int bytes = PART;
        Set<Integer> known = new HashSet<>();
        for (long op : block.code) {
            int opcode = Op.opcode(op);
            if (opcode >= Op.FIRST_ATOMIC && opcode < Op.FIRST_FENCE) {
                bytes += ATOMIC;
            } else if (isAccess(opcode)) {
                bytes += known.add(2 * Op.rs1(op) + (Op.isStore(opcode) ? 1 : 0)) ? FIRST_ACCESS : NEXT_ACCESS;
            } else {
                bytes += Op.computesFloat(opcode) ? FLOAT : COMPUTATION;
            }
            if (!Op.isStore(opcode)) {
                known.remove(2 * Op.rd(op));
                known.remove(2 * Op.rd(op) + 1);
            }
        }
        return bytes;
    }

    private static boolean isAccess(int opcode) {
        return opcode >= Op.LB && opcode <= Op.SD || Op.isFloat(opcode) && !Op.computesFloat(opcode);
    }
}
