// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.trapline.asm.Assembler;
import org.trapline.asm.AssemblerOptions;
import org.trapline.asm.AssemblyResult;
import org.trapline.asm.MissingSymbols;
import org.trapline.asm.SourceFile;
import org.trapline.asm.SourceFinder;
import org.trapline.asm.elf.ElfException;
import org.trapline.asm.elf.ElfReader;
import org.trapline.asm.link.LinkResult;
import org.trapline.asm.link.Linker;
import org.trapline.asm.link.LinkerOptions;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.LineTable;
import org.trapline.asm.object.ObjectFile;
import org.trapline.asm.object.Segment;
import org.trapline.isa.Isa;
import org.trapline.machine.loading.LinuxImage;
import org.trapline.machine.loading.LoadException;
import org.trapline.machine.loading.Packed;
import org.trapline.machine.platform.Platform;
import org.trapline.runtime.Problem;
import org.trapline.runtime.plan.ProgramPlan;

/** Makes programs of files: sources are assembled, objects linked, executables and raw images read. Collects what is wrong with them. */
final class ProgramLoader {
    private static final long LARGEST_FILE = 1L << 30;
    private static final int TYPE_OFFSET = 16;
    private static final int TYPE_RELOCATABLE = 1;

    private final List<Problem> problems;

    /**
     * Who asks for a program, for problems that no line of the program can be blamed for.
     *
     * @param file the configuration, or the program itself
     * @param line the line in it, or 0
     */
    record Request(String file, int line) {
    }

    /** What a file without a known format is taken for. */
    enum Raw {
        /** A program that starts at the beginning of memory, if its name says that it is raw. */
        PROGRAM(Platform.RAM_BASE),
        /** The same that leaves room for firmware. */
        KERNEL(Platform.RAM_BASE + (2 << 20)),
        /** Firmware at the beginning of memory, whatever its name, unless it is a source. */
        FIRMWARE(Platform.RAM_BASE);

        private final long base;

        Raw(long base) {
            this.base = base;
        }

        boolean takes(Path file) {
            return isRaw(file) || this == FIRMWARE && !isSource(file);
        }
    }

    ProgramLoader(List<Problem> problems) {
        this.problems = problems;
    }

    /** Returns the program, or null if it has errors, which are then among the problems. */
    ProgramPlan load(String name, List<Path> files, Isa isa, Raw raw, Request request) {
        Image image = files.size() == 1 ? single(files.getFirst(), isa, raw, request) : linked(files, isa, request);
        return image == null ? null : new ProgramPlan(name, files, image);
    }

    private Image single(Path file, Isa isa, Raw raw, Request request) {
        byte[] bytes = unpacked(file, read(file, request));
        if (bytes == null) {
            return null;
        }
        if (LinuxImage.isImage(bytes)) {
            return linux(file, bytes);
        }
        if (ElfReader.isElf(bytes)) {
            return isRelocatable(bytes) ? link(objects(file, bytes, isa, new ArrayList<>())) : executable(file, bytes, isa);
        }
        if (raw.takes(file)) {
            return raw(bytes, raw.base, bytes.length);
        }
        List<AssemblyResult> units = new ArrayList<>();
        List<ObjectFile> objects = objects(file, bytes, isa, units);
        tellMissing(units);
        return link(objects);
    }

    /** Says which symbols none of the sources defines, if that cannot be left to the linker. */
    private void tellMissing(List<AssemblyResult> units) {
        MissingSymbols.of(units).forEach(said -> problems.add(Problem.of(said)));
    }

    private byte[] unpacked(Path file, byte[] bytes) {
        if (bytes == null || !Packed.isPacked(bytes)) {
            return bytes;
        }
        try {
            return Packed.unpack(file.toString(), bytes, LARGEST_FILE);
        } catch (LoadException e) {
            problems.add(Problem.error(file.toString(), 0, e.getMessage()));
            return null;
        }
    }

    private Image linux(Path file, byte[] bytes) {
        try {
            LinuxImage header = LinuxImage.read(file.toString(), bytes);
            return raw(bytes, Platform.RAM_BASE + header.offset(), header.size());
        } catch (LoadException e) {
            problems.add(Problem.error(file.toString(), 0, e.getMessage()));
            return null;
        }
    }

