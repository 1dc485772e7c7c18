// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli;

import java.util.Locale;

import org.trapline.cli.check.CheckCommand;
import org.trapline.cli.check.MatrixCommand;
import org.trapline.cli.conformance.RiscvTestsCommand;
import org.trapline.cli.diagram.DiagramCommand;
import org.trapline.cli.examples.ExamplesCommand;
import org.trapline.cli.program.AsmCommand;
import org.trapline.cli.program.ObjdumpCommand;
import org.trapline.cli.run.RunCommand;
import org.trapline.cli.serve.ServeCommand;
import org.trapline.cli.state.SnapshotCommand;
import org.trapline.cli.trace.TraceCommand;

/** The commands, one row each, in the order in which help lists them. */
enum Command {
    RUN("start what a configuration describes, or a single program", RunCommand.class),
    CHECK("put guests to the test: fidelity, performance, safety", CheckCommand.class),
    MATRIX("run guests in every combination of technique, paging, place and devices", MatrixCommand.class),
    SERVE("run a configuration as a cloud: virtual machines over HTTP and JSON", ServeCommand.class),
    ASM("assemble and link", AsmCommand.class),
    OBJDUMP("look into a program: code, sections, symbols", ObjdumpCommand.class),
    TRACE("look into a recorded trace: show, count, compare, export", TraceCommand.class),
    SNAPSHOT("look into a snapshot that a run has kept", SnapshotCommand.class),
    DIAGRAM("draw a configuration as SVG, PNG, Mermaid or dot", DiagramCommand.class),
    RISCV_TESTS("run the ELF files of a conformance suite and print the table", RiscvTestsCommand.class),
    EXAMPLES("list the example projects, or copy one", ExamplesCommand.class);

    private final String summary;
    private final Class<?> type;

    Command(String summary, Class<?> type) {
        this.summary = summary;
        this.type = type;
    }

    /** Returns the word the user types. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String summary() {
        return summary;
    }

    /** Returns the class whose annotations describe options and parameters; a class literal costs less at the start than a lambda. */
    Class<?> type() {
        return type;
    }
}
