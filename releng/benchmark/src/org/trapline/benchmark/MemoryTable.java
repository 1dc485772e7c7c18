// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.trapline.machine.engine.EngineKind;

/** What memory the command line takes for programs, beyond what these have touched. */
final class MemoryTable {
    /** What {@code trapline run --usage} says. */
    private static final Pattern USAGE = Pattern.compile("memory: ([0-9.]+) MiB touched by guests, ([0-9.]+) MiB this process had at most");

    private final Path trapline;
    private final EngineKind kind;
    private double most;

    /**
     * Prints the heading.
     * @param trapline the start script
     */
    MemoryTable(Path trapline, EngineKind kind) {
        this.trapline = trapline;
        this.kind = kind;
        System.out.println("MiB of memory: what a program has touched, what `trapline run` had at most, how much more that is.");
        System.out.printf("%-12s%12s%12s%12s%n", "program", "touched", "process", "more");
    }

    /** Runs a program and prints its line. */
    void measure(Workload workload, Guests guests) throws IOException, InterruptedException {
        Path program = guests.build(workload, workload.long_());
        Process run = new ProcessBuilder(List.of(trapline.toString(), "run", "--quiet", "--usage", "--engine", kind.name().toLowerCase(Locale.ROOT),
            "--isa", "rv64gc" + workload.isa(), program.toString())).redirectErrorStream(true).start();
        run.getOutputStream().close();
        String said = new String(run.getInputStream().readAllBytes());
        Matcher usage = USAGE.matcher(said);
        if (run.waitFor() != 0 || !usage.find()) {
            throw new IOException("what memory " + workload.name() + " takes cannot be told here: " + said.strip());
        }
        double touched = Double.parseDouble(usage.group(1));
        double process = Double.parseDouble(usage.group(2));
        most = Math.max(most, process - touched);
        System.out.printf(Locale.ROOT, "%-12s%12.1f%12.1f%12.1f%n", workload.name(), touched, process, process - touched);
    }

    /** Prints the figure that counts. */
    void close() {
        System.out.printf(Locale.ROOT, "%nat most %.1f MiB more than what is touched%n", most);
    }
}
