// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.machine.storage.DiskImage;
import org.trapline.vmm.life.SnapshotDiff;
import org.trapline.vmm.life.SnapshotTree;
import org.trapline.vmm.life.Template;

/** Snapshots of single domains, clones and templates. */
class DomainSnapshotTest {
    private static final long DATA = Platform.RAM_BASE + 0x8000;
    private static final long MTIMECMP = Platform.CLINT_BASE + 0x4000;
    private static final long MTIME = Platform.CLINT_BASE + 0xbff8;
    private static final int LIMIT = 40;

    /**
     * Notes the time at each of a series of timer interrupts, with work of odd length in between, and powers off. Wherever time is only a tick off, its
     * memory is another.
     */
    private static Program timed() {
        final Program program = new Program().li(Program.T5, DATA).li(Program.A1, MTIME).li(Program.A0, LIMIT);
        program.csrw(Csr.MIE, 0x80, Program.T0);
        final long loop = program.here();
        program.add(Instruction.LD, Program.T0, 0, Program.A1).add(Instruction.ADDI, Program.T0, Program.T0, 444)
            .li(Program.T1, MTIMECMP).add(Instruction.SD, Program.T0, 0, Program.T1).li(Program.T0, 777);
        final long work = program.here();
        program.add(Instruction.ADDI, Program.T0, Program.T0, -1).add(Instruction.BNE, Program.T0, 0, work - program.here());
        program.add(Instruction.WFI).add(Instruction.CSRRS, Program.T0, Csr.MCYCLE.number(), 0).add(Instruction.SD, Program.T0, 0, Program.T5)
            .add(Instruction.LD, Program.T0, 0, Program.A1).add(Instruction.SD, Program.T0, 8, Program.T5)
            .add(Instruction.ADDI, Program.T5, Program.T5, 256).add(Instruction.ADDI, Program.A0, Program.A0, -1);
        program.add(Instruction.BNE, Program.A0, 0, loop - program.here());
        return program.powerOff();
    }

    private static Program counting() {
        return new Program().li(Program.T0, DATA).add(Instruction.LD, Program.A0, 0, Program.T0).add(Instruction.ADDI, Program.A0, Program.A0, 1)
            .add(Instruction.SD, Program.A0, 0, Program.T0).add(Instruction.JAL, 0, -12);
    }

    private static Lab lab(final Program... programs) {
        final Lab lab = Lab.of(programs);
        lab.hypervisor.setWhenAllEnded(() -> { });
        return lab;
    }

    private static long counted(final Domain domain) {
        return domain.platform().bus().read(DATA, 8);
    }

