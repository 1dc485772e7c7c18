// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.trace;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.trapline.cli.CommandException;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;
import org.trapline.trace.TraceSource;
import org.trapline.trace.analysis.FilterException;
import org.trapline.trace.analysis.TraceFilter;
import org.trapline.trace.file.TraceFile;
import org.trapline.trace.file.TraceFileException;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say which file is read, and which of its events. */
final class TraceInput {
    @Parameters(paramLabel = "FILE", description = "The trace file.")
    private Path file;

    @Option(names = {"-f", "--filter"}, paramLabel = "FILTER", defaultValue = "",
        description = "Only events that pass, such as 'kind=vm_exit cause=illegal_instruction vm=web'. `trace kinds` lists what can be asked for.")
    private String filter;

    @Option(names = "--from", paramLabel = "SEQ", defaultValue = "0", description = "Only events from this number on.")
    private long from;

    @Option(names = "--to", paramLabel = "SEQ", defaultValue = "" + Long.MAX_VALUE, hideParamSyntax = true,
        description = "Only events up to this number.")
    private long to;

    @Option(names = "--recover", description = "Read a damaged or unfinished file as far as it goes.")
    private boolean recover;

    Path file() {
        return file;
    }

    boolean isWhole() {
        return filter.isBlank() && from == 0 && to == Long.MAX_VALUE;
    }

    /** Opens the file. Its damage, if it may have some, is told to {@code messages}. */
    TraceFile open(PrintStream messages) throws IOException {
        return open(file, recover, messages);
    }

    static TraceFile open(Path file, boolean recover, PrintStream messages) throws IOException {
        try {
            if (!recover) {
                return TraceFile.open(file);
            }
            TraceFile trace = TraceFile.recover(file);
            trace.damage().ifPresent(damage -> messages.println(file + ": warning: " + damage.getMessage()));
            return trace;
        } catch (TraceFileException e) {
            boolean helps = !recover && e.readableEvents() > 0;
            throw CommandException.error(file + ": " + e.getMessage() + (helps ? "\n--recover reads what is there" : ""));
        }
    }

    Predicate<TraceEvent> predicate(TraceNames names) {
        Predicate<TraceEvent> passes = parse(filter).with(names);
        return event -> event.seq() >= from && event.seq() <= to && passes.test(event);
    }

    static TraceFilter parse(String text) {
        try {
            return TraceFilter.parse(text);
        } catch (FilterException e) {
            throw CommandException.usage("filter: " + e.getMessage());
        }
    }

    /** Returns the file as if it had only the events asked for; they keep their numbers. */
    TraceSource selected(TraceFile trace) {
        Predicate<TraceEvent> passes = predicate(trace.names());
        return new Selection(trace, passes);
    }

    /** A trace of which only some events are shown. */
    private record Selection(TraceSource all, Predicate<TraceEvent> passes) implements TraceSource {

        @Override
        public long firstSeq() {
            return all.firstSeq();
        }

        @Override
        public long nextSeq() {
            return all.nextSeq();
        }

        @Override
        public boolean read(long seq, TraceEvent into) {
            return all.read(seq, into);
        }

        @Override
        public long forEach(long first, long end, Consumer<TraceEvent> action) {
            return all.forEach(first, end, event -> {
                if (passes.test(event)) {
                    action.accept(event);
                }
            });
        }

        @Override
        public TraceNames names() {
            return all.names();
        }
    }
}
