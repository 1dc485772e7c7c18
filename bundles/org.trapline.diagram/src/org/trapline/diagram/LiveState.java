// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.trapline.diagram.scene.State;
import org.trapline.topology.Domain;
import org.trapline.topology.Instance;
import org.trapline.topology.LifeCycle;
import org.trapline.topology.Stateful;
import org.trapline.topology.Topology;
import org.trapline.topology.resolve.Resolver;

/**
 * Tells how a host, guest, hart or vCPU is doing while a session runs.
 *
 * <p>They are known by name, because the configuration that is drawn (an editor's) and the one that runs (a session's) need not
 * be the same objects. A host or guest has its qualified name, as {@code lab}, {@code lab.one}, {@code rack1.web[0]};
 * harts and vCPUs the name made by {@link #hart} and {@link #vcpu}.
 */
@FunctionalInterface
public interface LiveState {

    /**
     * What is known of one of them.
     * @param state where it stands
     * @param instructions how many it has executed, if known
     * @param exits how often it fell back to the hypervisor, if known
     * @param remark a few more words, such as {@code on hart 0}; empty for none
     */
    record Activity(State state, OptionalLong instructions, OptionalLong exits, String remark) {

        /** A state and nothing else. */
        public static Activity of(State state) {
            return new Activity(state, OptionalLong.empty(), OptionalLong.empty(), "");
        }

        /** The same with a number of instructions. */
        public Activity withInstructions(long number) {
            return new Activity(state, OptionalLong.of(number), exits, remark);
        }

        /** The same with a number of exits. */
        public Activity withExits(long number) {
            return new Activity(state, instructions, OptionalLong.of(number), remark);
        }

        /** The same with a remark. */
        public Activity withRemark(String words) {
            return new Activity(state, instructions, exits, words);
        }
    }

    /** What is known of the one with that name; empty if nothing is. */
    Optional<Activity> find(String name);

    /** The name of a host's hart. */
    static String hart(String host, int index) {
        return host + "/hart" + index;
    }

    /** The name of a guest's vCPU. */
    static String vcpu(String guest, int index) {
        return guest + "/vcpu" + index;
    }

    /** Looks names up in a map. */
    static LiveState of(Map<String, Activity> activities) {
        Map<String, Activity> copy = Map.copyOf(activities);
        return name -> Optional.ofNullable(copy.get(name));
    }

    /** The life cycles that the model itself carries. */
    static LiveState ofModel(Topology topology) {
        Map<String, Activity> activities = new HashMap<>();
        topology.eAllContents().forEachRemaining(object -> {
            if (object instanceof Stateful stateful) {
                String name = Resolver.qualifiedName(stateful);
                activities.put(name, Activity.of(state(stateful.getState())));
                if (stateful instanceof Domain domain) {
                    for (Instance instance : domain.getInstances()) {
                        String suffix = domain.isSetCount() ? "[" + instance.getIndex() + "]" : "";
                        activities.put(name + suffix, Activity.of(state(instance.getState())));
                    }
                }
            }
        });
        return of(activities);
    }

    private static State state(LifeCycle lifeCycle) {
        return switch (lifeCycle) {
            case DEFINED -> State.DEFINED;
            case RUNNING -> State.RUNNING;
            case PAUSED -> State.PAUSED;
            case SUSPENDED -> State.SUSPENDED;
            case MIGRATING -> State.MIGRATING;
            case CRASHED -> State.CRASHED;
            case OFF -> State.OFF;
        };
    }
}
