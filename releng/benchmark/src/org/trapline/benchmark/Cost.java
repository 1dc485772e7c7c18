// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.util.List;

import org.trapline.machine.engine.EngineKind;

/**
 * What something that our machine can do costs: it runs the same once with and once without.
 *
 * @param name    as the table shows it
 * @param what    as a sentence has it
 * @param engine  our machine, other than as it usually runs
 * @param without whether it is the other that does without
 */
record Cost(String name, String what, Engine engine, boolean without) {
    /** A snapshot each second of guest time. */
    static Cost snapshots(List<String> vmOptions, EngineKind kind) {
        return new Cost("snapshots", "a snapshot each second of guest time", Engine.variant("Snapshots", RunGuest.SNAPSHOTS, vmOptions, kind), false);
    }

    /** That a trace could be recorded, but is not. */
    static Cost untraced(List<String> vmOptions, EngineKind kind) {
        return new Cost("trace off", "a trace that is not recorded", Engine.variant("Hookless", RunGuest.HOOKLESS, vmOptions, kind), true);
    }

    /** That a trace is recorded. */
    static Cost traced(List<String> vmOptions, EngineKind kind) {
        return new Cost("trace on", "a trace that is recorded", Engine.variant("Traced", RunGuest.TRACE, vmOptions, kind), false);
    }

    /** Returns what part of the time without it goes for it in addition. */
    double of(double usualSeconds, double otherSeconds) {
        return (without ? usualSeconds / otherSeconds : otherSeconds / usualSeconds) - 1;
    }
}
