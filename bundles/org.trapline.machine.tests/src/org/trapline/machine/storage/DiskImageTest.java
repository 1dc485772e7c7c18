// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void whatIsNoFileIsRefused() {
        assertThrows(IOException.class, () -> DiskImage.of(directory));
        assertThrows(IOException.class, () -> DiskImage.of(directory.resolve("none.img")));
    }
}
