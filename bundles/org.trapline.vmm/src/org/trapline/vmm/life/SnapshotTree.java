// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.life;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.StateImage;
import org.trapline.machine.state.file.SnapshotFile;

/**
 * The snapshots of a virtual machine: each was taken of a run that had begun at another, its parent, or at the machine's start. Snapshots share the pages
 * in which they do not differ, in memory and in a file.
 */
public final class SnapshotTree {
    /** Stands between the name of a snapshot and what belongs to it, in a file. */
    private static final String SEPARATOR = "/";
    private static final String PARENT = "parent";
    private static final String CURRENT = "current";

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private String current = "";

    private record Node(String parent, Snapshot snapshot) {
    }

    /** Returns the names, in the order in which the snapshots were taken. */
    public List<String> names() {
        return List.copyOf(nodes.keySet());
    }

    public boolean contains(final String name) {
        return nodes.containsKey(name);
    }

    /** Returns the name of the snapshot from which the present run has begun; empty for the machine's start. */
    public String current() {
        return current;
    }

    /** Returns the name of the snapshot from which the run had begun of which another was taken; empty for the machine's start. */
    public String parent(final String name) {
        return node(name).parent;
    }

    /** Returns the names of the snapshots that were taken of runs that began at one; of the machine's start, if that is empty. */
    public List<String> children(final String name) {
        return nodes.entrySet().stream().filter(each -> each.getValue().parent.equals(name)).map(Map.Entry::getKey).toList();
    }

    /**
     * Returns a snapshot.
     * @throws IllegalArgumentException if there is none of that name
     */
    public Snapshot snapshot(final String name) {
        return node(name).snapshot;
    }

    private Node node(final String name) {
        final Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("there is no snapshot '" + name + "'"
                + (nodes.isEmpty() ? "" : "; there are " + String.join(", ", nodes.keySet())));
        }
        return node;
    }

    /**
     * Adds a snapshot of the present run, which goes on from there.
     * @throws IllegalArgumentException if the name is taken, or none
     */
    public void add(final String name, final Snapshot snapshot) {
        if (name.isEmpty() || name.contains(SEPARATOR)) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a snapshot");
        }
        if (nodes.containsKey(name)) {
            throw new IllegalArgumentException("there is a snapshot '" + name + "' already");
        }
        nodes.put(name, new Node(current, snapshot));
        current = name;
    }

    /** Notes that the machine has gone back to a snapshot; returns that. */
    public Snapshot goTo(final String name) {
        final Snapshot snapshot = snapshot(name);
        current = name;
        return snapshot;
    }

    /** Takes a snapshot away; those that came of it come of its parent then. */
    public void remove(final String name) {
        final String parent = node(name).parent;
        nodes.remove(name);
        nodes.replaceAll((other, node) -> node.parent.equals(name) ? new Node(parent, node.snapshot) : node);
        current = current.equals(name) ? parent : current;
    }

    // ---- in a file ----

    /** Writes the whole tree to a file; one that is there is replaced once all is written. */
    public void write(final Path file) throws IOException {
        final Map<String, String> about = new LinkedHashMap<>();
        final Map<String, StateImage> states = new LinkedHashMap<>();
        about.put(CURRENT, current);
        nodes.forEach((name, node) -> {
            about.put(PARENT + SEPARATOR + name, node.parent);
            node.snapshot.about().forEach((key, value) -> about.put(name + SEPARATOR + key, value));
            node.snapshot.states().forEach((key, state) -> states.put(name + SEPARATOR + key, state));
        });
        SnapshotFile.write(file, new Snapshot(about, states));
    }

    /**
     * Reads a tree.
     * @throws IOException if the file is none, or damaged
     */
    public static SnapshotTree read(final Path file) throws IOException {
        final Snapshot all = SnapshotFile.read(file);
        final SnapshotTree tree = new SnapshotTree();
        for (final Map.Entry<String, String> each : all.about().entrySet()) {
            if (each.getKey().startsWith(PARENT + SEPARATOR)) {
                final String name = each.getKey().substring(PARENT.length() + 1);
                tree.nodes.put(name, new Node(each.getValue(), new Snapshot(part(all.about(), name), part(all.states(), name))));
            }
        }
        tree.current = all.about().getOrDefault(CURRENT, "");
        tree.check(file);
        return tree;
    }

    private static <V> Map<String, V> part(final Map<String, V> all, final String name) {
        final Map<String, V> part = new LinkedHashMap<>();
        all.forEach((key, value) -> {
            if (key.startsWith(name + SEPARATOR)) {
                part.put(key.substring(name.length() + 1), value);
            }
        });
        return part;
    }

    /** A file that says nonsense about who came of whom must not send anybody around in circles. */
    private void check(final Path file) throws IOException {
        if (!current.isEmpty() && !nodes.containsKey(current)) {
            throw new IOException(file + ": the present run began at '" + current + "', which is not there");
        }
        for (final String name : nodes.keySet()) {
            final List<String> way = new ArrayList<>();
            for (String at = name; !at.isEmpty(); at = nodes.get(at).parent) {
                if (!nodes.containsKey(at) || way.contains(at)) {
                    throw new IOException(file + ": the parents of snapshot '" + name + "' lead nowhere");
                }
                way.add(at);
            }
        }
    }

    /**
     * Returns where one snapshot differs from another.
     * @throws StateException if one of them is broken
     */
    public SnapshotDiff diff(final String from, final String to) {
        return SnapshotDiff.between(snapshot(from), snapshot(to));
    }
}
