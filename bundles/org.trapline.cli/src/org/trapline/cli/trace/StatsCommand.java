// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.trace;

import java.io.IOException;
import java.util.concurrent.Callable;

import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.trace.analysis.TraceStatistics;
import org.trapline.trace.file.TraceFile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts events. */
@Command(name = "stats", header = "Count exits by cause, with what they cost, and everything else.")
final class StatsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private TraceInput input;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    StatsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (TraceFile trace = input.open(terminal.err())) {
            TraceStatistics statistics = TraceStatistics.of(trace, input.predicate(trace.names()));
            terminal.out().print(json ? statistics.toJson(trace.names()) : statistics.toText(trace.names()));
        }
        return ExitCode.OK.code();
    }
}
