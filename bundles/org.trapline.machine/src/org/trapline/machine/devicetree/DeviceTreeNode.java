// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.devicetree;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node of a device tree: properties in the order in which they were set, then children. */
public final class DeviceTreeNode {
    private final String name;
    private final Map<String, byte[]> properties = new LinkedHashMap<>();
    private final List<DeviceTreeNode> children = new ArrayList<>();

    /**
     * Creates a node without a parent.
     * @param name with unit address, such as {@code uart@10000000}; empty for the root
     */
    public DeviceTreeNode(String name) {
        this.name = name;
    }

    /** Adds and returns a child. */
    public DeviceTreeNode child(String childName) {
        DeviceTreeNode node = new DeviceTreeNode(childName);
        children.add(node);
        return node;
    }

    /** Returns the first child of that name, which is added if there is none. */
    public DeviceTreeNode childOrNew(String childName) {
        for (DeviceTreeNode node : children) {
            if (node.name.equals(childName)) {
                return node;
            }
        }
        return child(childName);
    }

    public String name() {
        return name;
    }

    public List<DeviceTreeNode> children() {
        return Collections.unmodifiableList(children);
    }

    /** Returns the properties with their raw values. */
    public Map<String, byte[]> properties() {
        return Collections.unmodifiableMap(properties);
    }

    /** Sets a property without a value. */
    public DeviceTreeNode flag(String property) {
        properties.put(property, new byte[0]);
        return this;
    }

    /** Sets a property to bytes. */
    public DeviceTreeNode raw(String property, byte[] value) {
        properties.put(property, value);
        return this;
    }

    /** Sets a property to 32-bit cells. */
    public DeviceTreeNode cells(String property, int... cells) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int cell : cells) {
            bytes.writeBytes(new byte[] {(byte) (cell >>> 24), (byte) (cell >>> 16), (byte) (cell >>> 8), (byte) cell});
        }
        properties.put(property, bytes.toByteArray());
        return this;
    }

    /** Sets a property to 64-bit values, two cells each. */
    public DeviceTreeNode longs(String property, long... values) {
        int[] cells = new int[values.length * 2];
        for (int i = 0; i < values.length; i++) {
            cells[2 * i] = (int) (values[i] >>> 32);
            cells[2 * i + 1] = (int) values[i];
        }
        return cells(property, cells);
    }

    /** Sets a property to one or several texts. */
    public DeviceTreeNode text(String property, String... texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String text : texts) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        properties.put(property, bytes.toByteArray());
        return this;
    }
}
