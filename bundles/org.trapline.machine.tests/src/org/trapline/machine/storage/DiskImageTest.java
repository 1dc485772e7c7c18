// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.StateImage;

class DiskImageTest {
    @TempDir
    Path directory;

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private Path file(int length) throws IOException {
        return Files.write(directory.resolve("disk.img"), random(length));
    }

    private static byte[] contents(BlockStore store) throws IOException {
        byte[] bytes = new byte[(int) store.size()];
        store.read(0, bytes, 0, bytes.length);
        return bytes;
    }

    @Test
    void aDiskOfAFileHasItsContents() throws IOException {
        try (DiskImage disk = DiskImage.of(file(10_000))) {
            assertArrayEquals(random(10_000), contents(disk));
        }
    }

    @Test
    void randomWritesAndZeroesReadBackAsOnAPlainArray() throws IOException {
        try (DiskImage disk = DiskImage.of(file(50_000))) {
            byte[] expected = random(50_000);
            Random random = new Random(1);
            for (int i = 0; i < 2_000; i++) {
                int at = random.nextInt(expected.length);
                int length = random.nextInt(Math.min(9_000, expected.length - at) + 1);
                if (random.nextInt(3) == 0) {
                    disk.zero(at, length);
                    Arrays.fill(expected, at, at + length, (byte) 0);
                } else {
                    byte[] bytes = new byte[length];
                    random.nextBytes(bytes);
                    disk.write(at, bytes, 0, length);
                    System.arraycopy(bytes, 0, expected, at, length);
                }
            }
            assertArrayEquals(expected, contents(disk));
        }
    }

    @Test
    void theFileStaysUntilTheDiskIsCommitted() throws IOException {
        Path file = file(9_000);
        try (DiskImage disk = DiskImage.of(file)) {
            byte[] changed = random(9_000);
            Arrays.fill(changed, 4_000, 8_999, (byte) 7);
            disk.write(0, changed, 0, changed.length);
            assertArrayEquals(random(9_000), Files.readAllBytes(file));
            disk.commit();
            assertArrayEquals(changed, Files.readAllBytes(file));
        }
    }

    @Test
    void aDiskLargerThanItsFileGoesOnWithZeros() throws IOException {
        try (DiskImage disk = DiskImage.of(file(5_000), 1 << 20)) {
            assertArrayEquals(Arrays.copyOf(random(5_000), 1 << 20), contents(disk));
        }
    }

