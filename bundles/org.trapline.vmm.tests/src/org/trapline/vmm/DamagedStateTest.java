// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.isa.Instruction;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.StateImage;
import org.trapline.machine.state.file.SnapshotFile;
import org.trapline.vmm.life.SnapshotTree;
import org.trapline.vmm.migration.Message;
import org.trapline.vmm.migration.MessageCodec;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationSource;
import org.trapline.vmm.migration.MigrationTarget;

/**
 * States of virtual machines that were cut short or damaged: files of suspended ones, trees of snapshots, templates, and what comes over the wire. They are
 * refused with a reason, and then nothing has changed; what is not noticed is at least a state that the machine could be in.
 */
class DamagedStateTest {
    private static final int FILES = 4_000;
    private static final int TREES = 1_000;
    private static final int STATES = 3_000;
    private static final int STREAMS = 2_000;

    @TempDir
    private Path folder;
    private Lab lab;
    private Domain guest;
    private Snapshot kept;
    private String digest;

    @BeforeEach
    void keep() {
        lab = Lab.of(new Program().li(Program.T0, Platform.RAM_BASE + 0x8000).add(Instruction.ADDI, Program.A0, Program.A0, 1)
            .add(Instruction.SD, Program.A0, 0, Program.T0).add(Instruction.JAL, 0, -8));
        lab.hypervisor.setWhenAllEnded(() -> { });
        guest = lab.guests.getFirst();
        lab.run(20_000);
        guest.pause();
        kept = guest.keep();
        digest = guest.digest();
    }

    // ---- damage ----

