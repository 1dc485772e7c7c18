// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.isa.Registers;
import org.trapline.runtime.debug.ProcessorState;

/**
 * The registers by gdb's numbers for RISC-V, and the description of them that gdb is given.
 *
 * <pre>
 *  0 ..   31  x0 to x31
 *         32  pc
 * 33 ..   64  f0 to f31
 * 65 .. 4160  CSRs, by their numbers
 *       4161  priv, the mode
 * </pre>
 */
final class RegisterBank {
    /** How many registers the packet for the general ones holds: x0 to x31 and pc. */
    static final int GENERAL = 33;

    private static final int PC = 32;
    private static final int FIRST_FLOAT = 33;
    private static final int FIRST_CSR = 65;
    private static final int CSRS = 1 << 12;
    private static final int PRIV = FIRST_CSR + CSRS;

    private RegisterBank() {
    }

    /** Returns a register's value; empty if the processor has no such register. */
    static OptionalLong read(ProcessorState state, int number) {
        if (number < PC) {
            return OptionalLong.of(state.x(number));
        }
        if (number == PC) {
            return OptionalLong.of(state.pc());
        }
        if (number == PRIV) {
            return OptionalLong.of(state.privilege().code());
        }
        if (isFloat(number)) {
            return state.isa().has(Extension.F) ? OptionalLong.of(state.f(number - FIRST_FLOAT)) : OptionalLong.empty();
        }
        Csr csr = csr(number);
        return csr != null && state.has(csr) ? OptionalLong.of(state.csr(csr)) : OptionalLong.empty();
    }

    /** Changes a register; returns whether the processor has it and can take the value. */
    static boolean write(ProcessorState state, int number, long value) {
        if (number < PC) {
            state.setX(number, value);
            return true;
        }
        if (number == PC) {
            state.setPc(value);
            return true;
        }
        if (number == PRIV) {
            return writePrivilege(state, value);
        }
        if (isFloat(number)) {
            state.setF(number - FIRST_FLOAT, value);
            return state.isa().has(Extension.F);
        }
        Csr csr = csr(number);
        if (csr == null || !state.has(csr) || csr.isReadOnly()) {
            return false;
        }
        state.setCsr(csr, value);
        return true;
    }

    private static boolean writePrivilege(ProcessorState state, long value) {
        for (Privilege each : Privilege.values()) {
            if (each.code() == value) {
                state.setPrivilege(each);
                return true;
            }
        }
        return false;
    }

    private static boolean isFloat(int number) {
        return number >= FIRST_FLOAT && number < FIRST_CSR;
    }

    private static Csr csr(int number) {
        return number >= FIRST_CSR && number < PRIV ? Csr.of(number - FIRST_CSR) : null;
    }

    /** Returns how many bytes of a register gdb gets, by what the processors execute: as many as the widest of them has. */
    static int bytes(Collection<Isa> isas, int number) {
        return isFloat(number) ? Long.BYTES : width(isas) / Byte.SIZE;
    }

    private static int width(Collection<Isa> isas) {
        return isas.stream().mapToInt(Isa::xlen).max().orElse(Long.SIZE);
    }

    /** Returns the description of processors with these instruction sets; a register that one of them has not, it has no value for. */
    static String describe(Collection<Isa> isas) {
        int width = width(isas);
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n<target version=\"1.0\">\n"
            + "<architecture>riscv:rv" + width + "</architecture>\n<osabi>none</osabi>\n<feature name=\"org.gnu.gdb.riscv.cpu\">\n");
        List<String> names = Registers.abiNames();
        for (int i = 0; i < PC; i++) {
            String type = i == 1 ? "code_ptr" : i == 2 || i == 3 || i == 4 || i == 8 ? "data_ptr" : "int";
            xml.append(register(i == 8 ? "fp" : names.get(i), i, type, width));
        }
        xml.append(register("pc", PC, "code_ptr", width)).append("</feature>\n");
        if (isas.stream().anyMatch(isa -> isa.has(Extension.F))) {
            describeFloats(xml);
        }
        xml.append("<feature name=\"org.gnu.gdb.riscv.csr\">\n");
        xml.append(Arrays.stream(Csr.values()).filter(csr -> isas.stream().anyMatch(csr::isIn))
            .map(csr -> "<reg name=\"" + csr.csrName() + "\" bitsize=\"" + width + "\" type=\"int\" save-restore=\"no\" regnum=\""
                + (FIRST_CSR + csr.number()) + "\"/>\n").collect(Collectors.joining()));
        return xml.append("</feature>\n<feature name=\"org.gnu.gdb.riscv.virtual\">\n").append(register("priv", PRIV, "int", width))
            .append("</feature>\n</target>\n").toString();
    }

    // All are 64 bits wide, as the machine keeps them: without D, the upper half is ones.
    private static void describeFloats(StringBuilder xml) {
        xml.append("<feature name=\"org.gnu.gdb.riscv.fpu\">\n<union id=\"riscv_double\"><field name=\"float\" type=\"ieee_single\"/>"
            + "<field name=\"double\" type=\"ieee_double\"/></union>\n");
        List<String> names = Registers.floatAbiNames();
        for (int i = 0; i < names.size(); i++) {
            xml.append(register(names.get(i), FIRST_FLOAT + i, "riscv_double", Long.SIZE));
        }
        xml.append("</feature>\n");
    }

    private static String register(String name, int number, String type, int bits) {
        return "<reg name=\"" + name + "\" bitsize=\"" + bits + "\" type=\"" + type + "\" regnum=\"" + number + "\"/>\n";
    }
}
