// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Instruction;
import org.trapline.machine.Code;
import org.trapline.machine.Rig;
import org.trapline.machine.device.Dma;
import org.trapline.machine.platform.Platform;

/** What devices store, harts see: as data, as code, and in their reservations. */
class BusDmaTest {
    private static final long WORD = Platform.RAM_BASE + 0x8000;

    private static Dma dma(Rig rig) {
        return new BusDma(rig.platform().bus());
    }

    @Test
    void onlyRamIsReached() {
        Dma dma = dma(Rig.of(Code.here()));
        assertTrue(dma.covers(Platform.RAM_BASE, Rig.RAM));
        for (long[] range : new long[][] {{Platform.RAM_BASE - 1, 1}, {Platform.RAM_BASE, Rig.RAM + 1}, {Platform.RAM_BASE + Rig.RAM, 1},
            {Platform.UART_BASE, 1}, {Platform.RAM_BASE, -1}, {Platform.RAM_BASE, Long.MAX_VALUE}, {Long.MAX_VALUE, 2}, {-1, 1}, {0, 0}}) {
            assertFalse(dma.covers(range[0], range[1]), Long.toHexString(range[0]) + " " + range[1]);
        }
        assertThrows(IndexOutOfBoundsException.class, () -> dma.write(Platform.UART_BASE, 1, 'x'));
        assertThrows(IndexOutOfBoundsException.class, () -> dma.read(Platform.RAM_BASE + Rig.RAM - 1, 2));
    }

    @Test
    void codeThatADeviceOverwritesIsDecodedAnew() {
        Rig rig = Rig.of(Code.here().op(Instruction.ADDI, Code.A0, Code.A0, 1).op(Instruction.JAL, 0, -4));
        rig.step(20);
        assertEquals(10, rig.x(Code.A0));
        dma(rig).write(Platform.RAM_BASE, 4, Instruction.ADDI.encode(Code.A0, Code.A0, 100));
        rig.step(20);
        assertEquals(1010, rig.x(Code.A0));
    }

    @Test
    void aPageThatAHartHasStoredToIsOverwritten() {
        Rig rig = Rig.of(Code.here().li(Code.T0, WORD).li(Code.T1, 1).op(Instruction.SW, Code.T1, 0, Code.T0).op(Instruction.LW, Code.A0, 0, Code.T0)
            .op(Instruction.JAL, 0, -4));
        rig.step(20);
        assertEquals(1, rig.x(Code.A0));
        dma(rig).write(WORD, new byte[] {2, 0, 0, 0}, 0, 4);
        rig.step(4);
        assertEquals(2, rig.x(Code.A0));
    }

    @Test
    void aStoreOfADeviceBreaksAReservation() {
        Code code = Code.here().li(Code.T0, WORD).op(Instruction.LR_W, Code.A0, Code.T0);
        int steps = (int) (code.pc() - code.base()) / 4;
        code.op(Instruction.SC_W, Code.A1, Code.T1, Code.T0);
        Rig untouched = Rig.of(code);
        untouched.step(steps + 1);
        assertEquals(0, untouched.x(Code.A1));
        Rig rig = Rig.of(code);
        rig.step(steps);
        dma(rig).write(WORD, 4, 7);
        rig.step();
        assertEquals(1, rig.x(Code.A1));
        assertEquals(7, rig.platform().bus().read(WORD, 4));
    }
}
