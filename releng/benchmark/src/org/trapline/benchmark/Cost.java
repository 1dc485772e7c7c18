// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.trapline.machine.engine.EngineKind;

/**
 * What something that our machine can do costs: the same guest with and without.
 *
 * @param name    as the table shows it
 * @param what    as a sentence has it
 * @param engine  compares both
 * @param without whether our machine does it as it is, and what it is compared with does not
 */
record Cost(String name, String what, Engine engine, boolean without) {
    static final String SNAPSHOTS = "snapshots";
    static final String TRACED = "traced";
    static final String HOOKLESS = "hookless";
    /** So many parts of the run are to be compared at least. */
    private static final int LEAST = 5;

    /** A snapshot each second of guest time. */
    static Cost snapshots(List<String> vmOptions, EngineKind kind) {
        return new Cost("snapshots", "a snapshot each second of guest time", Engine.comparison(SNAPSHOTS, vmOptions, kind), false);
    }

    /**
     * That a trace could be recorded, but is not: what the interpreter asks for it, and with it every engine whenever something happens that could be
     * recorded. What is compiled asks nothing.
     */
    static Cost untraced(List<String> vmOptions) {
        return new Cost("trace off", "a trace that is not recorded", Engine.comparison(HOOKLESS, vmOptions, EngineKind.INTERPRETER), true);
    }

    /** That a trace is recorded. */
    static Cost traced(List<String> vmOptions, EngineKind kind) {
        return new Cost("trace on", "a trace that is recorded", Engine.comparison(TRACED, vmOptions, kind), false);
    }

    /** What was measured several times: the middle one, and how far from it the others are at most. */
    record Part(double median, double scatter) {
        static Part of(double[] parts) {
            double median = Measurement.median(parts);
            return new Part(median, Arrays.stream(parts).map(part -> Math.abs(part - median)).max().orElseThrow());
        }
    }

    /** Returns what part of the time without it goes for it in addition; NaN if the guest is too short to tell. */
    double measure(Path elf, String isa) throws IOException, InterruptedException {
        List<String> said = engine.run(elf, isa).output().lines().toList();
        double ratio = Double.parseDouble(said.getLast());
        if (Integer.parseInt(said.get(said.size() - 2)) < LEAST) {
            return Measurement.TOO_SHORT;
        }
        return (without ? 1 / ratio : ratio) - 1;
    }
}