    private static byte[] damaged(final byte[] good, final Random random) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(good, random.nextInt(good.length));
        }
        final byte[] bytes = random.nextInt(8) == 0 ? Arrays.copyOf(good, good.length + 1 + random.nextInt(40)) : good.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            final int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(16)), (byte) (random.nextBoolean() ? 0 : -1));
                case 2 -> bytes[at] = (byte) random.nextInt(256);
                default -> {
                    final int from = random.nextInt(bytes.length);
                    System.arraycopy(bytes, from, bytes, at, Math.min(random.nextInt(64), bytes.length - Math.max(at, from)));
                }
            }
        }
        return bytes;
    }

    /** Makes the sums of a file's sections right, as somebody would who wants it to be taken. */
    private static byte[] withRightSums(final byte[] file) {
        final ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = 12;
        while (at + 16 <= file.length) {
            final int length = bytes.getInt(at + 4);
            if (length < 0 || length > file.length - at - 16) {
                break;
            }
            final CRC32C sum = new CRC32C();
            sum.update(file, at, 12);
            sum.update(file, at + 16, length);
            bytes.putInt(at + 12, (int) sum.getValue());
            at += 16 + length;
        }
        return file;
    }

    /** Lets a domain go on from a state; tells whether it was taken. */
    private boolean isTaken(final Snapshot state, final String what) {
        try {
            guest.restore(state);
        } catch (final StateException | LifeCycleException e) {
            assertFalse(e.getMessage() == null || e.getMessage().isBlank(), what);
            assertEquals(LifeCycle.PAUSED, guest.lifeCycle(), what);
            assertEquals(digest, guest.digest(), () -> what + ": it was refused, but something has changed: " + e.getMessage());
            return false;
        }
        guest.restore(kept);
        if (guest.lifeCycle() == LifeCycle.RUNNING) {
            guest.pause();
        }
        assertEquals(digest, guest.digest(), what + ": it was taken, and cannot be left again");
        return true;
    }

    // ---- files ----

    @Test
    void damagedFilesOfSuspendedMachinesAreRefused() {
        final Random random = new Random(1);
        final byte[] good = SnapshotFile.bytes(kept);
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            final byte[] bytes = i % 2 == 0 ? damaged(good, random) : withRightSums(damaged(good, random));
            try {
                final Snapshot read = SnapshotFile.read(bytes);
                refused += isTaken(read, "file " + i) ? 0 : 1;
            } catch (final IOException e) {
                assertFalse(e.getMessage() == null || e.getMessage().isBlank(), "file " + i);
                refused++;
            } catch (final StateException e) {
                // Read, but without what a machine has.
                refused++;
            }
        }
        assertTrue(refused > FILES * 9 / 10, refused + " of " + FILES);
    }

    @Test
    void damagedTreesOfSnapshotsAreRefused() throws IOException {
        final SnapshotTree tree = new SnapshotTree();
        tree.add("first", kept);
        tree.add("second", kept);
        final Path file = folder.resolve("tree");
        tree.write(file);
        final byte[] good = Files.readAllBytes(file);
        final Random random = new Random(2);
        int refused = 0;
        for (int i = 0; i < TREES; i++) {
            Files.write(file, i % 2 == 0 ? damaged(good, random) : withRightSums(damaged(good, random)));
            try {
                final SnapshotTree read = SnapshotTree.read(file);
                for (final String name : read.names()) {
                    isTaken(read.snapshot(name), "tree " + i);
                }
            } catch (final IOException | StateException e) {
                assertFalse(e.getMessage() == null || e.getMessage().isBlank(), "tree " + i);
                refused++;
            }
        }
        assertTrue(refused > TREES / 2, refused + " of " + TREES);
    }

    // ---- states ----

    private Snapshot withDamagedFields(final Random random) {
        final Map<String, StateImage> states = new LinkedHashMap<>(kept.states());
        final String name = random.nextInt(5) == 0 ? Domain.COUNTS : Domain.GUEST;
        final StateImage state = kept.state(name);
        states.put(name, new StateImage(damaged(state.data(), random), state.memories()));
        return new Snapshot(kept.about(), states);
    }

    @Test
    void fieldsThatNoMachineHasAreRefusedByMachinesAndByClones() {
        final Random random = new Random(3);
        final long free = lab.hypervisor.freeMemory();
        int refused = 0;
        for (int i = 0; i < STATES; i++) {
            final Snapshot state = withDamagedFields(random);
            refused += isTaken(state, "state " + i) ? 0 : 1;
            if (i % 10 == 0) {
                final Domain made = lab.hypervisor.create(new DomainConfig("copy", 9, Lab.ISA, 1, Lab.GUEST_MEMORY, false, true, c -> { }));
                try {
                    lab.hypervisor.adopt(made, state);
                    made.stop();
                    lab.hypervisor.delete(made);
                } catch (final StateException | LifeCycleException e) {
                    assertFalse(e.getMessage().isBlank());
                }
                assertEquals(1, lab.hypervisor.domains().size(), "state " + i);
                assertEquals(free, lab.hypervisor.freeMemory(), "state " + i);
            }
        }
        assertTrue(refused > STATES / 2, refused + " of " + STATES);
    }

    // ---- the wire ----

    /** Returns what a source sends of the guest. */
    private List<Message> sent() {
        guest.resume();
        final Lab away = Lab.of();
        away.hypervisor.setWhenAllEnded(() -> { });
        final List<Message> all = new ArrayList<>();
        final List<Message> answers = new ArrayList<>();
        final MigrationTarget[] target = {null};
        target[0] = new MigrationTarget(arrival(away), answers::add);
        final MigrationSource source = new MigrationSource(1, new Departure(guest), MigrationPolicy.cold(), message -> {
            all.add(message);
            target[0].received(message);
        }, lab.machine.now());
        source.start();
        while (!source.phase().isOver()) {
            while (!answers.isEmpty()) {
                source.received(answers.removeFirst(), lab.machine.now());
            }
            source.advance(source.due() == Long.MAX_VALUE ? lab.machine.now() : source.due());
        }
        assertEquals(MigrationTarget.Phase.RUNNING, target[0].phase());
        return all;
    }

    private static Arrival arrival(final Lab to) {
        return new Arrival(to.hypervisor, shape -> new DomainConfig(shape.get("name"), 5, Lab.ISA, 1, Lab.GUEST_MEMORY, false, true, c -> { }), domain -> { }, 0);
    }

    private static Message damaged(final Message message, final Random random) {
        return switch (message) {
            case Message.State state when random.nextBoolean() -> new Message.State(state.id(), damaged(state.state(), random), state.digest(), state.missing());
            case Message.State state when random.nextBoolean() -> new Message.State(state.id(), state.state(), "", new long[] {random.nextLong()});
            case Message.State state -> new Message.State(state.id(), state.state(), state.digest(), new long[random.nextInt(100)]);
            case Message.Pages pages -> {
                final List<Integer> indexes = new ArrayList<>(pages.indexes());
                indexes.set(random.nextInt(indexes.size()), random.nextBoolean() ? random.nextInt() : random.nextInt(300));
                yield new Message.Pages(pages.id(), indexes, pages.pages());
            }
            default -> message;
        };
    }

    @Test
    void damagedStreamsBringNoMachineThatWasNotSent() throws IOException {
        final List<Message> sent = sent();
        final Lab away = Lab.of();
        away.hypervisor.setWhenAllEnded(() -> { });
        final long free = away.hypervisor.freeMemory();
        final Random random = new Random(4);
        int came = 0;
        for (int i = 0; i < STREAMS; i++) {
            final int at = random.nextInt(sent.size());
            final ByteArrayOutputStream stream = new ByteArrayOutputStream();
            for (int j = 0; j < sent.size(); j++) {
                MessageCodec.write(stream, j == at && i % 2 == 0 ? damaged(sent.get(j), random) : sent.get(j));
            }
            came += receive(away, i % 2 == 0 ? stream.toByteArray() : damaged(stream.toByteArray(), random), "stream " + i) ? 1 : 0;
            assertEquals(free, away.hypervisor.freeMemory(), "stream " + i);
            assertTrue(away.hypervisor.domains().isEmpty(), "stream " + i);
        }
        assertTrue(came < STREAMS / 2, came + " of " + STREAMS + " came all the same");
    }

    /** Returns whether the machine has come; if so, it is the one that was sent. */
    private boolean receive(final Lab away, final byte[] bytes, final String what) {
        final Domain[] here = {null};
        final Arrival arrival = new Arrival(away.hypervisor, shape -> new DomainConfig("guest0", 5, Lab.ISA, 1, Lab.GUEST_MEMORY, false, true, c -> { }),
            domain -> here[0] = domain, 0);
        final MigrationTarget target = new MigrationTarget(arrival, message -> { });
        final ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        try {
            for (Message message = MessageCodec.read(in); message != null; message = MessageCodec.read(in)) {
                target.received(message);
            }
        } catch (final IOException e) {
            assertFalse(e.getMessage() == null || e.getMessage().isBlank(), what);
        }
        target.lost();
        if (target.phase() == MigrationTarget.Phase.PREPARED) {
            target.received(new Message.Abort(target.id(), "it stays"));
        }
        if (here[0] == null) {
            assertTrue(target.phase() == MigrationTarget.Phase.GONE, what + ": " + target.phase());
            return false;
        }
        if (target.phase() == MigrationTarget.Phase.FETCHING) {
            // Pages that never come: it is ended.
            target.sourceDied();
            assertEquals(LifeCycle.CRASHED, here[0].lifeCycle(), what);
        } else {
            here[0].pause();
            assertEquals(digest, here[0].digest(), what + ": another machine has come than was sent");
            here[0].stop();
        }
        away.hypervisor.delete(here[0]);
        return true;
    }
}
