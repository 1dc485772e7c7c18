// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

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
        POWER_ON, POWER_OFF, RESET, PAUSE, RESUME, SUSPEND, DELETE
    }

    /**
     * Takes a guest further in its life.
     *
     * @param file where its state goes, or comes from; null for none
     */
    record Life(Action action, String guest, Path file, int line) implements StepPlan {
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

    /** Forgets a snapshot. */
    record Discard(String guest, String name, int line) implements StepPlan {
        @Override
        public String word() {
            return "discard";
        }
    }

    /** Makes a template of a guest. */
    record MakeTemplate(String guest, String name, int line) implements StepPlan {
        @Override
        public String word() {
            return "template";
        }
    }

    /** Makes a guest of a template. */
    record Create(String name, String template, String host, int line) implements StepPlan {
        @Override
        public String word() {
            return "create";
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
     * @param weight its part of the cores; 0 for what it has
     * @param cpus   how many cores it gets at most, 0 for no limit; empty for what it has
     */
    record Resize(String guest, int vcpus, long memory, int weight, OptionalDouble cpus, int line) implements StepPlan {
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