    @Test
    void nothingIsReadOrWrittenBeyondTheEnd() {
        DiskImage disk = DiskImage.blank(1000);
        assertThrows(IndexOutOfBoundsException.class, () -> disk.read(999, new byte[2], 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> disk.write(-1, new byte[2], 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> disk.zero(Long.MAX_VALUE, 2));
    }

    @Test
    void aSliceIsAllThatItsOwnerReaches() throws IOException {
        DiskImage whole = DiskImage.blank(30_000);
        DiskSlice first = new DiskSlice(whole, 0, 10_000);
        DiskSlice second = new DiskSlice(whole, 10_000, 20_000);
        second.write(0, random(20_000), 0, 20_000);
        assertArrayEquals(new byte[10_000], contents(first));
        assertArrayEquals(random(20_000), contents(second));
        assertThrows(IndexOutOfBoundsException.class, () -> first.read(9_999, new byte[2], 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> new DiskSlice(whole, 20_000, 10_001));
    }

    @Test
    void aBlankDiskTakesNoRoomUntilItIsWritten() throws IOException {
        long size = 4L << 30;
        DiskImage huge = DiskImage.blank(size);
        assertFalse(huge.isChanged());
        huge.write(size - 3, new byte[] {1, 2, 3}, 0, 3);
        byte[] end = new byte[4];
        huge.read(size - 4, end, 0, 4);
        assertArrayEquals(new byte[] {0, 1, 2, 3}, end);
        assertEquals(true, huge.isChanged());
    }

    @Test
    void aStateBringsBackWhatWasWrittenAndWhatWasMadeZero() throws IOException {
        try (DiskImage disk = DiskImage.of(file(20_000))) {
            disk.zero(0, 8_192);
            disk.write(9_000, new byte[] {1, 2, 3}, 0, 3);
            byte[] before = contents(disk);
            StateImage kept = StateImage.of(disk);
            disk.write(0, random(20_000), 0, 20_000);
            kept.restore(disk);
            assertArrayEquals(before, contents(disk));
            assertEquals(kept.digest(), StateImage.of(disk).digest());
        }
    }

    @Test
    void aStateOfAnotherFileIsRefused() throws IOException {
        StateImage kept;
        try (DiskImage disk = DiskImage.of(file(20_000))) {
            kept = StateImage.of(disk);
        }
        byte[] other = random(20_000);
        other[19_999]++;
        Files.write(directory.resolve("disk.img"), other);
        try (DiskImage disk = DiskImage.of(directory.resolve("disk.img"))) {
            assertThrows(StateException.class, () -> kept.restore(disk));
            assertArrayEquals(other, contents(disk));
        }
    }

    @Test
    void aChecksumIsOfAllOfTheFileAndOfNothingElse() throws IOException {
        Path path = file(3 << 20);
        byte[] bytes = Files.readAllBytes(path);
        String before;
        try (DiskImage disk = DiskImage.of(path, 4 << 20)) {
            disk.write(0, new byte[] {1}, 0, 1);
            before = disk.checksum();
            assertTrue(before.startsWith(bytes.length + " bytes, CRC-32C "), before);
        }
        // In the middle, where a glance at both ends sees nothing.
        bytes[3 << 19]++;
        Files.write(path, bytes);
        try (DiskImage disk = DiskImage.of(path, 4 << 20)) {
            assertNotEquals(before, disk.checksum());
        }
        assertEquals("", DiskImage.blank(512).checksum());
    }

    @Test
    void aFileThatSomebodyElseHasChangedIsNotWrittenTo() throws IOException {
        Path path = file(20_000);
        try (DiskImage disk = DiskImage.of(path)) {
            disk.write(0, new byte[] {1}, 0, 1);
            byte[] others = random(30_000);
            Files.write(path, others);
            assertEquals("'" + path + "' has been changed by somebody else since it was opened", assertThrows(IOException.class, disk::commit).getMessage());
            assertThrows(IOException.class, disk::checksum);
            assertArrayEquals(others, Files.readAllBytes(path));
            Files.delete(path);
            assertEquals("'" + path + "' has gone since it was opened", assertThrows(IOException.class, disk::commit).getMessage());
            assertFalse(Files.exists(path));
        }
    }

    @Test
    void whatIsMissingIsNotTakenForZeros() throws IOException {
        Path path = file(20_000);
        try (DiskImage disk = DiskImage.of(path)) {
            try (FileChannel other = FileChannel.open(path, StandardOpenOption.WRITE)) {
                other.truncate(5_000);
            }
            assertEquals("'" + path + "' ends at byte 5000, but had 20000 when it was opened",
                assertThrows(IOException.class, () -> contents(disk)).getMessage());
        }
    }

    @Test
    void aDiskCanBeCommittedAgainAndAgain() throws IOException {
        Path path = file(9_000);
        try (DiskImage disk = DiskImage.of(path)) {
            for (byte value = 1; value < 4; value++) {
                disk.write(8_999, new byte[] {value}, 0, 1);
                disk.commit();
                assertEquals(value, Files.readAllBytes(path)[8_999]);
            }
        }
    }

    /** Whatever others do to the file: bytes are what they were, or reading fails with one sentence. */
    @Test
    void tenThousandFilesThatAreTamperedWithGiveTheirBytesOrAnError() throws IOException {
        Random random = new Random(10_000);
        int failed = 0;
        for (int round = 0; round < 10_000; round++) {
            Path path = Files.write(directory.resolve("d" + round), random(1 + random.nextInt(30_000)));
            byte[] before = Files.readAllBytes(path);
            long size = random.nextInt(3) == 0 ? before.length + random.nextInt(10_000) : before.length;
            try (DiskImage disk = DiskImage.of(path, size)) {
                byte[] expected = Arrays.copyOf(before, (int) size);
                boolean same = tamper(path, random);
                int at = random.nextInt(expected.length);
                disk.write(at, new byte[] {5}, 0, 1);
                expected[at] = 5;
                byte[] found = contents(disk);
                if (same) {
                    assertArrayEquals(expected, found);
                    disk.checksum();
                } else {
                    assertThrows(IOException.class, disk::checksum);
                    assertThrows(IOException.class, disk::commit);
                }
            } catch (IOException e) {
                assertTrue(e.getMessage().startsWith("'" + path + "' "), e.getMessage());
                failed++;
            }
            Files.deleteIfExists(path);
        }
        assertTrue(failed > 1_000 && failed < 9_000, failed + " failed");
    }

    /** Returns whether the file is as it was. */
    private static boolean tamper(Path path, Random random) throws IOException {
        int length = (int) Files.size(path);
        switch (random.nextInt(6)) {
            case 0 -> Files.delete(path);
            case 1 -> {
                Files.delete(path);
                Files.write(path, new byte[length]);
            }
            case 2 -> Files.write(path, new byte[length + 1 + random.nextInt(10_000)]);
            case 3, 4 -> {
                try (FileChannel other = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    other.truncate(random.nextInt(length));
                }
            }
            default -> {
                return true;
            }
        }
        return false;
    }

    @Test
    void whatIsNoFileIsRefused() {
        assertThrows(IOException.class, () -> DiskImage.of(directory));
        assertThrows(IOException.class, () -> DiskImage.of(directory.resolve("none.img")));
    }
}
