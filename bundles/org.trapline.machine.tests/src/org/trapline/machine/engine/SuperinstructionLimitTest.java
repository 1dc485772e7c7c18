// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuperinstructionLimitTest {
    /** A block of a shape that nothing else has. */
    private static List<Object> parts(int opcode, int length) {
        long[] code = {Op.pack(opcode, 1, 2, 3, 0), Op.pack(Op.END, 0, 0, 0, 0)};
        Block block = new Block(null, 0, 0, Block.NO_SECOND_PAGE, code, 1, 0, 0);
        Step step = opcode == Op.REMUW ? new RegisterNodes.Remuw(code[0]) : new RegisterNodes.Mulhsu(code[0]);
        List<Object> parts = new ArrayList<>(Collections.nCopies(length, step));
        parts.add(new BranchNodes.End(block));
        return parts;
    }

    @Test
    void noClassesAreMadeWhenThereAreTooMany() {
        assertNull(Superinstruction.inPieces(parts(Op.REMUW, 15), 16, 0));
    }

    @Test
    void classesThatThereAreMayStillBeUsed() {
        List<Object> parts = parts(Op.MULHSU, 15);
        assertInstanceOf(Superinstruction.class, Superinstruction.inPieces(parts, 16, Integer.MAX_VALUE));
        assertInstanceOf(Superinstruction.class, Superinstruction.inPieces(parts, 16, 0));
    }
}
