// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Instruction;
import org.trapline.isa.Privilege;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.device.virtio.balloon.VirtioBalloon;
import org.trapline.machine.firmware.SupervisorTimer;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.StateImage;

/** A guest gives pages back by its balloon, and others have them then. */
class BalloonTest {
    private static final int PAGE = 4096;
    private static final long RINGS = Platform.RAM_BASE + 0x2000;
    private static final long LIST = Platform.RAM_BASE + 0x3000;
    private static final int SIZE = 8;

    private Machine machine;
    private Hypervisor hypervisor;
    private Domain guest;
    private final int[] posted = new int[2];

    @BeforeEach
    void createGuest() {
        // After its own and the tables there are frames for the guest, and a hundred more.
        final long needed = Hypervisor.OWN_MEMORY + 2 * (1 << 20) + Lab.GUEST_MEMORY + 100 * PAGE;
        machine = new Machine(new MachineConfig(Lab.ISA, 1, needed + Platform.deviceTreeRoom(needed), c -> { }, 0, true, Set.of()));
        final SupervisorTimer timer = new SupervisorTimer(machine.platform().mtimer());
        hypervisor = new Hypervisor(machine.platform(), timer::arm, HypervisorConfig.standard(0));
        machine.platform().harts().forEach(hart -> hart.setResident(Privilege.M, (h, cause) -> timer.fired(h)));
        guest = hypervisor.create(config("guest", 0));
        guest.load(Platform.RAM_BASE, new Program().add(Instruction.JAL, 0, 0).bytes());
        machine.boot(Platform.RAM_BASE, hypervisor::boot);
        machine.run(100);
        start();
    }

    private static DomainConfig config(final String name, final int id) {
        return new DomainConfig(name, id, Lab.ISA, 1, Lab.GUEST_MEMORY, false, true, c -> { })
            .withVirtio(List.of(VirtioBalloon::new)).withGivingBack(true);
    }

    private Bus bus() {
        return guest.platform().bus();
    }

    private void register(final int offset, final long value) {
        bus().write(Platform.VIRTIO_BASE + offset, 4, value & 0xffff_ffffL);
    }

    private void start() {
        register(0x70, 0);
        register(0x70, 3);
        register(0x24, 1);
        register(0x20, 1);
        register(0x70, 11);
        for (int queue = 0; queue < 2; queue++) {
            register(0x30, queue);
            register(0x38, SIZE);
            final long rings = RINGS + 0x400L * queue;
            final long[] places = {rings, rings + 0x100, rings + 0x200};
            for (int i = 0; i < places.length; i++) {
                register(0x80 + 0x10 * i, places[i]);
                register(0x84 + 0x10 * i, places[i] >>> 32);
            }
            register(0x44, 1);
        }
        register(0x70, 15);
    }

    /** Puts pages into a queue, by their numbers from the start of the guest's memory. */
    private void post(final int queue, final int first, final int count) {
        for (int i = 0; i < count; i++) {
            bus().write(LIST + 4L * i, 4, (Platform.RAM_BASE >>> 12) + first + i);
        }
        final long rings = RINGS + 0x400L * queue;
        bus().write(rings, 8, LIST);
        bus().write(rings + 8, 8, 4L * count);
        bus().write(rings + 0x104 + 2L * (posted[queue] % SIZE), 2, 0);
        bus().write(rings + 0x102, 2, ++posted[queue]);
        register(0x50, queue);
        guest.wake();
        machine.run(5_000);
    }

    private boolean isDone(final int queue) {
        return bus().read(RINGS + 0x400L * queue + 0x202, 2) == posted[queue];
    }

    private void touch(final int first, final int count) {
        for (int i = 0; i < count; i++) {
            bus().write(Platform.RAM_BASE + (long) (first + i) * PAGE, 8, 0x1234 + i);
        }
    }

    @Test
    void pagesInTheBalloonAreNobodysAndZeroWhenTheyAreWantedAgain() {
        touch(20, 50);
        final long before = guest.resident();
        final long free = hypervisor.memory().available();
        post(0, 20, 50);
        assertTrue(isDone(0));
        assertEquals(before - 50 * PAGE, guest.resident(), 2 * PAGE);
        assertEquals(free + 50 * PAGE, hypervisor.memory().available(), 2 * PAGE);
        post(1, 20, 50);
        assertTrue(isDone(1));
        for (int i = 0; i < 50; i++) {
            assertEquals(0, bus().read(Platform.RAM_BASE + (long) (20 + i) * PAGE, 8));
        }
    }

