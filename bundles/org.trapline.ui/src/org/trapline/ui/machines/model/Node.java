// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trapline.runtime.Guest;
import org.trapline.runtime.SessionState;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.plan.PartitionPlan;
import org.trapline.runtime.snapshot.DomainSnapshot;
import org.trapline.runtime.snapshot.HostSnapshot;
import org.trapline.runtime.snapshot.KeptSnapshot;
import org.trapline.runtime.snapshot.MemorySnapshot;
import org.trapline.runtime.snapshot.VCpuSnapshot;
import org.trapline.topology.ByteSize;
import org.trapline.ui.run.MemoryWords;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.os.Standing;

/** A row of the view. Rows of two looks at the same thing have the same key. */
public sealed interface Node {
    /** Returns what tells it from all others. */
    String key();

    /** Returns what stands below it: nothing, unless said otherwise. */
    default List<Node> children() {
        return List.of();
    }

    /** Returns what stands in a column; empty for nothing. */
    String text(Column column);

    /** Returns the name of its picture. */
    String image();

    /** Returns the line of the configuration where it is declared; 0 if there is none. */
    int line();

    /** Returns how a hypervisor, or an operating system with one, runs what it has. */
    private static String how(final HostPlan.Role role) {
        return switch (role) {
            case HostPlan.Bare bare -> bare.firmware() ? "a program above firmware" : "a program owns it";
            case HypervisorPlan vmm -> vmm.technique().literal() + ", " + vmm.paging().literal();
            case org.trapline.runtime.plan.PartitionsPlan parts -> "firmware, " + parts.partitions().size() + " partitions";
        };
    }

