// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.util.List;
import java.util.Locale;

import org.trapline.vmm.migration.MigrationPolicy;

/** A step of a scenario. Guests are told by their names. */
public sealed interface StepPlan {
    /** Returns where it is written. */
    int line();

    /** Returns the word that it begins with. */
    String word();

    /**
     * Steps that are taken at an instant.
     *
     * @param instructions whether the instant is told in instructions of all hosts together; otherwise in cycles of virtual time
     * @param instant      from the start of the run
     */
    record At(boolean instructions, long instant, List<StepPlan> steps, int line) implements StepPlan {
        public At {
            steps = List.copyOf(steps);
        }

        @Override
        public String word() {
            return "at";
        }
    }

    /** What a life-cycle step does. */
    enum Action {
        POWER_ON, POWER_OFF, RESET, PAUSE, RESUME, SUSPEND
    }

    /** Takes a guest further in its life. */
    record Life(Action action, String guest, int line) implements StepPlan {
        @Override
        public String word() {
            return action.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Keeps a guest's state. */
    record Snapshot(String guest, String name, int line) implements StepPlan {
        @Override
        public String word() {
            return "snapshot";
        }
    }

    /** Lets a guest go on from a snapshot. */
    record Restore(String guest, String name, int line) implements StepPlan {
        @Override
        public String word() {
            return "restore";
        }
    }

    /** Makes another guest like one. */
    record Clone(String guest, String name, int line) implements StepPlan {
        @Override
        public String word() {
            return "clone";
        }
    }

    /**
     * Gives a guest other resources.
     *
     * @param vcpus  how many virtual CPUs; 0 for as many as it has
     * @param memory bytes; 0 for as many as it has
     */
    record Resize(String guest, int vcpus, long memory, int line) implements StepPlan {
        @Override
        public String word() {
            return "resize";
        }
    }

    /** Moves a guest to another host; the next step follows when it is there. */
    record Migrate(String guest, String host, MigrationPolicy policy, int line) implements StepPlan {
        @Override
        public String word() {
            return "migrate";
        }
    }

    /** Types at a guest's console. */
    record Input(String guest, String text, int line) implements StepPlan {
        @Override
        public String word() {
            return "input";
        }
    }

    /** Something must hold: in an {@link At} at that instant, otherwise at the end of the run. */
    record Expect(ConditionPlan condition, int line) implements StepPlan {
        @Override
        public String word() {
            return "expect";
        }
    }
}
