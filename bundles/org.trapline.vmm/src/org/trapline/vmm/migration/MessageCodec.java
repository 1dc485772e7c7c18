// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.migration;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.RamImage;

/**
 * Messages on a wire.
 * <pre>
 *  message  kind (1 byte), length of the body (4), body, CRC-32C of all of that (4)
 *  body     id (8), then by kind:
 *  Hello    count (4), then name and value as texts; text: length (4), UTF-8
 *  Pages    count (4), then for each its index (4), whether it is not zeros (1), and if so its 4096 bytes
 *  State    length (4), bytes; digest as a text; count (4), words (8 each)
 *  Running  count (4), words (8 each)
 *  Want     index (4)
 *  Abort    text
 * </pre>
 * All numbers are big-endian. The other side is not trusted: lengths are held against what has come, and against {@link #MOST}.
 */
public final class MessageCodec {
    /** The longest body. */
    static final int MOST = 1 << 28;

    private static final int FRAME = 1 + 4 + 4;
    private static final int ID = 8;
    private static final int PAGE = 4 + 1 + Ram.PAGE_SIZE;

    private enum Kind {
        HELLO, WELCOME, PAGES, STATE, PREPARED, COMMIT, RUNNING, WANT, ABORT, GONE, SETTLED, NEXT
    }

    private MessageCodec() {
    }

    /** Returns how many bytes so many pages take at most. */
    static long pagesSize(final int pages) {
        return (long) pages * PAGE;
    }

    /** Returns how many bytes a message takes on the wire. */
    static long size(final Message message) {
        return FRAME + ID + switch (message) {
            case Message.Pages pages -> 4L + pages.pages().stream().mapToInt(page -> isZero(page) ? 5 : PAGE).sum();
            case Message.State state -> 12L + state.state().length + state.digest().length() + 8L * state.missing().length;
            case Message.Hello hello -> 4L + hello.shape().entrySet().stream()
                .mapToInt(each -> 8 + utf8(each.getKey()).length + utf8(each.getValue()).length).sum();
            case Message.Abort abort -> 4L + utf8(abort.reason()).length;
            case Message.Running running -> 4L + 8L * running.missing().length;
            case Message.Want _ -> 4L;
            default -> 0L;
        };
    }

    private static boolean isZero(final byte[] page) {
        return page == null || RamImage.isZero(page);
    }

    private static byte[] utf8(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // ---- writing ----

    /** Writes a message. */
    public static void write(final OutputStream out, final Message message) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final DataOutputStream body = new DataOutputStream(bytes);
        body.writeLong(message.id());
        final Kind kind = writeBody(body, message);
        final ByteArrayOutputStream whole = new ByteArrayOutputStream(bytes.size() + FRAME);
        final DataOutputStream frame = new DataOutputStream(whole);
        frame.writeByte(kind.ordinal());
        frame.writeInt(bytes.size());
        bytes.writeTo(frame);
        final CRC32C crc = new CRC32C();
        crc.update(whole.toByteArray());
        frame.writeInt((int) crc.getValue());
        out.write(whole.toByteArray());
    }

    private static Kind writeBody(final DataOutputStream body, final Message message) throws IOException {
        return switch (message) {
            case Message.Hello hello -> {
                body.writeInt(hello.shape().size());
                for (final var each : hello.shape().entrySet()) {
                    writeText(body, each.getKey());
                    writeText(body, each.getValue());
                }
                yield Kind.HELLO;
            }
            case Message.Pages pages -> {
                body.writeInt(pages.pages().size());
                for (int i = 0; i < pages.pages().size(); i++) {
                    final byte[] page = pages.pages().get(i);
                    body.writeInt(pages.indexes().get(i));
                    body.writeBoolean(!isZero(page));
                    if (!isZero(page)) {
                        body.write(page);
                    }
                }
                yield Kind.PAGES;
            }
            case Message.State state -> {
                body.writeInt(state.state().length);
                body.write(state.state());
                writeText(body, state.digest());
                writeWords(body, state.missing());
                yield Kind.STATE;
            }
            case Message.Running running -> {
                writeWords(body, running.missing());
                yield Kind.RUNNING;
            }
            case Message.Want want -> {
                body.writeInt(want.page());
                yield Kind.WANT;
            }
            case Message.Abort abort -> {
                writeText(body, abort.reason());
                yield Kind.ABORT;
            }
            case Message.Welcome _ -> Kind.WELCOME;
            case Message.Prepared _ -> Kind.PREPARED;
            case Message.Commit _ -> Kind.COMMIT;
            case Message.Gone _ -> Kind.GONE;
            case Message.Settled _ -> Kind.SETTLED;
            case Message.Next _ -> Kind.NEXT;
        };
    }

