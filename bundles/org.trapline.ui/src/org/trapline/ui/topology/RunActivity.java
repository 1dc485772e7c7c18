// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trapline.diagram.LiveState;
import org.trapline.diagram.LiveState.Activity;
import org.trapline.diagram.scene.State;
import org.trapline.runtime.Guest;
import org.trapline.runtime.SessionState;
import org.trapline.runtime.plan.GuestPlan;
import org.trapline.runtime.plan.PartitionPlan;
import org.trapline.runtime.plan.PartitionsPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.snapshot.DomainSnapshot;
import org.trapline.runtime.snapshot.HartSnapshot;
import org.trapline.runtime.snapshot.HostSnapshot;
import org.trapline.runtime.snapshot.SystemSnapshot;
import org.trapline.runtime.snapshot.VCpuSnapshot;
import org.trapline.ui.run.MemoryWords;
import org.trapline.vmm.LifeCycle;

/** How everything in a session is doing, in the diagram's terms. */
final class RunActivity {
    private RunActivity() {
    }

    /** Returns the state of a session's machines at an instant. */
    static LiveState of(final SystemPlan plan, final SessionState session, final List<Guest> guests, final SystemSnapshot snapshot) {
        final Map<String, Activity> activities = new HashMap<>();
        for (int i = 0; i < snapshot.hosts().size(); i++) {
            final HostSnapshot host = snapshot.hosts().get(i);
            final State state = session == SessionState.ENDED || !host.isOn() ? State.OFF : state(session);
            activities.put(host.name(), Activity.of(state).withInstructions(host.instret()));
            for (final HartSnapshot hart : host.harts()) {
                activities.put(LiveState.hart(host.name(), hart.id()),
                        Activity.of(hart.waiting() && state == State.RUNNING ? State.WAITING : state).withRemark(mode(hart)));
            }
            if (plan.hosts().get(i).role() instanceof final PartitionsPlan parts) {
                parts.partitions().forEach(part -> activities.put(part.name(), Activity.of(isAlive(part, guests) ? state : State.OFF)));
            }
            final List<String> declared = plan.hosts().get(i).guests().map(GuestPlan::name).toList();
            for (final DomainSnapshot domain : host.domains()) {
                final String visits = declared.contains(domain.name()) ? "" : "on " + host.name();
                domain(domain, session, Stream.of(visits, news(domain)).filter(words -> !words.isEmpty()).collect(Collectors.joining(", ")), activities);
            }
        }
        return LiveState.of(activities);
    }

    private static boolean isAlive(final PartitionPlan part, final List<Guest> guests) {
        return guests.stream().anyMatch(guest -> guest.lifeCycle().isAlive() && (guest.name().equals(part.name()) || guest.name().startsWith(part.name() + ".")));
    }

    /** Says where a machine goes, and its memory is. */
    private static String news(final DomainSnapshot domain) {
        return domain.move().map(move -> "moves to " + move.to()).orElseGet(() -> MemoryWords.elsewhere(domain.memory()));
    }

    private static void domain(final DomainSnapshot domain, final SessionState session, final String remark, final Map<String, Activity> activities) {
        final State state = switch (domain.lifeCycle()) {
            case DEFINED -> State.DEFINED;
            case RUNNING -> session == SessionState.ENDED ? State.OFF : state(session);
            case PAUSED -> State.PAUSED;
            case OFF, DELETED -> State.OFF;
            case CRASHED -> State.CRASHED;
            case SUSPENDED -> State.SUSPENDED;
            case MIGRATING -> State.MIGRATING;
        };
        final long exits = domain.vcpus().stream().mapToLong(VCpuSnapshot::exits).sum();
        final long instructions = domain.vcpus().stream().mapToLong(v -> v.nativeInstructions() + v.emulated()).sum();
        activities.put(domain.name(), Activity.of(state).withInstructions(instructions).withExits(exits).withRemark(remark));
        for (final VCpuSnapshot vcpu : domain.vcpus()) {
            final State own = domain.lifeCycle() == LifeCycle.RUNNING && vcpu.hart().waiting() && state == State.RUNNING ? State.WAITING : state;
            final String place = vcpu.onHart() < 0 ? mode(vcpu.hart()) : mode(vcpu.hart()) + ", on hart " + vcpu.onHart();
            activities.put(LiveState.vcpu(domain.name(), vcpu.hart().id()), Activity.of(own).withExits(vcpu.exits()).withRemark(place));
        }
    }

    private static String mode(final HartSnapshot hart) {
        return "in " + hart.privilege() + " mode";
    }

    private static State state(final SessionState session) {
        return switch (session) {
            case READY -> State.DEFINED;
            case RUNNING -> State.RUNNING;
            case PAUSED -> State.PAUSED;
            case WAITING -> State.WAITING;
            case ENDED -> State.OFF;
        };
    }
}
