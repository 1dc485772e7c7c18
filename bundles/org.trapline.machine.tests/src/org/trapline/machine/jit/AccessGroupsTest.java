// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Instruction;
import org.trapline.machine.mmu.FastState;

class AccessGroupsTest {
    private static final int BASE = 10;
    private static final long PAGE = 0x8000_1000L;

    /** Loads of eight bytes each, one after the other, by way of the same register. */
    private static AccessGroups loads(long scattered, int... offsets) {
        List<Step> steps = Arrays.stream(offsets).mapToObj(offset -> new Step(Instruction.LD, false, BASE + 1, BASE, 0, 0, offset, 0, Numbers.ANY)).toList();
        long pc = 0x8000_0000L;
        return new AccessGroups(new RegionPlan(List.of(new RegionPlan.Part(pc, pc + 4L * offsets.length, offsets.length, steps, RegionPlan.End.FALL, null,
            RegionPlan.Edge.out(1), List.of(), new RegionPlan.Seen(scattered, 0))), true));
    }

    private static long[] at(long address) {
        long[] x = new long[FastState.FLOATS];
        x[BASE] = address;
        return x;
    }

    private static int site(int index) {
        return RegionHost.site(0, index);
    }

    @Test
    void accessesNearEachOtherAreAGroup() {
        AccessGroups groups = loads(0, 0, 100, 8);
        assertEquals(Set.of(site(0)), groups.ranges().keySet());
        assertFalse(groups.ranges().get(site(0)).isScattered(at(PAGE)));
        assertEquals(List.of(), groups.ranges().get(site(0)).elsewhere(at(PAGE)));
    }

    @Test
    void thoseAreElsewhereThatAreNotInOnePageWithTheOneBefore() {
        AccessGroups.Range range = loads(0, 0, 100, 108, 8).ranges().get(site(0));
        assertTrue(range.isScattered(at(PAGE - 50)));
        assertEquals(List.of(site(1), site(3)), range.elsewhere(at(PAGE - 50)));
    }

    @Test
    void anAccessOverTheEndOfAPageIsInOnePageWithNoOther() {
        AccessGroups.Range range = loads(0, 0, 8, 16, 24).ranges().get(site(0));
        assertEquals(List.of(site(1), site(2)), range.elsewhere(at(PAGE - 12)));
    }

    @Test
    void aGroupIsSplitWhereThatWasSeen() {
        AccessGroups groups = loads(0b10, 0, 100, 108, 116);
        assertNull(groups.of(site(0)));
        assertEquals(Set.of(site(1)), groups.ranges().keySet());
        assertNotNull(groups.of(site(3)));
        assertFalse(groups.ranges().get(site(1)).isScattered(at(PAGE - 50)));
    }
}
