// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.trace;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.file.TraceFile;
import org.trapline.trace.text.TraceFormatter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints events. */
@Command(name = "show", header = "Print events, one a line.")
final class ShowCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private TraceInput input;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private TextFormat format;

    @Option(names = "--json", description = "The same as --format json: one object a line.")
    private boolean json;

    @Option(names = {"-n", "--limit"}, paramLabel = "N", defaultValue = "" + Long.MAX_VALUE, hideParamSyntax = true,
        description = "At most that many events.")
    private long limit;

    ShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (TraceFile trace = input.open(terminal.err())) {
            show(trace, (json ? TextFormat.JSON : format).formatter(trace.names()));
        }
        return ExitCode.OK.code();
    }

    private void show(TraceFile trace, TraceFormatter formatter) {
        Predicate<TraceEvent> passes = input.predicate(trace.names());
        StringBuilder line = new StringBuilder();
        formatter.appendHeader(line);
        terminal.out().append(line);
        TraceEvent event = new TraceEvent();
        long shown = 0;
        for (long seq = trace.firstSeq(); seq < trace.nextSeq() && shown < limit && !terminal.isGone(); seq++) {
            trace.read(seq, event);
            if (passes.test(event)) {
                line.setLength(0);
                formatter.append(event, line);
                terminal.out().append(line.append('\n'));
                shown++;
            }
        }
    }
}
