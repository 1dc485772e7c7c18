// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What was measured of a workload.
 *
 * @param speeds million instructions or events a second, for each engine; {@link #TOO_SHORT} if the run was too short to tell
 * @param costs  what part of the time goes for each of the things asked about; {@link #TOO_SHORT} likewise
 */
record Measurement(Workload workload, List<Double> speeds, List<Cost.Part> costs) {
    static final double TOO_SHORT = Double.NaN;
    /** Two starts of a process differ by some hundredths of a second. */
    private static final double LEAST_SECONDS = 0.2;
    /** Engines that take less time are run so many times in each round, for the same reason. */
    private static final double LITTLE_SECONDS = 1;
    private static final int OFTEN = 3;
    /** How much longer a program runs for its costs: what costs little is seen only when HotSpot has done its work. */
    private static final int LONGER = 3;

    /**
     * Runs a workload. Each engine has its turn in each round, so that a machine that gets slower or faster meanwhile does so for all.
     * @throws IOException if an engine fails, or computes something else than the first
     */
    static Measurement of(Workload workload, Guests guests, List<Engine> engines, List<Cost> costs, int rounds) throws IOException, InterruptedException {
        Path briefElf = guests.build(workload, workload.shortRun());
        Path fullElf = guests.build(workload, workload.long_());
        Path costElf = costs.isEmpty() ? fullElf : guests.build(workload, LONGER * workload.long_());
        double[][] seconds = new double[engines.size()][rounds];
        double[][] parts = new double[costs.size()][rounds];
        long count = workload.long_() - workload.shortRun();
        String console = null;
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < engines.size(); i++) {
                double sum = 0;
                int times = 0;
                do {
                    Engine.Run brief = engines.get(i).run(briefElf, workload.isa());
                    Engine.Run full = engines.get(i).run(fullElf, workload.isa());
                    sum += full.seconds() - brief.seconds();
                    times++;
                    if (workload.kind() == Workload.Kind.PROGRAM) {
                        console = checked(workload, engines.get(i), full.console(), console);
                        count = i == 0 ? full.instructions() - brief.instructions() : count;
                    }
                } while (times < OFTEN && sum < times * LITTLE_SECONDS);
                seconds[i][round] = sum / times;
            }
            for (int i = 0; i < costs.size(); i++) {
                parts[i][round] = costs.get(i).measure(costElf, workload.isa());
            }
        }
        long counted = count;
        return new Measurement(workload, Arrays.stream(seconds).map(of -> speed(counted, of)).toList(),
            Arrays.stream(parts).map(Cost.Part::of).toList());
    }

    private static String checked(Workload workload, Engine engine, String console, String expected) throws IOException {
        if (expected != null && !expected.equals(console)) {
            throw new IOException(engine.name() + " computes something else in " + workload.name() + ": " + console + " for " + expected);
        }
        return console;
    }

    private static double speed(long count, double[] seconds) {
        double median = median(seconds);
        return median < LEAST_SECONDS ? TOO_SHORT : count / median / 1e6;
    }

    /** Returns the middle one; {@link #TOO_SHORT} is the greatest. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
