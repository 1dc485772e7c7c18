// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.life;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.trapline.machine.memory.RamImage;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.StateImage;
import org.trapline.vmm.Domain;

/**
 * Where two snapshots of a virtual machine differ.
 *
 * @param pages     pages of its memory, counted from the start
 * @param diskPages how many pages of 4096 bytes its disks have written differently
 * @param registers of its vCPUs
 * @param devices   fields of everything else
 */
public record SnapshotDiff(List<Integer> pages, int diskPages, List<Field> registers, List<Field> devices) {
    private static final byte[] ZERO = new byte[4096];
    private static final String HART = "platform.hart";
    /** Cached translations say how the guest came to where it is, not where it is. */
    private static final String CACHE = ".mmu.";
    private static final Pattern REGISTER = Pattern.compile("(.*\\.x)\\[(\\d{1,2})\\]");

    /**
     * A field with other values.
     *
     * @param name   with the parts it is in: {@code platform.hart0.x10}
     * @param before empty where the field is zero, or not there
     * @param after  as {@code before}
     */
    public record Field(String name, String before, String after) {
    }

    public SnapshotDiff {
        pages = List.copyOf(pages);
        registers = List.copyOf(registers);
        devices = List.copyOf(devices);
    }

    /** Tells whether there is no difference. */
    public boolean isEmpty() {
        return pages.isEmpty() && diskPages == 0 && registers.isEmpty() && devices.isEmpty();
    }

    /**
     * Compares two snapshots of a domain.
     * @throws StateException if they are not of machines of the same shape
     */
    public static SnapshotDiff between(final Snapshot from, final Snapshot to) {
        final StateImage before = from.state(Domain.GUEST);
        final StateImage after = to.state(Domain.GUEST);
        final int count = before.memories().size();
        if (count == 0 || count != after.memories().size()) {
            throw new StateException("the snapshots are of machines with other disks");
        }
        int diskPages = 0;
        for (int i = 1; i < count; i++) {
            diskPages += pages(before.memories().get(i), after.memories().get(i)).size();
        }
        final List<Field> registers = new ArrayList<>();
        final List<Field> devices = new ArrayList<>();
        for (final Field field : fields(before.fields(), after.fields())) {
            if (!field.name.contains(CACHE)) {
                (field.name.startsWith(HART) ? registers : devices).add(field);
            }
        }
        return new SnapshotDiff(pages(before.memories().getFirst(), after.memories().getFirst()), diskPages, registers, devices);
    }

    private static List<Integer> pages(final RamImage before, final RamImage after) {
        if (before.pageCount() != after.pageCount()) {
            throw new StateException("the snapshots are of machines with " + before.size() + " and " + after.size() + " bytes of memory");
        }
        final List<Integer> different = new ArrayList<>();
        before.forEachDifference(after, index -> {
            if (!Arrays.equals(content(before.page(index)), content(after.page(index)))) {
                different.add(index);
            }
        });
        return different;
    }

    /** Register x0 is not part of a state, so the first one there is x1. */
    private static String registerName(final String name) {
        final Matcher register = REGISTER.matcher(name);
        return register.matches() ? register.group(1) + (Integer.parseInt(register.group(2)) + 1) : name;
    }

    private static byte[] content(final byte[] page) {
        return page == null ? ZERO : page;
    }

    private static List<Field> fields(final Map<String, String> before, final Map<String, String> after) {
        final TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        final List<Field> different = new ArrayList<>();
        for (final String name : names) {
            final Field field = new Field(registerName(name), before.getOrDefault(name, ""), after.getOrDefault(name, ""));
            if (!field.before.equals(field.after)) {
                different.add(field);
            }
        }
        return different;
    }
}
