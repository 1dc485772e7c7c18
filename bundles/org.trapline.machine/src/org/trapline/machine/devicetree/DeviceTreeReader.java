// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.devicetree;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Reads the blob of a device tree, whatever is in it.
 *
 * @implSpec Devicetree Specification v0.4, "Flattened Devicetree (DTB) Format"
 */
public final class DeviceTreeReader {
    private static final int MAGIC = 0xd00dfeed;
    private static final int OLDEST = 16;
    private static final int NEWEST_READABLE = 17;
    private static final int HEADER_BYTES = 40;
    private static final int DEEPEST = 64;
    private static final int BEGIN_NODE = 1;
    private static final int END_NODE = 2;
    private static final int PROPERTY = 3;
    private static final int NOTHING = 4;
    private static final int END = 9;

    private final byte[] bytes;
    private final ByteBuffer blob;
    private final int structureEnd;
    private final int strings;
    private int at;

    private DeviceTreeReader(byte[] file) throws DeviceTreeException {
        if (file.length < HEADER_BYTES || ByteBuffer.wrap(file).getInt(0) != MAGIC) {
            throw new DeviceTreeException("does not begin with d00dfeed; a compiled one (.dtb) is expected");
        }
        blob = ByteBuffer.wrap(file);
        int total = blob.getInt(4);
        if (total < HEADER_BYTES || total > file.length) {
            throw new DeviceTreeException("is cut off: it has " + file.length + " bytes and says " + Integer.toUnsignedLong(total));
        }
        bytes = Arrays.copyOf(file, total);
        if (blob.getInt(24) > NEWEST_READABLE || blob.getInt(20) < OLDEST) {
            throw new DeviceTreeException("is of version " + Integer.toUnsignedLong(blob.getInt(20)) + ", and 17 is expected");
        }
        at = offset(8, "structure");
        strings = offset(12, "strings");
        structureEnd = total;
    }

    /**
     * Reads a blob.
     * @throws DeviceTreeException if it is damaged
     */
    public static DeviceTree read(byte[] file) throws DeviceTreeException {
        DeviceTreeReader reader = new DeviceTreeReader(file);
        return new DeviceTree(reader.root(), reader.reservations());
    }

    private int offset(int field, String what) throws DeviceTreeException {
        int offset = blob.getInt(field);
        if (offset < HEADER_BYTES || offset > bytes.length || (offset & 3) != 0 && !what.equals("strings")) {
            throw new DeviceTreeException("is damaged: its " + what + " begin at " + Integer.toUnsignedLong(offset));
        }
        return offset;
    }

    private List<DeviceTree.Reservation> reservations() throws DeviceTreeException {
        List<DeviceTree.Reservation> list = new ArrayList<>();
        for (int entry = offset(16, "reservations"); entry <= bytes.length - 16; entry += 16) {
            long address = blob.getLong(entry);
            long size = blob.getLong(entry + 8);
            if (address == 0 && size == 0) {
                return list;
            }
            list.add(new DeviceTree.Reservation(address, size));
        }
        throw new DeviceTreeException("is damaged: its reservations have no end");
    }

    private DeviceTreeNode root() throws DeviceTreeException {
        Deque<DeviceTreeNode> open = new ArrayDeque<>();
        DeviceTreeNode root = null;
        for (int token = cell(); ; token = cell()) {
            switch (token) {
                case BEGIN_NODE -> {
                    String name = text();
                    if (open.isEmpty() && root != null || open.size() == DEEPEST) {
                        throw damaged();
                    }
                    DeviceTreeNode node = open.isEmpty() ? new DeviceTreeNode(name) : open.peek().child(name);
                    root = root == null ? node : root;
                    open.push(node);
                }
                case END_NODE -> {
                    if (open.isEmpty()) {
                        throw damaged();
                    }
                    open.pop();
                }
                case PROPERTY -> {
                    if (open.isEmpty()) {
                        throw damaged();
                    }
                    property(open.peek());
                }
                case NOTHING -> { }
                case END -> {
                    if (root == null || !open.isEmpty()) {
                        throw damaged();
                    }
                    return root;
                }
                default -> throw damaged();
            }
        }
    }

    private void property(DeviceTreeNode node) throws DeviceTreeException {
        int length = cell();
        int name = cell();
        if (length < 0 || length > structureEnd - at || name < 0 || name >= bytes.length - strings) {
            throw damaged();
        }
        node.raw(textAt(strings + name), Arrays.copyOfRange(bytes, at, at + length));
        at += length;
        align();
    }

    private int cell() throws DeviceTreeException {
        if (at > structureEnd - 4) {
            throw damaged();
        }
        int value = blob.getInt(at);
        at += 4;
        return value;
    }

    private String text() throws DeviceTreeException {
        int start = at;
        String text = textAt(start);
        while (bytes[at] != 0) {
            at++;
        }
        at++;
        align();
        return text;
    }

    private String textAt(int start) throws DeviceTreeException {
        int end = start;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        if (end == bytes.length) {
            throw damaged();
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private void align() {
        at = at + 3 & -4;
    }

    private DeviceTreeException damaged() {
        return new DeviceTreeException("is damaged at byte " + at);
    }
}
