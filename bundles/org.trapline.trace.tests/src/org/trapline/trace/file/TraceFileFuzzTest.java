// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.testkit.SampleTrace;
import org.trapline.trace.text.TextFormatter;

final class TraceFileFuzzTest {
    @TempDir
    private Path folder;
    private Path path;
    private byte[] whole;

    @BeforeEach
    void writeAFile() throws IOException {
        path = folder.resolve("run.trace");
        TraceFile.save(SampleTrace.of(11, 600), path);
        whole = Files.readAllBytes(path);
    }

    @Test
    void everyChangedByteIsFound() throws IOException {
        Random random = new Random(12);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = corrupted(random);
            if (Arrays.equals(bytes, whole)) {
                continue;
            }
            replaceWith(bytes);
            TraceFileException refused = assertThrows(TraceFileException.class, () -> TraceFile.open(path), "corruption " + i);
            assertTrue(refused.offset() >= 0 && refused.offset() <= bytes.length, refused.getMessage());
            readAll();
        }
    }

    /** A new file each time: to empty an old one makes some file systems wait for the disk, thousands of times here. */
    private void replaceWith(byte[] bytes) throws IOException {
        Files.delete(path);
        Files.write(path, bytes);
    }

    private byte[] corrupted(Random random) {
        byte[] bytes = whole.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                int from = random.nextInt(bytes.length);
                for (int at = from; at < Math.min(bytes.length, from + 1 + random.nextInt(64)); at++) {
                    bytes[at] = (byte) random.nextInt();
                }
            }
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            default -> {
                int from = random.nextInt(bytes.length);
                int length = random.nextInt(bytes.length - from);
                System.arraycopy(whole, from, bytes, random.nextInt(bytes.length - length), length);
            }
        }
        return bytes;
    }

    /** What no accident makes, but a malicious file may have: damage under a checksum that is right. */
    @Test
    void nonsenseUnderRightChecksumsIsReadOrRefusedAndNothingElse() throws IOException {
        Random random = new Random(13);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            replaceWith(withRightChecksums(random));
            try (TraceFile file = TraceFile.open(path)) {
                readAll();
                assertTrue(file.damage().isEmpty());
            } catch (TraceFileException e) {
                refused++;
                readAll();
            }
        }
        assertTrue(refused > 2_500, "most nonsense is noticed: " + refused);
    }

    private byte[] withRightChecksums(Random random) {
        byte[] bytes = whole.clone();
        List<Integer> heads = heads(bytes);
        int at = heads.get(random.nextInt(heads.size()));
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = buffer.getInt(at + 4);
        if (length == 0 || random.nextInt(4) == 0) {
            bytes[at + random.nextInt(20)] ^= (byte) (1 << random.nextInt(8));
        } else {
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[at + Chunk.HEAD_BYTES + random.nextInt(length)] = (byte) random.nextInt();
            }
            buffer.putInt(at + 20, Chunk.crc(Arrays.copyOfRange(bytes, at + Chunk.HEAD_BYTES, at + Chunk.HEAD_BYTES + length), length));
        }
        buffer.putInt(at + 28, Chunk.crc(Arrays.copyOfRange(bytes, at, at + 28), 28));
        return bytes;
    }

    private static List<Integer> heads(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> heads = new ArrayList<>();
        for (int at = FileHead.BYTES; at < bytes.length; at += Chunk.HEAD_BYTES + buffer.getInt(at + 4)) {
            heads.add(at);
        }
        return heads;
    }

    private void readAll() throws IOException {
        try (TraceFile part = TraceFile.recover(path)) {
            TraceEvent event = new TraceEvent();
            TextFormatter formatter = new TextFormatter(part.names());
            StringBuilder line = new StringBuilder();
            for (long seq = part.firstSeq(); seq < part.nextSeq(); seq++) {
                assertTrue(part.read(seq, event));
                if (seq % 64 == 0) {
                    formatter.append(event, line);
                    line.setLength(0);
                }
            }
        } catch (TraceFileException e) {
            assertTrue(e.readableEvents() == 0, "only a file without a readable event has nothing to recover");
        }
    }
}