    private Image linked(List<Path> files, Isa isa, Request request) {
        List<ObjectFile> objects = new ArrayList<>();
        List<AssemblyResult> units = new ArrayList<>();
        boolean complete = true;
        for (Path file : files) {
            byte[] bytes = read(file, request);
            List<ObjectFile> made = bytes == null ? null : objects(file, bytes, isa, units);
            complete &= made != null;
            if (made != null) {
                objects.addAll(made);
            }
        }
        if (units.size() == files.size()) {
            // What stands in other files nobody knows.
            tellMissing(units);
        }
        return complete ? link(objects) : null;
    }

    /** Returns a file's bytes, or null if it cannot be read, which is then among the problems. */
    byte[] read(Path file, Request request) {
        try {
            if (Files.isDirectory(file)) {
                return refuse(request, "'" + file + "' is a folder, expected a program");
            }
            if (Files.size(file) > LARGEST_FILE) {
                return refuse(request, "'" + file + "' is larger than 1 GiB");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return refuse(request, "there is no file '" + file + "'");
        } catch (IOException e) {
            return refuse(request, "'" + file + "' cannot be read: " + (e.getMessage().equals(file.toString()) ? "permission denied" : e.getMessage()));
        }
    }

    private <T> T refuse(Request request, String message) {
        problems.add(Problem.error(request.file(), request.line(), message));
        return null;
    }

    private Image executable(Path file, byte[] bytes, Isa isa) {
        try {
            return withoutHeader(ElfReader.image(bytes, isa.xlen()));
        } catch (ElfException e) {
            problems.add(Problem.error(file.toString(), 0, e.getMessage()));
            return null;
        }
    }

    /** Linkers like to put the file's own header into the first segment, before the code; below RAM there is no place for it. */
    private static Image withoutHeader(Image image) {
        List<Segment> segments = image.segments().stream().map(segment -> {
            long header = Platform.RAM_BASE - segment.physicalAddress();
            boolean isHeader = header > 0 && header < segment.bytes().length && ElfReader.isElf(segment.bytes());
            return isHeader ? from(segment, (int) header) : segment;
        }).toList();
        return new Image(segments, image.entry(), image.symbols(), image.sections(), image.lines(), image.xlen(), image.flags(), image.isa());
    }

    private static Segment from(Segment segment, int offset) {
        return new Segment(segment.address() + offset, segment.physicalAddress() + offset,
            Arrays.copyOfRange(segment.bytes(), offset, segment.bytes().length), segment.size() - offset, segment.readable(), segment.writable(),
            segment.executable());
    }

    private List<ObjectFile> objects(Path file, byte[] bytes, Isa isa, List<AssemblyResult> units) {
        if (!ElfReader.isElf(bytes)) {
            return isSource(file) ? assemble(file, bytes, isa, units) : unknown(file);
        }
        try {
            return List.of(ElfReader.object(file.toString(), bytes));
        } catch (ElfException e) {
            problems.add(Problem.error(file.toString(), 0, e.getMessage()));
            return null;
        }
    }

    private List<ObjectFile> unknown(Path file) {
        problems.add(new Problem(file.toString(), 0, 0, 0, Problem.Severity.ERROR, "not a program",
            "RISC-V assembly named .s, an ELF file, a Linux kernel image, or a raw image named .bin", List.of()));
        return null;
    }

    private List<ObjectFile> assemble(Path file, byte[] bytes, Isa isa, List<AssemblyResult> units) {
        AssemblerOptions options = AssemblerOptions.defaults().withIsa(isa).withFinder(SourceFinder.folders(List.of()));
        AssemblyResult result = Assembler.assemble(new SourceFile(file.toString(), new String(bytes, StandardCharsets.UTF_8)), options);
        units.add(result);
        result.diagnostics().forEach(said -> problems.add(Problem.of(said)));
        return result.hasErrors() ? null : List.of(result.object());
    }

    private Image link(List<ObjectFile> objects) {
        if (objects == null) {
            return null;
        }
        LinkResult result = Linker.link(objects, LinkerOptions.defaults());
        result.diagnostics().forEach(said -> problems.add(Problem.of(said)));
        return result.image();
    }

    private static Image raw(byte[] bytes, long base, long size) {
        Segment all = new Segment(base, base, bytes, size, true, true, true);
        return new Image(List.of(all), base, List.of(), List.of(), LineTable.empty(), Long.SIZE, 0, "");
    }

    private static boolean isRelocatable(byte[] elf) {
        return elf.length > TYPE_OFFSET + 1 && elf[TYPE_OFFSET] == TYPE_RELOCATABLE && elf[TYPE_OFFSET + 1] == 0;
    }

    private static boolean isSource(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".s") || name.endsWith(".asm");
    }

    private static boolean isRaw(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".bin") || name.endsWith(".img");
    }
}