    private static String grouped(final long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * A host.
     * @param state how the whole session is
     */
    record Host(int number, HostPlan plan, HostSnapshot now, SessionState state, List<Node> children) implements Node {
        public Host {
            children = List.copyOf(children);
        }

        @Override
        public String key() {
            return "host " + plan.name();
        }

        boolean isOn() {
            return state != SessionState.ENDED && now.isOn();
        }

        /** Tells whether virtual machines can be made on it. */
        public boolean takesMachines() {
            return isOn() && plan.role() instanceof HypervisorPlan;
        }

        @Override
        public String text(final Column column) {
            return switch (column) {
                case NAME -> plan.name();
                case STATE -> !isOn() ? "off" : state == SessionState.PAUSED ? "on, stands still" : "on";
                case KIND -> how(plan.role());
                case CPUS -> Integer.toString(plan.cores());
                case MEMORY -> ByteSize.format(plan.memory());
                case INSTRUCTIONS -> grouped(now.instret());
                case USE, EXITS -> "";
            };
        }

        @Override
        public String image() {
            return isOn() ? "host_on" : "host_off";
        }

        @Override
        public int line() {
            return plan.line();
        }
    }

    /** A part of a host that firmware has cut off. */
    record Partition(PartitionPlan plan, boolean isOn, List<Node> children) implements Node {
        public Partition {
            children = List.copyOf(children);
        }

        @Override
        public String key() {
            return "partition " + plan.name();
        }

        @Override
        public String text(final Column column) {
            return switch (column) {
                case NAME -> plan.name();
                case STATE -> isOn ? "on" : "off";
                case KIND -> how(plan.role());
                case CPUS -> Integer.toString(plan.harts().size());
                case MEMORY -> ByteSize.format(plan.memory());
                case USE, INSTRUCTIONS, EXITS -> "";
            };
        }

        @Override
        public String image() {
            return isOn ? "partition" : "host_off";
        }

        @Override
        public int line() {
            return plan.line();
        }
    }

    /** A program that has a machine, or a partition of one, for itself: nobody can do anything with it but its owner. */
    record Program(Guest guest, boolean isOn) implements Node {
        @Override
        public String key() {
            return "guest " + guest.name();
        }

        @Override
        public String text(final Column column) {
            return switch (column) {
                case NAME -> guest.plan().program().name();
                case STATE -> isOn ? guest.lifeCycle().word() : LifeCycle.OFF.word();
                case KIND -> "right on the hardware";
                default -> "";
            };
        }

        @Override
        public String image() {
            return Node.image(isOn ? guest.lifeCycle() : LifeCycle.OFF);
        }

        @Override
        public int line() {
            return guest.plan().line();
        }
    }

    /**
     * A virtual machine, or a process beside them.
     * @param now      how it is
     * @param kind     what it is to its host's kernel
     * @param hostIsOn whether its host is switched on
     */
    record Machine(Guest guest, DomainSnapshot now, Standing.Kind kind, boolean hostIsOn, List<Node> children) implements Node {
        public Machine {
            children = List.copyOf(children);
        }

        @Override
        public String key() {
            return "guest " + guest.name();
        }

        /** Returns where it stands; with its host, it is off whatever it did. */
        public LifeCycle lifeCycle() {
            return !hostIsOn && now.lifeCycle().isAlive() ? LifeCycle.OFF : now.lifeCycle();
        }

        @Override
        public String text(final Column column) {
            final MemorySnapshot memory = now.memory();
            return switch (column) {
                case NAME -> guest.name();
                case STATE -> now.move().map(move -> "moves to " + move.to() + ", round " + (move.rounds() + 1)).orElse(lifeCycle().word());
                case KIND -> kind == Standing.Kind.PROCESS ? "a process, " + guest.plan().program().name() : "boots " + guest.plan().program().name();
                case CPUS -> Integer.toString(now.vcpus().size());
                case MEMORY -> ByteSize.format(memory.size());
                case USE -> MemoryWords.of(memory);
                case INSTRUCTIONS -> grouped(now.vcpus().stream().mapToLong(vcpu -> vcpu.nativeInstructions() + vcpu.emulated()).sum());
                case EXITS -> grouped(now.vcpus().stream().mapToLong(VCpuSnapshot::exits).sum());
            };
        }

        @Override
        public String image() {
            return now.move().isPresent() ? "guest_moving" : Node.image(lifeCycle());
        }

        @Override
        public int line() {
            return guest.plan().line();
        }
    }

    /**
     * A state of a virtual machine that was kept, above those that were kept of runs from there.
     * @param isCurrent whether the machine's present run has begun there
     */
    record Kept(Guest guest, KeptSnapshot snapshot, boolean isCurrent, List<Node> children) implements Node {
        public Kept {
            children = List.copyOf(children);
        }

        @Override
        public String key() {
            return "snapshot " + guest.name() + "/" + snapshot.name();
        }

        @Override
        public String text(final Column column) {
            return switch (column) {
                case NAME -> snapshot.name();
                case STATE -> isCurrent ? "current" : "";
                case KIND -> "snapshot";
                default -> "";
            };
        }

        @Override
        public String image() {
            return isCurrent ? "snapshot_current" : "snapshot";
        }

        @Override
        public int line() {
            return 0;
        }
    }

    /** A machine's state from which others are made. */
    record Template(String name) implements Node {
        @Override
        public String key() {
            return "template " + name;
        }

        @Override
        public String text(final Column column) {
            return switch (column) {
                case NAME -> name;
                case KIND -> "template";
                default -> "";
            };
        }

        @Override
        public String image() {
            return "template";
        }

        @Override
        public int line() {
            return 0;
        }
    }

    /** Returns the guest that it is, or is a state of. */
    default Optional<Guest> ofGuest() {
        return Optional.ofNullable(switch (this) {
            case Program program -> program.guest();
            case Machine machine -> machine.guest();
            case Kept kept -> kept.guest();
            case Host _, Partition _, Template _ -> null;
        });
    }

    private static String image(final LifeCycle lifeCycle) {
        return switch (lifeCycle) {
            case DEFINED -> "guest_defined";
            case RUNNING -> "guest_running";
            case PAUSED -> "guest_paused";
            case SUSPENDED -> "guest_suspended";
            case MIGRATING -> "guest_moving";
            case CRASHED -> "guest_failed";
            case OFF, DELETED -> "guest_off";
        };
    }
}
