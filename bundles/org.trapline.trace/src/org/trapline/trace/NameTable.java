// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Names that are filled in while machines are set up and may grow while they run. Safe for use by several threads: a change replaces
 * the whole content, which is immutable.
 */
public final class NameTable implements TraceNames {

    /**
     * The programs and devices of one address space.
     * @param host id of the host; -1 where {@code vm} alone decides
     * @param vm id of the VM, or -1 for the host's own
     */
    public record Space(int host, int vm) {
        static Space of(int host, int vm) {
            return vm < 0 ? new Space(host, -1) : new Space(-1, vm);
        }
    }

    /** A device on a bus. */
    public record Device(String name, long base, long length) {
    }

    /** Everything a table holds. */
    public record Content(Map<Integer, String> hosts, Map<Integer, String> vms, Map<Long, String> csrs, Map<Long, String> causes,
            Map<Space, List<ProgramNames>> programs, Map<Space, List<Device>> devices, Map<Integer, String> instructions) {

        /** Copies its arguments. */
        public Content {
            hosts = Map.copyOf(hosts);
            vms = Map.copyOf(vms);
            csrs = Map.copyOf(csrs);
            causes = Map.copyOf(causes);
            programs = Map.copyOf(programs);
            devices = Map.copyOf(devices);
            instructions = Map.copyOf(instructions);
        }

        static Content empty() {
            return new Content(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
        }
    }

    private final IntFunction<String> disassembler;
    private volatile Content content;

    /** Creates an empty table that cannot disassemble. */
    public NameTable() {
        this(Content.empty(), word -> null);
    }

    /**
     * Creates an empty table.
     * @param disassembler gives an instruction's text, or null; called by any thread
     */
    public NameTable(IntFunction<String> disassembler) {
        this(Content.empty(), disassembler);
    }

    /** Creates a table with the content of another, such as a file's. */
    public NameTable(Content content) {
        this(content, word -> null);
    }

    private NameTable(Content content, IntFunction<String> disassembler) {
        this.content = content;
        this.disassembler = disassembler;
    }

    public synchronized NameTable nameHost(int host, String name) {
        Content c = content;
        content = new Content(with(c.hosts, host, name), c.vms, c.csrs, c.causes, c.programs, c.devices, c.instructions);
        return this;
    }

    public synchronized NameTable nameVm(int vm, String name) {
        Content c = content;
        content = new Content(c.hosts, with(c.vms, vm, name), c.csrs, c.causes, c.programs, c.devices, c.instructions);
        return this;
    }

    /** Adds names of CSRs by number. */
    public synchronized NameTable nameCsrs(Map<Long, String> names) {
        Content c = content;
        content = new Content(c.hosts, c.vms, joined(c.csrs, names), c.causes, c.programs, c.devices, c.instructions);
        return this;
    }

    /** Adds names of causes by number as {@code mcause} holds it, bit 63 set for an interrupt. */
    public synchronized NameTable nameCauses(Map<Long, String> names) {
        Content c = content;
        content = new Content(c.hosts, c.vms, c.csrs, joined(c.causes, names), c.programs, c.devices, c.instructions);
        return this;
    }

    /** Adds texts of instructions by word, for tables that cannot disassemble. */
    public synchronized NameTable nameInstructions(Map<Integer, String> names) {
        Content c = content;
        content = new Content(c.hosts, c.vms, c.csrs, c.causes, c.programs, c.devices, joined(c.instructions, names));
        return this;
    }

    /** Adds a program to a guest's address space, or with {@code vm} -1 to a host's; the newest that covers an address answers. */
    public synchronized NameTable addProgram(int host, int vm, ProgramNames program) {
        Content c = content;
        Space space = Space.of(host, vm);
        List<ProgramNames> list = new ArrayList<>();
        list.add(program);
        list.addAll(c.programs.getOrDefault(space, List.of()));
        content = new Content(c.hosts, c.vms, c.csrs, c.causes, with(c.programs, space, List.copyOf(list)), c.devices, c.instructions);
        return this;
    }

    /** Adds a device to the bus of a VM, or with {@code vm} -1 to a host's. */
    public synchronized NameTable addDevice(int host, int vm, String name, long base, long length) {
        Content c = content;
        Space space = Space.of(host, vm);
        List<Device> list = new ArrayList<>(c.devices.getOrDefault(space, List.of()));
        list.add(new Device(name, base, length));
        content = new Content(c.hosts, c.vms, c.csrs, c.causes, c.programs, with(c.devices, space, List.copyOf(list)), c.instructions);
        return this;
    }

    @Override
    public String host(int host) {
        return host < 0 ? "-" : orElse(content.hosts.get(host), "host " + host);
    }

    @Override
    public String vm(int vm) {
        return vm < 0 ? "-" : orElse(content.vms.get(vm), "vm " + vm);
    }

    @Override
    public String csr(long number) {
        return number < 0 ? "-" : orElse(content.csrs.get(number), "csr 0x" + Long.toHexString(number));
    }

    @Override
    public String cause(long cause) {
        String unknown = (cause < 0 ? "interrupt " : "exception ") + (cause & Long.MAX_VALUE);
        return orElse(content.causes.get(cause), unknown);
    }

    @Override
    public String instruction(int word) {
        String text = content.instructions.get(word);
        if (text == null) {
            text = disassembler.apply(word);
        }
        return text != null ? text : String.format(".word 0x%08x", word);
    }

    @Override
    public SymbolRef symbol(int host, int vm, long address) {
        for (ProgramNames program : content.programs.getOrDefault(Space.of(host, vm), List.of())) {
            SymbolRef symbol = program.symbol(address);
            if (symbol != null) {
                return symbol;
            }
        }
        return null;
    }

    @Override
    public SourceLine line(int host, int vm, long address) {
        for (ProgramNames program : content.programs.getOrDefault(Space.of(host, vm), List.of())) {
            SourceLine line = program.line(address);
            if (line != null) {
                return line;
            }
        }
        return null;
    }

    @Override
    public SymbolRef device(int host, int vm, long address) {
        for (Device device : content.devices.getOrDefault(Space.of(host, vm), List.of())) {
            if (Long.compareUnsigned(address - device.base, device.length) < 0) {
                return new SymbolRef(device.name, address - device.base);
            }
        }
        return null;
    }

    @Override
    public Content content() {
        return content;
    }

    private static String orElse(String name, String unknown) {
        return name != null ? name : unknown;
    }

    private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        Map<K, V> copy = new HashMap<>(map);
        copy.put(key, value);
        return copy;
    }

    private static <K, V> Map<K, V> joined(Map<K, V> map, Map<K, V> more) {
        Map<K, V> copy = new HashMap<>(map);
        copy.putAll(more);
        return copy;
    }
}
