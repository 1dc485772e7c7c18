// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.ADDI;
import static org.trapline.isa.Instruction.JAL;
import static org.trapline.isa.Instruction.SD;
import static org.trapline.machine.Code.A0;
import static org.trapline.machine.Code.S0;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.machine.Code;
import org.trapline.machine.InputEvent;
import org.trapline.machine.Rig;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.file.SnapshotFile;
import org.trapline.machine.state.file.SnapshotFileException;

/** Snapshots in files: whole or refused. */
class SnapshotFileTest {
    @TempDir
    Path folder;

    private static Code counting() {
        return Code.here().li(S0, Platform.RAM_BASE + 0x10000).op(ADDI, A0, A0, 1).op(SD, A0, 0, S0).op(ADDI, S0, S0, 8).op(JAL, 0, -12);
    }

    private static Rig running() {
        Rig rig = Rig.of(counting());
        rig.machine.run(20_000);
        rig.machine.type("typed ahead".getBytes(StandardCharsets.US_ASCII));
        rig.machine.run(20_000);
        return rig;
    }

    private byte[] bytes(Rig rig) throws IOException {
        Path file = folder.resolve("a.snapshot");
        SnapshotFile.write(file, rig.machine.snapshot());
        return Files.readAllBytes(file);
    }

    @Test
    void aMachineGoesOnFromAFile() throws IOException {
        Rig rig = running();
        byte[] file = bytes(rig);
        assertTrue(file.length < 200_000, "pages of zeros take no room, others are deflated: " + file.length);
        rig.machine.run(12_345);
        Rig other = Rig.of(counting());
        Snapshot snapshot = SnapshotFile.read(file);
        assertEquals("40000", snapshot.about().get("instructions"));
        other.machine.restore(snapshot);
        other.machine.run(12_345);
        assertEquals(rig.machine.digest(), other.machine.digest());
        assertEquals(rig.machine.inputLog(), other.machine.inputLog());
        assertEquals(rig.machine.typedAhead(0), other.machine.typedAhead(0));
    }

    @Test
    void whatIsNotedToComeIsKept() throws IOException {
        Rig rig = Rig.of(counting());
        rig.platform().uart().listen();
        rig.machine.replay(List.of(new InputEvent(30_000, 0, 'x')));
        rig.machine.run(20_000);
        byte[] file = bytes(rig);
        rig.machine.run(20_000);
        Rig other = Rig.of(counting());
        other.machine.restore(SnapshotFile.read(file));
        other.machine.run(20_000);
        assertEquals(1, other.machine.inputLog().size());
        assertEquals(rig.machine.digest(), other.machine.digest());
    }

    @Test
    void theSameStateIsTheSameFile() throws IOException {
        assertArrayEquals(bytes(running()), bytes(running()));
    }

    @Test
    void nothingIsLeftBesideTheFile() throws IOException {
        bytes(running());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of("a.snapshot"), files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void tenThousandDamagedFilesAreAllRefused() throws IOException {
        byte[] file = bytes(running());
        Random random = new Random(10_000);
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = file.clone();
            switch (random.nextInt(4)) {
                case 0 -> damaged = Arrays.copyOf(file, random.nextInt(file.length));
                case 1 -> damaged[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> {
                    int at = random.nextInt(file.length);
                    byte[] garbage = new byte[Math.min(file.length - at, 1 + random.nextInt(64))];
                    random.nextBytes(garbage);
                    garbage[0] = (byte) ~file[at];
                    System.arraycopy(garbage, 0, damaged, at, garbage.length);
                }
                default -> damaged = Arrays.copyOf(file, file.length + 1 + random.nextInt(100));
            }
            byte[] given = damaged;
            SnapshotFileException refused = assertThrows(SnapshotFileException.class, () -> SnapshotFile.read(given));
            assertTrue(refused.getMessage().length() > 10);
        }
    }

    @Test
    void aForgedStateIsRefusedOrRunsButNeverBreaksTheMachine() {
        Rig rig = running();
        Snapshot good = rig.machine.snapshot();
        StateImage image = good.state("machine");
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] data = image.data().clone();
            for (int hits = random.nextInt(8); hits >= 0; hits--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt();
            }
            Map<String, StateImage> states = new LinkedHashMap<>(good.states());
            states.put("machine", new StateImage(data, image.memories()));
            try {
                rig.machine.restore(new Snapshot(good.about(), states));
                rig.machine.run(200, rig.machine.current().cycle() + 200);
            } catch (StateException expected) {
                assertTrue(!expected.getMessage().isBlank());
            }
        }
        rig.machine.restore(good);
        assertEquals(image.digest(), rig.machine.digest());
    }

    @Test
    void messagesNameWhatIsWrong() throws IOException {
        byte[] file = bytes(running());
        byte[] version = file.clone();
        version[8] = 7;
        assertMessage("a snapshot of version 7; this program reads version 1", version);
        assertMessage("not a snapshot: the file does not begin as one does", "ELF".getBytes(StandardCharsets.US_ASCII));
        assertMessage("the snapshot is cut off: it ends within its head", Arrays.copyOf(file, 10));
        byte[] flipped = file.clone();
        flipped[40] ^= 1;
        assertMessage("the snapshot is damaged: section 0 (INFO) at byte 12 does not have its checksum", flipped);
        assertMessage("something follows the end of the snapshot, at byte " + file.length, Arrays.copyOf(file, file.length + 1));
    }

    private static void assertMessage(String expected, byte[] file) {
        assertEquals(expected, assertThrows(SnapshotFileException.class, () -> SnapshotFile.read(file)).getMessage());
    }

    @Test
    void aMachineOfAnotherShapeRefusesAndStaysAsItIs() throws IOException {
        Snapshot snapshot = SnapshotFile.read(bytes(running()));
        assertRefused("harts is 1 in the state, 2 in this machine", Rig.withHarts(2, counting()), snapshot);
        assertRefused("isa is rv64ima_zicsr_zifencei in the state, rv64imac_zicsr_zifencei in this machine",
            Rig.withIsa("rv64imac_zicsr_zifencei", counting()), snapshot);
        assertRefused("the state does not fit this machine: expected a part platform.firmware, found the end",
            Rig.withFirmware(1, counting()), snapshot);
    }

    private static void assertRefused(String message, Rig rig, Snapshot snapshot) {
        rig.machine.run(100);
        String before = rig.machine.digest();
        assertEquals(message, assertThrows(StateException.class, () -> rig.machine.restore(snapshot)).getMessage());
        assertEquals(before, rig.machine.digest());
    }
}