    private static DomainConfig config(final String name, final int id) {
        return new DomainConfig(name, id, Lab.ISA, 1, Lab.GUEST_MEMORY, false, true, c -> { });
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void fromASnapshotTheSameFutureFollowsBitForBit(final Way way) {
        final Lab lab = Lab.of(way, timed());
        lab.hypervisor.setWhenAllEnded(() -> { });
        final Domain guest = lab.guests.getFirst();
        lab.run(9_999);
        final Snapshot kept = guest.keep();
        lab.run(1_000_000);
        assertEquals(LifeCycle.OFF, guest.lifeCycle());
        final String end = guest.digest();
        for (int i = 0; i < 3; i++) {
            guest.restore(kept);
            lab.run(1_234 + i);
            if (i == 2) {
                // It does not have to have ended to go back.
                guest.restore(kept);
            }
            lab.run(1_000_000);
            assertEquals(LifeCycle.OFF, guest.lifeCycle());
            assertEquals(end, guest.digest());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void howOftenAGuestWasLookedAtShowsInNoDigest(final Way way) {
        final Lab lab = Lab.of(way, counting());
        lab.run(5_000);
        final Domain guest = lab.guests.getFirst();
        guest.pause();
        final String digest = guest.digest();
        assertEquals(digest, guest.digest());
        guest.keep();
        guest.vcpus().getFirst().hart().mmu().protectionChanged();
        assertEquals(digest, guest.digest(), "numbers of what is remembered are nobody's future");
    }

    @Test
    void aSnapshotGoesOnOnAnotherHost(@TempDir final Path folder) throws IOException {
        final Lab first = lab(timed());
        first.run(9_999);
        final SnapshotTree tree = new SnapshotTree();
        tree.add("half", first.guests.getFirst().keep());
        first.run(1_000_000);
        tree.write(folder.resolve("web.tls"));
        final Lab second = lab(counting(), timed());
        second.run(4_321);
        second.guests.getFirst().stop();
        // The same name, as of one that was suspended and is resumed elsewhere.
        final Domain guest = second.hypervisor.create(config("guest0", 5));
        guest.restore(SnapshotTree.read(folder.resolve("web.tls")).snapshot("half"));
        second.guests.get(1).stop();
        second.run(1_000_000);
        assertEquals(first.guests.getFirst().digest(), guest.digest());
        assertEquals(first.guests.getFirst().vcpus().getFirst().nativeInstructions(), guest.vcpus().getFirst().nativeInstructions());
    }

    @Test
    void snapshotsAreATree(@TempDir final Path folder) throws IOException {
        final Lab lab = lab(counting());
        final Domain guest = lab.guests.getFirst();
        final SnapshotTree tree = new SnapshotTree();
        lab.run(5_000);
        tree.add("a", guest.keep());
        lab.run(5_000);
        tree.add("b", guest.keep());
        final long atB = counted(guest);
        guest.restore(tree.goTo("a"));
        assertTrue(counted(guest) < atB);
        lab.run(1_000);
        tree.add("c", guest.keep());
        assertEquals(List.of("b", "c"), tree.children("a"));
        tree.write(folder.resolve("tree"));
        final SnapshotTree read = SnapshotTree.read(folder.resolve("tree"));
        assertEquals(List.of("a", "b", "c"), read.names());
        assertEquals("c", read.current());
        assertEquals("a", read.parent("b"));
        guest.restore(read.goTo("b"));
        assertEquals(atB, counted(guest));
        assertTrue(read.diff("b", "b").isEmpty());
        read.remove("a");
        assertEquals(List.of("b", "c"), read.children(""));
        assertThrows(IllegalArgumentException.class, () -> read.add("b", read.snapshot("c")));
        assertEquals("there is no snapshot 'a'; there are b, c", assertThrows(IllegalArgumentException.class, () -> read.goTo("a")).getMessage());
    }

    @Test
    void aDamagedTreeIsRefused(@TempDir final Path folder) throws IOException {
        final Lab lab = lab(counting());
        lab.run(5_000);
        final SnapshotTree tree = new SnapshotTree();
        tree.add("a", lab.guests.getFirst().keep());
        final Path file = folder.resolve("tree");
        tree.write(file);
        final byte[] whole = Files.readAllBytes(file);
        final Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            final byte[] damaged = i % 2 == 0 ? whole.clone() : Arrays.copyOf(whole, random.nextInt(whole.length));
            if (i % 2 == 0) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, damaged);
            assertThrows(IOException.class, () -> SnapshotTree.read(file));
        }
    }

    @Test
    void theDifferenceIsTheOneThatTheGuestMade() {
        final Lab lab = lab(counting());
        final Domain guest = lab.guests.getFirst();
        lab.run(5_000);
        final Snapshot before = guest.keep();
        lab.run(4_000);
        final SnapshotDiff diff = SnapshotDiff.between(before, guest.keep());
        assertEquals(List.of(8), diff.pages());
        final List<String> registers = diff.registers().stream().map(SnapshotDiff.Field::name).toList();
        assertTrue(registers.contains("platform.hart0.x10"), registers.toString());
        assertTrue(registers.stream().noneMatch("platform.hart0.x5"::equals), registers.toString());
    }

    @Test
    void aSnapshotOfAnotherShapeIsRefusedAndNothingChanges() {
        final Lab lab = lab(counting());
        lab.run(5_000);
        final Snapshot kept = lab.guests.getFirst().keep();
        final Domain larger = lab.hypervisor.create(new DomainConfig("guest0", 9, Lab.ISA, 1, 2 << 20, false, true, c -> { }));
        larger.start();
        lab.run(100_000);
        final long before = larger.platform().bus().read(Platform.RAM_BASE, 8);
        assertThrows(StateException.class, () -> larger.restore(kept));
        assertEquals(LifeCycle.RUNNING, larger.lifeCycle());
        assertEquals(before, larger.platform().bus().read(Platform.RAM_BASE, 8));
        final Domain other = lab.hypervisor.create(config("other", 10));
        assertTrue(assertThrows(StateException.class, () -> other.restore(kept)).getMessage().contains("name is guest0 in the state, other in this machine"));
    }

    @Test
    void aCloneGoesOnByItselfAndSharesWhatNeitherHasChanged() {
        final Lab lab = lab(counting());
        final Domain guest = lab.guests.getFirst();
        lab.run(5_000);
        final Snapshot kept = guest.keep();
        final Domain clone = lab.hypervisor.clone(kept, guest, config("clone", 5));
        assertEquals(counted(guest), counted(clone));
        lab.run(400_000);
        assertTrue(counted(clone) > 10_000 && counted(guest) > 10_000);
        guest.pause();
        final long stands = counted(guest);
        lab.run(100_000);
        assertEquals(stands, counted(guest));
        assertNotEquals(stands, counted(clone));
        final Snapshot later = clone.keep();
        assertEquals(1, later.state(Domain.GUEST).memories().getFirst().pagesBeyond(kept.state(Domain.GUEST).memories().getFirst()),
            "only the page that it counts in is its own");
        clone.reset();
        lab.run(100_000);
        assertEquals(LifeCycle.RUNNING, clone.lifeCycle());
    }

    @Test
    void disksAreKeptAndCloned() throws IOException {
        final Lab lab = lab();
        final DiskImage[] disks = {DiskImage.blank(1 << 20), DiskImage.blank(1 << 20)};
        final DomainConfig first = config("first", 1).withVirtio(List.of(() -> new VirtioBlock(disks[0], false, "vda")));
        final DomainConfig second = config("second", 2).withVirtio(List.of(() -> new VirtioBlock(disks[1], false, "vda")));
        lab.machine.boot(Platform.RAM_BASE, lab.hypervisor::boot);
        final Domain guest = lab.hypervisor.create(first);
        guest.load(Platform.RAM_BASE, counting().bytes());
        guest.start();
        lab.run(1_000);
        final byte[] old = "what was there".getBytes();
        disks[0].write(5_000, old, 0, old.length);
        final Snapshot kept = guest.keep();
        final byte[] later = "and then".getBytes();
        disks[0].write(5_000, later, 0, later.length);
        assertEquals(1, SnapshotDiff.between(kept, guest.keep()).diskPages());
        lab.hypervisor.clone(kept, guest, second);
        final byte[] read = new byte[old.length];
        disks[1].read(5_000, read, 0, read.length);
        assertArrayEquals(old, read);
        disks[1].write(5_000, later, 0, later.length);
        guest.restore(kept);
        disks[0].read(5_000, read, 0, read.length);
        assertArrayEquals(old, read);
    }

    @Test
    void aTemplateMakesInstancesThatShareItsMemory() {
        final Lab lab = lab();
        lab.machine.boot(Platform.RAM_BASE, lab.hypervisor::boot);
        final Domain origin = lab.hypervisor.create(config("golden", 0));
        origin.load(Platform.RAM_BASE, counting().bytes());
        final Template template = Template.of("golden", origin);
        assertEquals(LifeCycle.OFF, origin.lifeCycle());
        lab.hypervisor.delete(origin);
        final int shared = allocated(lab.machine.ram());
        for (int i = 0; i < 10; i++) {
            template.instantiate(lab.hypervisor, config("web" + i, 1 + i));
        }
        assertTrue(allocated(lab.machine.ram()) >= shared, "pages of the template are the instances', too");
        lab.run(3_000_000);
        final List<Domain> instances = lab.hypervisor.domains();
        assertEquals(10, instances.size());
        for (final Domain instance : instances) {
            assertEquals(LifeCycle.RUNNING, instance.lifeCycle());
            assertTrue(counted(instance) > 10_000, instance.name() + " has counted to " + counted(instance));
        }
    }

    @Test
    void anInstanceThatHasTouchedNothingTakesNothingOfTheSizeOfItsMemory() {
        final Lab lab = lab();
        lab.machine.boot(Platform.RAM_BASE, lab.hypervisor::boot);
        final Domain origin = lab.hypervisor.create(config("golden", 0));
        origin.load(Platform.RAM_BASE, counting().bytes());
        origin.start();
        for (long gpa = Platform.RAM_BASE + 0x4000; gpa < Platform.RAM_BASE + Lab.GUEST_MEMORY; gpa += Ram.PAGE_SIZE) {
            origin.platform().bus().write(gpa, 8, gpa);
        }
        final Template template = Template.of("golden", origin);
        template.instantiate(lab.hypervisor, config("first", 1));
        final long before = usedBytes();
        for (int i = 0; i < 10; i++) {
            template.instantiate(lab.hypervisor, config("web" + i, 2 + i));
        }
        final long each = (usedBytes() - before) / 10;
        assertTrue(each < Lab.GUEST_MEMORY / 4, each + " bytes each");
    }

    private static long usedBytes() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static int allocated(final Ram ram) {
        int count = 0;
        for (int i = 0; i < ram.pageCount(); i++) {
            count += ram.isAllocated(i) ? 1 : 0;
        }
        return count;
    }
}
