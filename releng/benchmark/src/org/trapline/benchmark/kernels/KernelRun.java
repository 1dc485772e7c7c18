// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark.kernels;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of this package, each in a Java of its own, as briefly as gives an impression. */
public final class KernelRun {
    private static final TimeValue EACH = TimeValue.milliseconds(300);

    private KernelRun() {
    }

    /**
     * Prints a table: nanoseconds for each operation.
     * @param names  parts of the names of those to run; all if there are none
     * @param rounds forks of each
     */
    public static void run(List<String> names, int rounds) {
        ChainedOptionsBuilder options = new OptionsBuilder().forks(rounds).warmupIterations(3).warmupTime(EACH).measurementIterations(3).measurementTime(EACH)
            .timeUnit(TimeUnit.NANOSECONDS).jvmArgsAppend("--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED").shouldFailOnError(true);
        for (String name : names.isEmpty() ? List.of(KernelRun.class.getPackageName()) : names) {
            options.include(name);
        }
        try {
            new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
