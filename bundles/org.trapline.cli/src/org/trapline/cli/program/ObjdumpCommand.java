// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.program;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.cli.output.ProblemPrinter;
import org.trapline.cli.output.Style;
import org.trapline.isa.Disassembler;
import org.trapline.isa.Isa;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what is in a program. */
@Command(name = "objdump", description = "%nFiles are ELF executables or objects, or assembly, which is assembled first and shown with its source. "
    + "Without an option the code is disassembled.%n")
public final class ObjdumpCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Programs.")
    private List<Path> files;

    @Option(names = {"-x", "--headers"}, description = "Show what the file says of itself: entry, segments, sections.")
    private boolean headers;

    @Option(names = {"-t", "--symbols"}, description = "Show symbols.")
    private boolean symbols;

    @Option(names = {"-d", "--disassemble"}, description = "Disassemble code.")
    private boolean code;

    @Option(names = {"-D", "--disassemble-all"}, description = "Disassemble data too.")
    private boolean all;

    @Option(names = {"-s", "--contents"}, description = "Show bytes.")
    private boolean contents;

    @Option(names = {"-l", "--source"}, description = "Show the source lines that the code was made from, where they are known.")
    private boolean source;

    @Option(names = "--no-aliases", description = "Show instructions as they are, not their usual short forms.")
    private boolean noAliases;

    @Option(names = "--isa", paramLabel = "ISA", converter = IsaConverter.class,
        description = "The instruction set; by default all that is known, of the file's register width.")
    private Isa isa;

    @Option(names = "--symbol", paramLabel = "NAME", description = "Disassemble only what this symbol covers.")
    private String symbol;

    @Option(names = "--start", paramLabel = "ADDRESS", converter = Numbers.class, description = "Disassemble from there.")
    private Long start;

    @Option(names = "--stop", paramLabel = "ADDRESS", converter = Numbers.class, description = "Disassemble up to there.")
    private Long stop;

    @Option(names = "--json", description = "Print each instruction as a JSON object on a line.")
    private boolean json;

    ObjdumpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        boolean failed = false;
        for (Path file : files) {
            CodeFile read = CodeFile.read(file, isa);
            new ProblemPrinter(terminal.err(), Style.of(terminal, Style.When.AUTO)).print(read.problems());
            failed |= read.hasErrors();
            if (!read.hasErrors()) {
                show(read);
            }
        }
        return (failed ? ExitCode.ERROR : ExitCode.OK).code();
    }

    private void show(CodeFile file) {
        PrintStream out = terminal.out();
        if (json) {
            disassembly(file).json(out);
            return;
        }
        out.println(file.name() + ": " + file.title());
        if (headers) {
            file.printHeaders(out);
        }
        if (symbols) {
            file.printSymbols(out);
        }
        if (contents) {
            file.printContents(out);
        }
        if (code || all || source || symbol != null || start != null || stop != null || !(headers || symbols || contents)) {
            disassembly(file).print(out);
        }
    }

    private Disassembly disassembly(CodeFile file) {
        Isa known = isa != null ? isa : new Isa(file.xlen(), Isa.everything().extensions());
        Disassembler.Style style = noAliases ? Disassembler.Style.PLAIN : Disassembler.Style.ALIASES;
        Labels labels = new Labels(file);
        Labels.Range range = symbol != null ? labels.range(symbol) : new Labels.Range(start == null ? 0 : start, stop == null ? -1 : stop);
        return new Disassembly(file, new Disassembler(known, style, labels::nameOf), labels, range, all, source);
    }
}
