// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.trace;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.trace.EventArg;
import org.trapline.trace.EventKind;
import org.trapline.trace.text.JsonWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the kinds of events. */
@Command(name = "kinds", header = "List the kinds of events and their arguments, which filters can ask for.")
final class KindsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "Print one JSON array.")
    private boolean json;

    KindsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (json) {
            terminal.out().println(json());
        } else {
            EventKind.all().forEach(this::print);
        }
        return ExitCode.OK.code();
    }

    private void print(EventKind kind) {
        terminal.out().printf("%-16s %s%n", kind.label(), kind.doc());
        for (EventArg arg : kind.args()) {
            String codes = arg.codes().isEmpty() ? "" : ": " + String.join(", ", arg.codes());
            terminal.out().printf("%-16s   %s%s%n", "", arg.name(), codes);
        }
    }

    private static String json() {
        StringBuilder out = new StringBuilder();
        JsonWriter writer = new JsonWriter(out).beginArray();
        for (EventKind kind : EventKind.all()) {
            writer.beginObject().member("kind", kind.label()).member("doc", kind.doc()).name("args").beginArray();
            kind.args().stream().map(EventArg::name).collect(Collectors.toList()).forEach(writer::value);
            writer.endArray().endObject();
        }
        writer.endArray();
        return out.toString();
    }
}
