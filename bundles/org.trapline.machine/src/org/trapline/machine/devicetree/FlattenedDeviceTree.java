// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.devicetree;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a device tree as a blob: header, reservations, structure, strings.
 *
 * @implSpec Devicetree Specification v0.4, "Flattened Devicetree (DTB) Format", version 17
 */
final class FlattenedDeviceTree {
    private static final int MAGIC = 0xd00dfeed;
    private static final int VERSION = 17;
    private static final int LAST_COMPATIBLE = 16;
    private static final int HEADER_BYTES = 40;
    private static final int RESERVATION_BYTES = 16;
    private static final int BEGIN_NODE = 1;
    private static final int END_NODE = 2;
    private static final int PROPERTY = 3;
    private static final int END = 9;

    private final ByteArrayOutputStream structure = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> stringOffsets = new LinkedHashMap<>();

    private FlattenedDeviceTree() {
    }

    /** Returns the blob of a tree. */
    static byte[] flatten(DeviceTree tree) {
        return new FlattenedDeviceTree().blob(tree);
    }

    private byte[] blob(DeviceTree tree) {
        node(tree.root());
        cell(structure, END);
        int structureAt = HEADER_BYTES + RESERVATION_BYTES * (tree.reservations().size() + 1);
        int stringsAt = structureAt + structure.size();
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        cell(blob, MAGIC);
        cell(blob, stringsAt + strings.size());
        cell(blob, structureAt);
        cell(blob, stringsAt);
        cell(blob, HEADER_BYTES);
        cell(blob, VERSION);
        cell(blob, LAST_COMPATIBLE);
        cell(blob, 0);
        cell(blob, strings.size());
        cell(blob, structure.size());
        for (DeviceTree.Reservation reservation : tree.reservations()) {
            doubleCell(blob, reservation.address());
            doubleCell(blob, reservation.size());
        }
        blob.writeBytes(new byte[RESERVATION_BYTES]);
        blob.writeBytes(structure.toByteArray());
        blob.writeBytes(strings.toByteArray());
        return blob.toByteArray();
    }

    private void node(DeviceTreeNode node) {
        cell(structure, BEGIN_NODE);
        text(structure, node.name());
        align();
        node.properties().forEach(this::property);
        node.children().forEach(this::node);
        cell(structure, END_NODE);
    }

    private void property(String name, byte[] value) {
        cell(structure, PROPERTY);
        cell(structure, value.length);
        cell(structure, stringOffsets.computeIfAbsent(name, this::intern));
        structure.writeBytes(value);
        align();
    }

    private int intern(String name) {
        int offset = strings.size();
        text(strings, name);
        return offset;
    }

    private void align() {
        while ((structure.size() & 3) != 0) {
            structure.write(0);
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write(0);
    }

    private static void doubleCell(ByteArrayOutputStream out, long value) {
        cell(out, (int) (value >>> 32));
        cell(out, (int) value);
    }

    private static void cell(ByteArrayOutputStream out, int value) {
        out.write(value >>> 24);
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
    }
}
