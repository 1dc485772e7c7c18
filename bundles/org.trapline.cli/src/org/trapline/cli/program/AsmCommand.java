// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import org.trapline.asm.Assembler;
import org.trapline.asm.AssemblerOptions;
import org.trapline.asm.AssemblyResult;
import org.trapline.asm.Diagnostic;
import org.trapline.asm.Listing;
import org.trapline.asm.MissingSymbols;
import org.trapline.asm.SourceFile;
import org.trapline.asm.SourceFinder;
import org.trapline.asm.elf.ElfException;
import org.trapline.asm.elf.ElfReader;
import org.trapline.asm.elf.ElfWriter;
import org.trapline.asm.link.LinkResult;
import org.trapline.asm.link.Linker;
import org.trapline.asm.link.LinkerOptions;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.ObjectFile;
import org.trapline.asm.object.Segment;
import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.cli.output.ProblemPrinter;
import org.trapline.cli.output.Style;
import org.trapline.isa.Isa;
import org.trapline.runtime.Problem;
import org.trapline.trace.text.JsonWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Assembles and links. */
@Command(name = "asm", description = "%nFiles are assembly in the syntax of GNU as, or objects (.o). Together they become one program for the beginning "
    + "of RAM.%n")
public final class AsmCommand implements Callable<Integer> {
    /** No program needs more; a segment far away from the others would make a file of zeros. */
    private static final long LARGEST_RAW = 1L << 30;

    /** What the output is. */
    enum Format {
        /** An executable. */
        ELF("elf"),
        /** The bytes as they lie in memory, from the first on. */
        RAW("bin");

        private final String suffix;

        Format(String suffix) {
            this.suffix = suffix;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Sources and objects, in the order in which they are linked.")
    private List<Path> files;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "Where to write; by default the first file's name with another ending, here.")
    private Path output;

    @Option(names = {"-c", "--object"}, description = "Do not link: write an object of the one source given.")
    private boolean object;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "elf", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = "--check", description = "Only tell what is wrong.")
    private boolean check;

    @Option(names = {"-l", "--listing"}, paramLabel = "FILE",
        description = "Write addresses and bytes beside the source; - is the standard output. Without -o nothing else is written.")
    private Path listing;

    @Option(names = {"-I", "--include"}, paramLabel = "FOLDER", description = "Look for included files there too.")
    private List<Path> include = new ArrayList<>();

    @Option(names = {"-D", "--defsym"}, paramLabel = "SYMBOL=NUMBER", description = "Define a symbol.")
    private Map<String, String> symbols = new LinkedHashMap<>();

    @Option(names = "--isa", paramLabel = "ISA", defaultValue = AssemblerOptions.DEFAULT_ISA, converter = IsaConverter.class,
        description = "The instruction set; default ${DEFAULT-VALUE}.")
    private Isa isa;

    @Option(names = "--base", paramLabel = "ADDRESS", defaultValue = "0x80000000", converter = Numbers.class,
        description = "Where the code begins; default ${DEFAULT-VALUE}.")
    private long base;

    @Option(names = {"-e", "--entry"}, paramLabel = "SYMBOL", defaultValue = "_start", description = "Where it starts; default ${DEFAULT-VALUE}.")
    private String entry;

    @Option(names = "--no-relax", description = "Do not let the linker shorten code.")
    private boolean noRelax;

    @Option(names = "--json", description = "Print one JSON object with everything there is to say.")
    private boolean json;

    private final List<Problem> problems = new ArrayList<>();
    private final List<AssemblyResult> units = new ArrayList<>();
    private final List<SourceFile> sources = new ArrayList<>();
    private final List<ObjectFile> objects = new ArrayList<>();
    private Image image;

    AsmCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        checkOptions();
        for (Path file : files) {
            add(file);
        }
        Path written = null;
        boolean failed = hasErrors();
        if (!object && units.size() == files.size()) {
            tell(MissingSymbols.of(units));
        }
        if (!failed && object) {
            written = check ? null : write(ElfWriter.relocatable(objects.getFirst()), "o");
            list(Listing.of(sources, objects.getFirst()));
        } else if (!failed) {
            written = link();
        }
        report(written);
        return (hasErrors() ? ExitCode.ERROR : ExitCode.OK).code();
    }

    private void checkOptions() {
        if (object && (files.size() > 1 || isObject(files.getFirst()))) {
            throw CommandException.usage("--object takes one source");
        }
        if (object && format == Format.RAW) {
            throw CommandException.usage("--object writes ELF, not --format raw");
        }
        if (json && listing != null && isStandardOutput(listing)) {
            throw CommandException.usage("--json and --listing cannot both go to the standard output: name another file for --listing");
        }
    }

    private boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    private void add(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (ElfReader.isElf(bytes)) {
            try {
                objects.add(ElfReader.object(file.toString(), bytes));
            } catch (ElfException e) {
                problems.add(Problem.error(file.toString(), 0, e.getMessage()));
            }
            return;
        }
        if (isObject(file)) {
            problems.add(Problem.error(file.toString(), 0, "not an ELF file"));
            return;
        }
        AssemblerOptions options = new AssemblerOptions(isa, !noRelax, SourceFinder.folders(include), numbers());
        AssemblyResult result = Assembler.assemble(new SourceFile(file.toString(), new String(bytes, StandardCharsets.UTF_8)), options);
        tell(result.diagnostics());
        units.add(result);
        sources.addAll(result.sources());
        if (!result.hasErrors()) {
            objects.add(result.object());
        }
    }

    private Map<String, Long> numbers() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        symbols.forEach((name, number) -> {
            try {
                numbers.put(name, new Numbers().convert(number));
            } catch (TypeConversionException e) {
                throw CommandException.usage("--defsym " + name + ": " + e.getMessage());
            }
        });
        return numbers;
    }

    private void tell(List<Diagnostic> diagnostics) {
        diagnostics.stream().map(Problem::of).forEach(problems::add);
    }

    private Path link() throws IOException {
        LinkResult result = Linker.link(objects, LinkerOptions.defaults().withBase(base).withEntry(entry).withRelax(!noRelax));
        tell(result.diagnostics());
        if (result.hasErrors()) {
            return null;
        }
        image = result.image();
        list(Listing.of(sources, result.marks(), image));
        boolean wanted = !check && (listing == null || output != null);
        return wanted ? write(format == Format.ELF ? ElfWriter.executable(image) : raw(), format.suffix) : null;
    }

    private byte[] raw() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long start = image.segments().isEmpty() ? 0 : image.segments().getFirst().address();
        for (Segment segment : image.segments()) {
            long gap = segment.address() - start - bytes.size();
            if (gap + segment.bytes().length > LARGEST_RAW) {
                throw CommandException.error("the program reaches over more than 1 GiB of addresses, too far for --format raw");
            }
            if (segment.bytes().length > 0) {
                bytes.writeBytes(new byte[(int) gap]);
                bytes.writeBytes(segment.bytes());
            }
        }
        return bytes.toByteArray();
    }

    private void list(Listing lines) throws IOException {
        if (listing == null) {
            return;
        }
        if (isStandardOutput(listing)) {
            terminal.out().print(lines.toText());
        } else {
            Files.writeString(listing, lines.toText());
        }
    }

    private Path write(byte[] bytes, String suffix) throws IOException {
        Path target = output == null ? defaultOutput(suffix) : output;
        if (isStandardOutput(target)) {
            terminal.out().write(bytes);
            return target;
        }
        for (Path file : files) {
            if (Files.exists(target) && Files.isSameFile(target, file)) {
                throw CommandException.usage(target + " is a source");
            }
        }
        Files.write(target, bytes);
        return target;
    }

    private Path defaultOutput(String suffix) {
        String name = files.getFirst().getFileName().toString();
        int dot = name.lastIndexOf('.');
        return Path.of((dot > 0 ? name.substring(0, dot) : name) + "." + suffix);
    }

    private static boolean isStandardOutput(Path path) {
        return path.toString().equals("-");
    }

    private static boolean isObject(Path file) {
        return file.toString().endsWith(".o");
    }

    private void report(Path written) {
        if (!json) {
            new ProblemPrinter(terminal.err(), Style.of(terminal, Style.When.AUTO)).print(problems);
            return;
        }
        StringBuilder out = new StringBuilder();
        JsonWriter writer = new JsonWriter(out).beginObject();
        writer.name("ok").value(!hasErrors());
        if (written != null) {
            writer.member("output", written.toString());
        }
        if (image != null) {
            writer.member("entry", "0x" + Long.toHexString(image.entry())).name("segments").beginArray();
            for (Segment segment : image.segments()) {
                writer.beginObject().member("address", "0x" + Long.toHexString(segment.address())).member("size", segment.size())
                    .member("permissions", segment.permissions()).endObject();
            }
            writer.endArray();
        }
        writer.name("diagnostics");
        ProblemPrinter.json(problems, writer);
        writer.endObject();
        terminal.out().println(out);
    }
}
