// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.trapline.asm.elf.ElfWriter;
import org.trapline.runtime.Guest;

/**
 * The only file that gdb can read from us: the program that runs, as an ELF file with its symbols and source lines, wherever it came from.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Host-I_002fO-Packets.html">Host I/O Packets</a>
 */
final class ProgramFile {
    private static final String DESCRIPTOR = "1";
    private static final String NO_SUCH_FILE = "F-1,2";
    private static final String NOT_OPEN = "F-1,9";
    private static final String READ_ONLY = "F-1,1e";
    private static final int ACCESS_MODE = 3;
    private static final int STAT_BYTES = 64;
    private static final int REGULAR_AND_READABLE = 0100444;

    private final Guest guest;
    private byte[] contents;

    ProgramFile(Guest guest) {
        this.guest = guest;
    }

    /** Returns what gdb is to call it. */
    String name() {
        return "/" + guest.name() + ".elf";
    }

    /** Answers what follows {@code vFile:}. */
    String answer(String rest) throws PacketException {
        String[] parts = rest.split(":", 2);
        String[] arguments = parts.length == 2 ? parts[1].split(",", -1) : new String[0];
        return switch (parts[0]) {
            case "setfs" -> "F0";
            case "open" -> open(arguments);
            case "pread" -> read(arguments);
            case "fstat" -> isOpen(arguments, 1) ? stat() : NOT_OPEN;
            case "close" -> isOpen(arguments, 1) ? "F0" : NOT_OPEN;
            default -> "";
        };
    }

    private String open(String[] arguments) throws PacketException {
        if (arguments.length != 3) {
            throw new PacketException();
        }
        if ((Hex.number(arguments[1]) & ACCESS_MODE) != 0) {
            return READ_ONLY;
        }
        if (!new String(Hex.bytes(arguments[0]), StandardCharsets.UTF_8).equals(name())) {
            return NO_SUCH_FILE;
        }
        if (contents == null) {
            contents = ElfWriter.executable(guest.plan().program().image());
        }
        return "F" + DESCRIPTOR;
    }

    private boolean isOpen(String[] arguments, int count) throws PacketException {
        if (arguments.length != count) {
            throw new PacketException();
        }
        return contents != null && arguments[0].equals(DESCRIPTOR);
    }

    private String read(String[] arguments) throws PacketException {
        if (!isOpen(arguments, 3)) {
            return NOT_OPEN;
        }
        int from = Math.min(Hex.count(arguments[2]), contents.length);
        // Hiding characters may double the length.
        int length = Math.min(Math.min(Hex.count(arguments[1]), PacketReader.LONGEST / 2 - 16), contents.length - from);
        String data = new String(Arrays.copyOfRange(contents, from, from + length), StandardCharsets.ISO_8859_1);
        return "F" + Hex.of(length) + ";" + PacketWriter.escape(data);
    }

    // The protocol's own struct stat, big-endian: seven words, three doublewords of which the first is the size, three words of times.
    private String stat() {
        ByteBuffer stat = ByteBuffer.allocate(STAT_BYTES);
        stat.putInt(2 * Integer.BYTES, REGULAR_AND_READABLE).putLong(7 * Integer.BYTES, contents.length);
        return "F" + Hex.of(STAT_BYTES) + ";" + PacketWriter.escape(new String(stat.array(), StandardCharsets.ISO_8859_1));
    }
}
