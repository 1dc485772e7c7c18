// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.trapline.trace.NameTable.Content;
import org.trapline.trace.NameTable.Device;
import org.trapline.trace.NameTable.Space;
import org.trapline.trace.ProgramNames;

/** Packs names. Everything is written in a fixed order: the same names give the same bytes. */
final class NamesCodec {
    private static final Comparator<Space> ORDER = Comparator.comparingInt(Space::host).thenComparingInt(Space::vm);

    private NamesCodec() {
    }

    /** Writes all but the instructions, which have chunks of their own. */
    static void write(Content content, ByteSink out) {
        writeNumbered(content.hosts(), out);
        writeNumbered(content.vms(), out);
        writeNumbered(content.csrs(), out);
        writeNumbered(content.causes(), out);
        out.varint(content.programs().size());
        content.programs().entrySet().stream().sorted(Map.Entry.comparingByKey(ORDER)).forEach(entry -> {
            writeSpace(entry.getKey(), out);
            out.varint(entry.getValue().size());
            entry.getValue().forEach(program -> writeProgram(program, out));
        });
        out.varint(content.devices().size());
        content.devices().entrySet().stream().sorted(Map.Entry.comparingByKey(ORDER)).forEach(entry -> {
            writeSpace(entry.getKey(), out);
            out.varint(entry.getValue().size());
            for (Device device : entry.getValue()) {
                out.text(device.name());
                out.varint(device.base());
                out.varint(device.length());
            }
        });
    }

    static Content read(ByteSource in) throws BadPayload {
        Map<Integer, String> hosts = readIds(in);
        Map<Integer, String> vms = readIds(in);
        Map<Long, String> csrs = readNumbered(in);
        Map<Long, String> causes = readNumbered(in);
        Map<Space, List<ProgramNames>> programs = new LinkedHashMap<>();
        for (int left = in.count(); left > 0; left--) {
            Space space = readSpace(in);
            List<ProgramNames> list = new ArrayList<>();
            for (int more = in.count(); more > 0; more--) {
                list.add(readProgram(in));
            }
            programs.put(space, List.copyOf(list));
        }
        Map<Space, List<Device>> devices = new LinkedHashMap<>();
        for (int left = in.count(); left > 0; left--) {
            Space space = readSpace(in);
            List<Device> list = new ArrayList<>();
            for (int more = in.count(); more > 0; more--) {
                list.add(new Device(in.text(), in.varint(), in.varint()));
            }
            devices.put(space, List.copyOf(list));
        }
        expectEnd(in);
        return new Content(hosts, vms, csrs, causes, programs, devices, Map.of());
    }

    static void writeInstructions(Map<Integer, String> texts, ByteSink out) {
        writeNumbered(texts, out);
    }

    static Map<Integer, String> readInstructions(ByteSource in) throws BadPayload {
        Map<Integer, String> texts = new LinkedHashMap<>();
        for (int left = in.count(); left > 0; left--) {
            texts.put((int) in.signed(), in.text());
        }
        expectEnd(in);
        return texts;
    }

    private static void expectEnd(ByteSource in) throws BadPayload {
        if (!in.isAtEnd()) {
            throw new BadPayload("it is longer than its names");
        }
    }

    private static void writeNumbered(Map<? extends Number, String> names, ByteSink out) {
        TreeMap<Long, String> sorted = new TreeMap<>();
        names.forEach((number, name) -> sorted.put(number.longValue(), name));
        out.varint(sorted.size());
        sorted.forEach((number, name) -> {
            out.signed(number);
            out.text(name);
        });
    }

    private static Map<Long, String> readNumbered(ByteSource in) throws BadPayload {
        Map<Long, String> names = new LinkedHashMap<>();
        for (int left = in.count(); left > 0; left--) {
            names.put(in.signed(), in.text());
        }
        return names;
    }

    private static Map<Integer, String> readIds(ByteSource in) throws BadPayload {
        Map<Integer, String> names = new LinkedHashMap<>();
        for (int left = in.count(); left > 0; left--) {
            names.put(in.number(0), in.text());
        }
        return names;
    }

    private static void writeSpace(Space space, ByteSink out) {
        out.signed(space.host());
        out.signed(space.vm());
    }

    private static Space readSpace(ByteSource in) throws BadPayload {
        return new Space(in.number(-1), in.number(-1));
    }

    private static void writeProgram(ProgramNames program, ByteSink out) {
        out.text(program.name());
        out.varint(program.low());
        out.varint(program.high());
        out.varint(program.symbols().size());
        long before = program.low();
        for (ProgramNames.Symbol symbol : program.symbols()) {
            out.text(symbol.name());
            out.signed(symbol.address() - before);
            out.varint(symbol.size());
            before = symbol.address();
        }
        Map<String, Integer> files = new LinkedHashMap<>();
        program.lines().forEach(line -> files.putIfAbsent(line.file(), files.size()));
        out.varint(files.size());
        files.keySet().forEach(out::text);
        out.varint(program.lines().size());
        before = program.low();
        for (ProgramNames.Line line : program.lines()) {
            out.signed(line.address() - before);
            out.varint(files.get(line.file()));
            out.signed(line.line());
            before = line.address();
        }
    }

    private static ProgramNames readProgram(ByteSource in) throws BadPayload {
        ProgramNames.Builder program = ProgramNames.of(in.text(), in.varint(), in.varint());
        long low = program.low();
        long address = low;
        for (int left = in.count(); left > 0; left--) {
            String name = in.text();
            address += in.signed();
            program.symbol(name, address, in.varint());
        }
        List<String> files = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            files.add(in.text());
        }
        address = low;
        for (int left = in.count(); left > 0; left--) {
            address += in.signed();
            long file = in.varint();
            if (file < 0 || file >= files.size()) {
                throw new BadPayload("a line names file number " + file + " of " + files.size());
            }
            program.line(address, files.get((int) file), in.number(0));
        }
        return program.build();
    }
}
