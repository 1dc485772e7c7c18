// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Instruction;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.StateImage;

/** Which pages of a guest's memory were written can be known without the guest noticing. */
class DirtyLogTest {
    private static final long DATA = Platform.RAM_BASE + 0x8000;

    /** Writes one page again and again, and reads another. */
    private static Program writer() {
        final Program program = new Program().li(Program.T0, DATA).li(Program.T1, DATA + 0x1000);
        return program.add(Instruction.SD, Program.A0, 0, Program.T0).add(Instruction.LD, Program.A1, 0, Program.T1)
            .add(Instruction.ADDI, Program.A0, Program.A0, 1).add(Instruction.JAL, 0, -12);
    }

    private static BitSet pages(int... pages) {
        final BitSet set = new BitSet();
        for (final int page : pages) {
            set.set(page);
        }
        return set;
    }

    @Test
    void aWrittenPageIsDirtyAndAReadOneIsNot() {
        final Lab lab = Lab.of(writer());
        final Domain guest = lab.guests.getFirst();
        lab.run(1_000);
        guest.startDirtyLog();
        assertEquals(pages(), guest.collectDirty());
        lab.run(1_000);
        assertEquals(pages(8), guest.collectDirty());
        lab.run(1_000);
        assertEquals(pages(8), guest.collectDirty(), "it was written again");
    }

    @Test
    void onlyTheFirstStoreToAPageExits() {
        final Lab lab = Lab.of(writer());
        final Domain guest = lab.guests.getFirst();
        lab.run(1_000);
        guest.startDirtyLog();
        lab.run(1_000);
        final long exits = guest.vcpus().getFirst().exits();
        lab.run(10_000);
        assertEquals(exits, guest.vcpus().getFirst().exits());
        guest.stopDirtyLog();
        lab.run(10_000);
        assertEquals(exits, guest.vcpus().getFirst().exits(), "after the log has ended, too");
    }

    @Test
    void whatTheVmmWritesForTheGuestIsDirtyToo() {
        final Lab lab = Lab.of(writer());
        final Domain guest = lab.guests.getFirst();
        lab.run(1_000);
        guest.startDirtyLog();
        guest.platform().bus().write(DATA + 0x3000, 8, 1);
        assertTrue(guest.collectDirty().get(11));
        guest.stopDirtyLog();
        guest.startDirtyLog();
        assertEquals(pages(), guest.collectDirty(), "a new log begins clean");
    }

    @Test
    void aKeptStateKnowsWhatIsDirty() {
        final Lab lab = Lab.of(writer());
        final Domain guest = lab.guests.getFirst();
        lab.run(1_000);
        guest.startDirtyLog();
        lab.run(1_000);
        final StateImage kept = StateImage.of(lab.machine);
        final String digest = lab.machine.digest();
        guest.collectDirty();
        guest.stopDirtyLog();
        kept.restore(lab.machine);
        assertEquals(digest, lab.machine.digest());
        assertEquals(pages(8), guest.collectDirty());
    }
}
