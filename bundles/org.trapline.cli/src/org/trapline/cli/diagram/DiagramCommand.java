// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.diagram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.cli.output.ProblemPrinter;
import org.trapline.cli.output.Style;
import org.trapline.diagram.paint.Theme;
import org.trapline.diagram.render.DiagramFormat;
import org.trapline.diagram.render.RenderException;
import org.trapline.lang.topology.LoadResult;
import org.trapline.lang.topology.TopologyLoader;
import org.trapline.runtime.Problem;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws a configuration. */
@Command(name = "diagram", description = "%nDraws everything a machine configuration declares, also what this version does not execute yet.%n")
public final class DiagramCommand implements Callable<Integer> {
    private static final double MOST_SCALE = 16;

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The configuration (.tln).")
    private Path file;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE",
        description = "Where to: .svg, .png, .mmd (Mermaid) or .dot (Graphviz); - is the standard output. By default the configuration's name with "
            + "another ending, here.")
    private Path output;

    @Option(names = "--format", paramLabel = "FORMAT", description = "svg, png, mmd or dot; by default what the output's name says, else svg.")
    private String format;

    @Option(names = "--theme", paramLabel = "THEME", defaultValue = "light", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Colours theme;

    @Option(names = "--scale", paramLabel = "N", defaultValue = "2", description = "Pixels of a PNG to each unit; default ${DEFAULT-VALUE}.")
    private double scale;

    /** The themes by the names that users type. */
    enum Colours {
        LIGHT(Theme.LIGHT), DARK(Theme.DARK);

        private final Theme theme;

        Colours(Theme theme) {
            this.theme = theme;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    DiagramCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        DiagramFormat wanted = format();
        if (!(scale > 0) || scale > MOST_SCALE) {
            throw CommandException.usage("--scale " + scale + ": expected a number up to " + (int) MOST_SCALE);
        }
        LoadResult read = new TopologyLoader().load(file);
        new ProblemPrinter(terminal.err(), Style.of(terminal, Style.When.AUTO)).print(read.diagnostics().stream().map(Problem::of).toList());
        if (read.hasErrors()) {
            return ExitCode.ERROR.code();
        }
        try {
            write(wanted.render(read.model(), null, theme.theme, scale), wanted);
        } catch (RenderException e) {
            throw CommandException.error(e.getMessage());
        }
        return ExitCode.OK.code();
    }

    private DiagramFormat format() {
        if (format != null) {
            return DiagramFormat.ofFileName("." + format)
                .orElseThrow(() -> CommandException.usage("--format " + format + ": expected one of " + DiagramFormat.endings().replace(".", "")));
        }
        if (output == null || isStandardOutput()) {
            return DiagramFormat.SVG;
        }
        return DiagramFormat.ofFileName(output.toString()).orElseThrow(() -> CommandException.usage(
            output + ": the name does not say which format is wanted; expected one that ends in " + DiagramFormat.endings() + ", or --format"));
    }

    private boolean isStandardOutput() {
        return output != null && output.toString().equals("-");
    }

    private void write(byte[] bytes, DiagramFormat written) throws IOException {
        if (isStandardOutput()) {
            terminal.out().write(bytes);
            return;
        }
        Path target = output;
        if (target == null) {
            String name = file.getFileName().toString();
            int dot = name.lastIndexOf('.');
            target = Path.of((dot > 0 ? name.substring(0, dot) : name) + "." + written.extensions().getFirst());
        }
        Files.write(target, bytes);
    }
}