    private static void writeWords(final DataOutputStream body, final long[] words) throws IOException {
        body.writeInt(words.length);
        for (final long word : words) {
            body.writeLong(word);
        }
    }

    private static void writeText(final DataOutputStream body, final String text) throws IOException {
        body.writeInt(utf8(text).length);
        body.write(utf8(text));
    }

    // ---- reading ----

    /**
     * Reads a message.
     * @return null if the other side has closed the connection between two messages
     * @throws IOException if it did so within one, or what came is no message
     */
    public static Message read(final InputStream in) throws IOException {
        final int kind = in.read();
        if (kind < 0) {
            return null;
        }
        final byte[] lengthBytes = exactly(in, 4);
        final int length = new DataInputStream(new ByteArrayInputStream(lengthBytes)).readInt();
        if (kind >= Kind.values().length || length < ID || length > MOST) {
            throw new IOException("what came is no message of a migration");
        }
        final byte[] body = exactly(in, length);
        final CRC32C crc = new CRC32C();
        crc.update(kind);
        crc.update(lengthBytes);
        crc.update(body);
        if (new DataInputStream(new ByteArrayInputStream(exactly(in, 4))).readInt() != (int) crc.getValue()) {
            throw new IOException("a message was damaged on its way");
        }
        final DataInputStream data = new DataInputStream(new ByteArrayInputStream(body));
        final Message message = readBody(Kind.values()[kind], data);
        if (data.available() > 0) {
            throw new IOException("a message is longer than it must be");
        }
        return message;
    }

    private static byte[] exactly(final InputStream in, final int count) throws IOException {
        final byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the connection was closed within a message");
        }
        return bytes;
    }

    private static Message readBody(final Kind kind, final DataInputStream body) throws IOException {
        final long id = body.readLong();
        return switch (kind) {
            case HELLO -> new Message.Hello(id, readShape(body));
            case PAGES -> readPages(id, body);
            case STATE -> {
                final byte[] state = exactly(body, count(body, 1));
                final String digest = readText(body);
                yield new Message.State(id, state, digest, readWords(body));
            }
            case WELCOME -> new Message.Welcome(id);
            case PREPARED -> new Message.Prepared(id);
            case COMMIT -> new Message.Commit(id);
            case RUNNING -> new Message.Running(id, readWords(body));
            case WANT -> new Message.Want(id, body.readInt());
            case ABORT -> new Message.Abort(id, readText(body));
            case GONE -> new Message.Gone(id);
            case SETTLED -> new Message.Settled(id);
            case NEXT -> new Message.Next(id);
        };
    }

    private static long[] readWords(final DataInputStream body) throws IOException {
        final long[] words = new long[count(body, Long.BYTES)];
        for (int i = 0; i < words.length; i++) {
            words[i] = body.readLong();
        }
        return words;
    }

    private static SortedMap<String, String> readShape(final DataInputStream body) throws IOException {
        final SortedMap<String, String> shape = new TreeMap<>();
        for (int left = count(body, 8); left > 0; left--) {
            final String name = readText(body);
            shape.put(name, readText(body));
        }
        return shape;
    }

    private static Message readPages(final long id, final DataInputStream body) throws IOException {
        final int count = count(body, 5);
        final List<Integer> indexes = new ArrayList<>();
        final List<byte[]> pages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            indexes.add(body.readInt());
            pages.add(body.readBoolean() ? exactly(body, Ram.PAGE_SIZE) : null);
        }
        return new Message.Pages(id, indexes, pages);
    }

    private static String readText(final DataInputStream body) throws IOException {
        return new String(exactly(body, count(body, 1)), StandardCharsets.UTF_8);
    }

    /** Reads a count of things that take so many bytes each, at least. */
    private static int count(final DataInputStream body, final int each) throws IOException {
        final int count = body.readInt();
        if (count < 0 || (long) count * each > body.available()) {
            throw new IOException("a message says it has " + Integer.toUnsignedString(count) + " entries, which it has no room for");
        }
        return count;
    }
}
