// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.HashMap;
import java.util.Map;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Disassembler;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;
import org.trapline.machine.memory.Bus;
import org.trapline.runtime.plan.GuestPlan;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.NameTable;

/** Collects the names that a session's trace shows. */
final class NameBook {
    private final NameTable table = new NameTable(this::instruction);
    private int hosts;
    /** Of the hosts, the widest. */
    private int xlen = Long.SIZE;
    private Disassembler disassembler = disassembler(xlen);

    NameBook() {
        Map<Long, String> csrs = new HashMap<>();
        for (Csr csr : Csr.values()) {
            csrs.put((long) csr.number(), csr.csrName());
        }
        Map<Long, String> causes = new HashMap<>();
        for (Cause cause : Cause.values()) {
            causes.put(cause.value(), cause.causeName());
        }
        table.nameCsrs(csrs).nameCauses(causes);
    }

    private static Disassembler disassembler(int xlen) {
        return new Disassembler(Isa.everything(xlen), Disassembler.Style.ALIASES, Disassembler.Symbols.NONE);
    }

    NameTable table() {
        return table;
    }

    /** Adds a host; as long as all are RV32, instructions are read as those of RV32. */
    void addHost(int host, String name, Isa isa, Bus bus) {
        xlen = hosts++ == 0 ? isa.xlen() : Math.max(xlen, isa.xlen());
        disassembler = disassembler(xlen);
        table.nameHost(host, name);
        addDevices(host, EventOrigin.NONE, bus);
    }

    void addVm(int host, int vm, String name, Bus bus) {
        table.nameVm(vm, name);
        addDevices(host, vm, bus);
    }

    void addProgram(int host, int vm, GuestPlan guest) {
        table.addProgram(host, vm, guest.program().names());
    }

    private void addDevices(int host, int vm, Bus bus) {
        for (Bus.Region region : bus.regions()) {
            if (region.device() != null) {
                table.addDevice(host, vm, region.name(), region.base(), region.size());
            }
        }
    }

    /** Returns an instruction as source; where it jumps, relative to itself, because its place is not known here. */
    private String instruction(int word) {
        Instruction row = Instruction.decode(word, xlen);
        if (row == null) {
            return null;
        }
        String text = disassembler.disassemble(row, word, 0);
        for (Operand operand : row.format().operands()) {
            if (operand.kind() == Operand.Kind.OFFSET) {
                long offset = operand.extract(word);
                String target = offset < 0 ? ".-0x" + Long.toHexString(-offset) : ".+0x" + Long.toHexString(offset);
                return text.replace("0x" + Long.toHexString(offset), target);
            }
        }
        return text;
    }
}