    @Test
    void anotherGuestGetsWhatOneHasGivenBackAndTheFirstWaitsUntilItIsThere() {
        assertThrows(IllegalArgumentException.class, () -> hypervisor.create(config("other", 1)));
        touch(20, 200);
        post(0, 20, 200);
        final Domain other = hypervisor.create(config("other", 1));
        assertEquals(2, hypervisor.domains().size());
        post(1, 20, 200);
        assertFalse(isDone(1), "there is no memory for it");
        hypervisor.delete(other);
        machine.run(200_000);
        assertTrue(isDone(1));
        touch(20, 200);
        assertEquals(LifeCycle.RUNNING, guest.lifeCycle());
    }

    @Test
    void whoUsesWhatItHasGivenBackIsStoppedIfOthersHaveItAndHarmsNobody() {
        touch(20, 200);
        post(0, 20, 200);
        final Domain other = hypervisor.create(config("other", 1));
        for (int i = 0; i < 200; i++) {
            other.platform().bus().write(Platform.RAM_BASE + (long) i * PAGE, 8, 77);
        }
        final byte[] before = other.platform().bus().look(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY);
        touch(20, 200);
        assertEquals(LifeCycle.CRASHED, guest.lifeCycle());
        assertArrayEquals(before, other.platform().bus().look(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY));
        // What is promised to the other is there.
        for (int i = 200; i < 256; i++) {
            other.platform().bus().write(Platform.RAM_BASE + (long) i * PAGE, 8, 77);
        }
        assertEquals(LifeCycle.DEFINED, other.lifeCycle());
    }

    @Test
    void numbersOfPagesThatAreNotTheGuestsDoNothing() {
        bus().write(LIST, 8, 0);
        final long free = hypervisor.memory().available();
        for (int i = 0; i < 8; i++) {
            bus().write(LIST + 4L * i, 4, new long[] {0, 1, 0xffff_ffffL, 0x7_ffff, 0x8_0100, 0x8_0200, 0x10000, 0xdead_beefL}[i]);
        }
        bus().write(RINGS, 8, LIST);
        bus().write(RINGS + 8, 8, 32);
        bus().write(RINGS + 0x104, 2, 0);
        bus().write(RINGS + 0x102, 2, ++posted[0]);
        register(0x50, 0);
        guest.wake();
        machine.run(5_000);
        assertTrue(isDone(0));
        assertEquals(free, hypervisor.memory().available());
        assertEquals(LifeCycle.RUNNING, guest.lifeCycle());
    }

    @Test
    void theGuestIsAskedAndTheStateKeepsWhatItHasGiven() {
        guest.setMemoryTarget(Lab.GUEST_MEMORY - 64 * PAGE);
        assertEquals(64, bus().read(Platform.VIRTIO_BASE + 0x100, 4));
        touch(20, 50);
        post(0, 20, 50);
        final StateImage kept = StateImage.of(machine);
        final String digest = machine.digest();
        final long resident = guest.resident();
        post(1, 20, 50);
        touch(20, 50);
        kept.restore(machine);
        assertEquals(digest, machine.digest());
        assertEquals(resident, guest.resident());
        assertThrows(IllegalArgumentException.class, () -> guest.setMemoryTarget(Lab.GUEST_MEMORY + PAGE));
        assertThrows(IllegalArgumentException.class, () -> guest.setMemoryTarget(100));
    }

    @Test
    void memoryInOnePieceIsThereForAnotherEvenIfPagesAreInTheWay() {
        touch(20, 200);
        final byte[] before = bus().look(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY);
        // 356 frames are in all; the guest has some of each end of what is left.
        touch(0, 1);
        post(0, 222, 10);
        final long most = hypervisor.memory().available() - 256 * PAGE;
        assertTrue(most < 1 << 20);
        final Domain other = hypervisor.create(new DomainConfig("other", 1, Lab.ISA, 1, 64 * PAGE, false, true, c -> { }));
        assertEquals(64 * PAGE, other.memory().size());
        final byte[] after = bus().look(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY);
        assertArrayEquals(java.util.Arrays.copyOfRange(before, 0x4000, before.length), java.util.Arrays.copyOfRange(after, 0x4000, after.length));
    }
}
