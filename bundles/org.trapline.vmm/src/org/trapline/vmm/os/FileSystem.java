// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.os;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** Files of an operating system, in its memory: one directory, shared by all processes. */
public final class FileSystem implements Stateful {
    private static final int MOST_FILES = 1 << 12;
    /** A file has no more bytes than this. */
    static final int MOST_BYTES = 1 << 24;

    private final TreeMap<String, byte[]> files = new TreeMap<>();

    /** Makes a file, or gives it other contents. */
    public void put(final String name, final byte[] contents) {
        files.put(name, contents.clone());
    }

    /** Returns what a file holds, or null if there is none of that name. */
    public byte[] contents(final String name) {
        final byte[] found = files.get(name);
        return found == null ? null : found.clone();
    }

    boolean exists(final String name) {
        return files.containsKey(name);
    }

    boolean hasRoom() {
        return files.size() < MOST_FILES;
    }

    int size(final String name) {
        return files.get(name).length;
    }

    byte[] read(final String name, final long at, final int length) {
        final byte[] all = files.get(name);
        final int from = (int) Math.min(at, all.length);
        return Arrays.copyOfRange(all, from, Math.min(all.length, from + length));
    }

    /** Writes, if the file does not get too large; returns whether it has. */
    boolean write(final String name, final long at, final byte[] bytes) {
        if (at + bytes.length > MOST_BYTES) {
            return false;
        }
        final byte[] before = files.get(name);
        final byte[] after = Arrays.copyOf(before, (int) Math.max(before.length, at + bytes.length));
        System.arraycopy(bytes, 0, after, (int) at, bytes.length);
        files.put(name, after);
        return true;
    }

    @Override
    public void exchange(final StateExchange state) {
        final byte[] names = state.bytes("names", String.join("\n", files.keySet()).getBytes(StandardCharsets.UTF_8), 1 << 20);
        if (state.isRestoring()) {
            final TreeMap<String, byte[]> restored = new TreeMap<>();
            if (names.length > 0) {
                for (final String name : new String(names, StandardCharsets.UTF_8).split("\n")) {
                    restored.put(name, new byte[0]);
                }
            }
            files.clear();
            files.putAll(restored);
        }
        files.replaceAll((name, contents) -> state.bytes("file " + name, contents, MOST_BYTES));
    }
}
