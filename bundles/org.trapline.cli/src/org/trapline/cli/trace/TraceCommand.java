// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.trace;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups what can be done with a recorded trace. */
@Command(name = "trace", synopsisSubcommandLabel = "COMMAND",
    description = "Works on trace files, as `run --trace-file` records them. All of it reads one event at a time, however long the trace is.",
    subcommands = {ShowCommand.class, StatsCommand.class, ExportCommand.class, DiffCommand.class, InfoCommand.class, KindsCommand.class})
public final class TraceCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do with the trace: " + String.join(", ", spec.subcommands().keySet()));
    }
}
