// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Instruction;
import org.trapline.machine.Code;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.Rig;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.StateImage;
import org.trapline.machine.storage.DiskImage;

/** A disk in a machine that runs: its slot, its interrupt, its time, its state. */
class MachineWithDiskTest {
    private static final long SLOT = Platform.VIRTIO_BASE + VirtioMmio.SIZE;
    private static final long RINGS = Platform.RAM_BASE + 0x10000;
    private static final long HEADER = RINGS + 0x1000;
    private static final long DATA = RINGS + 0x2000;
    private static final long STATUS = RINGS + 0x3000;

    private final Machine machine = new Machine(new MachineConfig(Rig.ISA, 1, Rig.RAM, value -> { }, 0, true, Set.of()).withVirtio(List.of(
        () -> new VirtioBlock(DiskImage.blank(512), true, "first"), () -> new VirtioBlock(DiskImage.blank(1 << 20), false, "second"))));
    private final Bus bus = machine.platform().bus();

    /** A machine that counts, and whose second disk is about to be written to. */
    private void begin() {
        Code code = Code.here().op(Instruction.ADDI, Code.A0, Code.A0, 1).op(Instruction.JAL, 0, -4);
        machine.boot(code.base(), () -> code.load(machine.platform()));
        machine.run(100);
        long[][] registers = {{0x70, 0}, {0x70, 3}, {0x24, 1}, {0x20, 1}, {0x70, 11}, {0x30, 0}, {0x38, 8}, {0x80, RINGS}, {0x90, RINGS + 0x100},
            {0xa0, RINGS + 0x200}, {0x44, 1}, {0x70, 15}};
        for (long[] each : registers) {
            bus.write(SLOT + each[0], 4, each[1]);
        }
        bus.write(HEADER, 4, 1);
        bus.write(HEADER + 8, 8, 3);
        bus.write(DATA, 8, 0x0123_4567_89ab_cdefL);
        long[][] chain = {{HEADER, 16, 1}, {DATA, 512, 1}, {STATUS, 1, 2}};
        for (int i = 0; i < chain.length; i++) {
            bus.write(RINGS + 16L * i, 8, chain[i][0]);
            bus.write(RINGS + 16L * i + 8, 4, chain[i][1]);
            bus.write(RINGS + 16L * i + 12, 4, chain[i][2] | i + 1L << 16);
        }
        bus.write(RINGS + 0x102, 2, 1);
        bus.write(SLOT + 0x50, 4, 0);
    }

    private boolean isDone() {
        return bus.read(RINGS + 0x202, 2) == 1;
    }

    @Test
    void slotsHaveTheirDevicesAndTheOthersAreEmpty() {
        begin();
        for (int slot = 0; slot < Platform.VIRTIO_SLOTS; slot++) {
            assertEquals(0x7472_6976, bus.read(Platform.VIRTIO_BASE + 0x1000L * slot, 4));
            assertEquals(slot < 2 ? 2 : 0, bus.read(Platform.VIRTIO_BASE + 0x1000L * slot + 8, 4));
        }
    }

    @Test
    void aRequestIsDoneAtItsCycleAndInterrupts() {
        begin();
        long cycles = 10 * (VirtioBlock.ACCESS_TICKS + VirtioBlock.SECTOR_TICKS);
        machine.run(cycles - 20);
        assertTrue(!isDone());
        assertEquals(0, bus.read(Platform.PLIC_BASE + 0x1000, 4));
        machine.run(40);
        assertTrue(isDone());
        assertEquals(0, bus.read(STATUS, 1));
        assertEquals(1 << 2, bus.read(Platform.PLIC_BASE + 0x1000, 4), "the second slot is source 2");
    }

    @Test
    void aMachineThatIsBroughtBackHasTheSameFuture() {
        begin();
        machine.run(500);
        StateImage kept = StateImage.of(machine);
        machine.run(5_000);
        assertTrue(isDone());
        String future = machine.digest();
        // Another future: the driver gives up.
        kept.restore(machine);
        bus.write(SLOT + 0x70, 4, 0);
        machine.run(5_000);
        assertNotEquals(future, machine.digest());
        kept.restore(machine);
        assertEquals(kept.digest(), machine.digest());
        machine.run(5_000);
        assertEquals(future, machine.digest());
    }

    @Test
    void aResetOfTheMachineEndsTheRequestAndKeepsTheDisk() {
        begin();
        machine.run(5_000);
        assertTrue(isDone());
        bus.write(Platform.FINISHER_BASE, 4, 0x7777);
        machine.run(100);
        assertEquals(0, bus.read(SLOT + 0x70, 4));
        assertEquals(0, bus.read(SLOT + 0x60, 4));
        byte[] sector = new byte[8];
        VirtioBlock disk = (VirtioBlock) machine.platform().virtio().get(1).device();
        try {
            disk.store().read(3 * 512, sector, 0, 8);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        assertEquals((byte) 0xef, sector[0]);
    }
}
