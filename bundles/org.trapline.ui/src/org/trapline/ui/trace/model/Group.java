// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.model;

import static org.trapline.trace.EventKind.BALLOON;
import static org.trapline.trace.EventKind.BREAKPOINT;
import static org.trapline.trace.EventKind.BT_HIT;
import static org.trapline.trace.EventKind.BT_TRANSLATE;
import static org.trapline.trace.EventKind.CONSOLE;
import static org.trapline.trace.EventKind.DEVICE_READ;
import static org.trapline.trace.EventKind.DEVICE_WRITE;
import static org.trapline.trace.EventKind.DMA_REFUSED;
import static org.trapline.trace.EventKind.EMULATE;
import static org.trapline.trace.EventKind.HYPERCALL;
import static org.trapline.trace.EventKind.IDLE;
import static org.trapline.trace.EventKind.INSTRUCTION;
import static org.trapline.trace.EventKind.IRQ_INJECT;
import static org.trapline.trace.EventKind.IRQ_LINE;
import static org.trapline.trace.EventKind.LIFECYCLE;
import static org.trapline.trace.EventKind.MIGRATION_ROUND;
import static org.trapline.trace.EventKind.MODE;
import static org.trapline.trace.EventKind.REFLECT;
import static org.trapline.trace.EventKind.RELAY;
import static org.trapline.trace.EventKind.RING_KICK;
import static org.trapline.trace.EventKind.SBI;
import static org.trapline.trace.EventKind.SCHED;
import static org.trapline.trace.EventKind.SHADOW_SYNC;
import static org.trapline.trace.EventKind.SNAPSHOT;
import static org.trapline.trace.EventKind.SWAP_IN;
import static org.trapline.trace.EventKind.SWAP_OUT;
import static org.trapline.trace.EventKind.SYSCALL;
import static org.trapline.trace.EventKind.TLB_FLUSH;
import static org.trapline.trace.EventKind.TLB_MISS;
import static org.trapline.trace.EventKind.TRAP;
import static org.trapline.trace.EventKind.VCPU_LOAD;
import static org.trapline.trace.EventKind.VCPU_PUT;
import static org.trapline.trace.EventKind.VM_ENTRY;
import static org.trapline.trace.EventKind.VM_EXIT;
import static org.trapline.trace.EventKind.WALK;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.trapline.trace.EventKind;

/** Kinds of event that belong together: they share a colour and a button that shows them alone. Every kind is in one group. */
public enum Group {
    EXITS("Exits", "Where control goes between the guest and the VMM", VM_EXIT, VM_ENTRY, RELAY),
    EMULATION("Emulation", "What the VMM does in place of the hart", EMULATE, HYPERCALL, SBI, BT_TRANSLATE, BT_HIT),
    REFLECTED("Reflected", "Traps that the VMM hands to the guest's own kernel", REFLECT),
    TRAPS("Traps", "Traps of the physical hart, system calls of processes, and changes of mode", TRAP, SYSCALL, MODE, BREAKPOINT),
    INTERRUPTS("Interrupts", "Interrupts of devices, and those the VMM injects", IRQ_INJECT, IRQ_LINE),
    MEMORY("Memory", "Translation: misses, page walks, shadow tables; pages that are swapped out and in, or given back", TLB_MISS, WALK, TLB_FLUSH,
        SHADOW_SYNC, SWAP_OUT, SWAP_IN, BALLOON),
    DEVICES("Devices", "Reads and writes of device registers, and refused accesses of devices", DEVICE_READ, DEVICE_WRITE, RING_KICK,
        DMA_REFUSED),
    CONSOLES("Console", "Bytes that pass a console", CONSOLE),
    SCHEDULING("Scheduling", "Which vCPU runs on which hart, and idle time", SCHED, VCPU_LOAD, VCPU_PUT, IDLE),
    LIVES("Life", "Machines that start, stop, are kept or move", LIFECYCLE, SNAPSHOT, MIGRATION_ROUND),
    INSTRUCTIONS("Instructions", "Single instructions, where they are recorded", INSTRUCTION);

    private final String label;
    private final String doc;
    private final List<EventKind> kinds;

    Group(final String label, final String doc, final EventKind... kinds) {
        this.label = label;
        this.doc = doc;
        this.kinds = List.of(kinds);
    }

    /** Returns the group of a kind. */
    public static Group of(final EventKind kind) {
        for (final Group group : values()) {
            if (group.kinds.contains(kind)) {
                return group;
            }
        }
        throw new IllegalArgumentException(kind + " is in no group");
    }

    /** Returns the name for people. */
    public String label() {
        return label;
    }

    /** Returns one sentence about it. */
    public String doc() {
        return doc;
    }

    public List<EventKind> kinds() {
        return kinds;
    }

    /** Returns the values of a filter's {@code kind=} that show this group. */
    String filterValues() {
        return kinds.stream().map(EventKind::label).collect(Collectors.joining(","));
    }

    /** Returns the id of the theme's colour for these events. */
    public String color() {
        return "org.trapline.ui.trace." + name().toLowerCase(Locale.ROOT);
    }
}
