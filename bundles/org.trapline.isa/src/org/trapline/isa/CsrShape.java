// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a CSR's bits are: fields of its own, or a view of another CSR's.
 *
 * @param fields             fields, highest first
 * @param viewOf             the register whose bits these are, or null
 * @param viewShift          bit of the viewed register that is bit 0 here
 * @param dropsIllegalWrites whether an illegal value of one field makes the whole write have no effect
 */
record CsrShape(List<CsrField> fields, Csr viewOf, int viewShift, boolean dropsIllegalWrites) {

    static CsrShape layout(CsrField... fields) {
        return new CsrShape(sorted(Arrays.asList(fields)), null, 0, false);
    }

    /** A register that is one field, any value of which is kept. */
    static CsrShape whole(String doc) {
        return layout(CsrField.warl("value", 63, 0, doc));
    }

    /** A register whose value software cannot change. */
    static CsrShape fixed(String doc) {
        return layout(CsrField.readOnly("value", 63, 0, doc));
    }

    /** Some fields of another register, at the same bits. A name that starts with a dash is read-only in the view. */
    static CsrShape view(Csr csr, String... names) {
        List<CsrField> fields = new ArrayList<>();
        for (String name : names) {
            boolean readOnly = name.startsWith("-");
            csr.fields().stream().filter(f -> f.name().equals(readOnly ? name.substring(1) : name))
                .forEach(f -> fields.add(readOnly ? f.readOnly() : f));
        }
        return new CsrShape(sorted(fields), csr, 0, false);
    }

    /** All of another register, for reading only. */
    static CsrShape shadow(Csr csr) {
        return new CsrShape(csr.fields().stream().map(CsrField::readOnly).toList(), csr, 0, false);
    }

    /** Bits of another register from {@code shift} upwards, under names of their own. */
    static CsrShape shiftedView(Csr csr, int shift, CsrField... fields) {
        return new CsrShape(sorted(Arrays.asList(fields)), csr, shift, false);
    }

    /** The upper half of a 64-bit register, which RV32 sees as a register of its own. */
    static CsrShape upperHalf(Csr csr) {
        return shiftedView(csr, 32, CsrField.warl("value", 31, 0, "bits 63..32 of " + csr.csrName()));
    }

    /** The upper half of a 64-bit register, for reading only. */
    static CsrShape readOnlyUpperHalf(Csr csr) {
        return shiftedView(csr, 32, CsrField.readOnly("value", 31, 0, "bits 63..32 of " + csr.csrName()));
    }

    /** A register of its own with fields like another's. */
    static CsrShape like(Csr csr) {
        return new CsrShape(csr.fields(), null, 0, false);
    }

    /** The same bits, where the named ones are one after reset. */
    CsrShape resetToOne(String... names) {
        List<String> ones = List.of(names);
        return new CsrShape(fields.stream().map(f -> ones.contains(f.name()) ? f.resetTo(1) : f).toList(), viewOf, viewShift,
            dropsIllegalWrites);
    }

    /** The same bits, where an illegal value of one field makes the whole write have no effect. */
    CsrShape dropIllegalWrites() {
        return new CsrShape(fields, viewOf, viewShift, true);
    }

    /** A register that holds an instruction address, which has IALIGN bits. */
    static CsrShape pc(String doc) {
        return layout(CsrField.warl("address", 63, 2, doc + " (bits 63..2)"),
            CsrField.bit("address1", 1, "bit 1 of the address, where instructions may be 2 bytes long").of(Extension.C));
    }

    /** A register that holds the cause of a trap. */
    static CsrShape cause() {
        String interrupt = "the trap is an interrupt, not an exception";
        return layout(CsrField.bit("Interrupt", 63, interrupt).only(Xlen.RV64), CsrField.bit("Interrupt", 31, interrupt).only(Xlen.RV32),
            CsrField.wlrl("Code", 62, 0, "number of the cause").only(Xlen.RV64),
            CsrField.wlrl("Code", 30, 0, "number of the cause").only(Xlen.RV32));
    }

    /** One bit for each exception that {@code delegable} accepts. */
    static CsrShape exceptions(Predicate<Cause> delegable) {
        return new CsrShape(sorted(Arrays.stream(Cause.values()).filter(c -> !c.isInterrupt() && delegable.test(c))
            .map(c -> CsrField.bit(c.causeName(), c.code(), c.meaning()).of(c.extension())).toList()), null, 0, false);
    }

    /** One bit for each interrupt, software being able to write those that {@code writable} accepts. */
    static CsrShape interrupts(String suffix, Predicate<Cause> writable) {
        return new CsrShape(sorted(Arrays.stream(Cause.values()).filter(Cause::isInterrupt)
            .map(c -> interrupt(c, c.shortName() + suffix, writable.test(c))).toList()), null, 0, false);
    }

    private static CsrField interrupt(Cause cause, String name, boolean writable) {
        CsrField field = CsrField.bit(name, cause.code(), cause.meaning()).of(cause.extension());
        return writable ? field : field.readOnly();
    }

    /** One bit for each counter. */
    static CsrShape counterBits(String what, boolean withTime) {
        List<CsrField> fields = new ArrayList<>();
        fields.add(CsrField.bit("CY", 0, "cycle " + what));
        if (withTime) {
            fields.add(CsrField.bit("TM", 1, "time " + what));
        }
        fields.add(CsrField.bit("IR", 2, "instret " + what));
        for (int i = 3; i < 32; i++) {
            fields.add(CsrField.bit("HPM" + i, i, "hpmcounter" + i + ' ' + what));
        }
        return new CsrShape(sorted(fields), null, 0, false);
    }

    /** Eight bits for each PMP entry from {@code first} on: four entries in RV32, eight in RV64. */
    static CsrShape pmpConfiguration(int first) {
        List<CsrField> fields = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String entry = "pmp" + (first + i) + "cfg.";
            int low = 8 * i;
            fields.add(CsrField.bit(entry + "L", low + 7, "locked until reset, and M mode must obey as well"));
            fields.add(CsrField.warl(entry + "A", low + 4, low + 3, "how the address is matched", CsrField.is(0, "OFF: not at all"),
                CsrField.is(1, "TOR: from the previous entry's address up to this one's"), CsrField.is(2, "NA4: four bytes"),
                CsrField.is(3, "NAPOT: a naturally aligned power of two, by the trailing ones of the address")));
            fields.add(CsrField.bit(entry + "X", low + 2, "may be executed"));
            fields.add(CsrField.bit(entry + "W", low + 1, "may be written"));
            fields.add(CsrField.bit(entry + "R", low, "may be read"));
        }
        return new CsrShape(sorted(fields), null, 0, false);
    }

    private static List<CsrField> sorted(List<CsrField> fields) {
        return fields.stream().sorted((a, b) -> b.low() - a.low()).toList();
    }
}
