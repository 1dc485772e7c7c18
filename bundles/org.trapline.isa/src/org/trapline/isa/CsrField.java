// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.List;

/**
 * A field of a CSR.
 *
 * @param name      name in the manual, such as {@code MPP}
 * @param high      highest bit; a field that reaches to the end of the register has 63 here, also for RV32
 * @param low       lowest bit
 * @param rule      what a write does
 * @param reset     value after reset, not shifted; for a read-only field usually its only value
 * @param extension extension without which the field is read-only zero
 * @param xlen      register width in which the field exists
 * @param doc       one line: what the field does
 * @param meanings  what the field's values mean; of a WARL field these are all legal values, unless the list is empty
 */
public record CsrField(String name, int high, int low, Rule rule, long reset, Extension extension, Xlen xlen, String doc,
        List<Meaning> meanings) {

    /** What a write to a field does. */
    public enum Rule {
        /** Write any value, read a legal value: an illegal value leaves the field as it was. */
        WARL,
        /** Write and read only legal values: software must not write others; whatever is written is kept. */
        WLRL,
        /** Writes have no effect; the value is fixed or comes from the hardware. */
        READ_ONLY
    }

    /**
     * One value of a field.
     *
     * @param value     the value, not shifted
     * @param text      what it means
     * @param extension extension without which the value is not legal
     */
    public record Meaning(long value, String text, Extension extension) {
        Meaning of(Extension needed) {
            return new Meaning(value, text, needed);
        }
    }

    static Meaning is(long value, String text) {
        return new Meaning(value, text, Extension.I);
    }

    static CsrField bit(String name, int bit, String doc) {
        return warl(name, bit, bit, doc);
    }

    static CsrField warl(String name, int high, int low, String doc, Meaning... legal) {
        return new CsrField(name, high, low, Rule.WARL, 0, Extension.I, Xlen.ANY, doc, List.of(legal));
    }

    static CsrField wlrl(String name, int high, int low, String doc) {
        return new CsrField(name, high, low, Rule.WLRL, 0, Extension.I, Xlen.ANY, doc, List.of());
    }

    static CsrField readOnly(String name, int high, int low, String doc) {
        return readOnly(name, high, low, 0, doc);
    }

    static CsrField readOnly(String name, int high, int low, long value, String doc) {
        return new CsrField(name, high, low, Rule.READ_ONLY, value, Extension.I, Xlen.ANY, doc, List.of());
    }

    CsrField readOnly() {
        return new CsrField(name, high, low, Rule.READ_ONLY, reset, extension, xlen, doc, meanings);
    }

    CsrField resetTo(long value) {
        return new CsrField(name, high, low, rule, value, extension, xlen, doc, meanings);
    }

    CsrField of(Extension needed) {
        return new CsrField(name, high, low, rule, reset, needed, xlen, doc, meanings);
    }

    CsrField only(Xlen width) {
        return new CsrField(name, high, low, rule, reset, extension, width, doc, meanings);
    }

    CsrField meaning(Meaning... values) {
        return new CsrField(name, high, low, rule, reset, extension, xlen, doc, List.of(values));
    }

    /** Tells whether a hart of {@code isa} has the field; where it does not, the bits read as zero. */
    public boolean isIn(Isa isa) {
        return xlen.includes(isa.xlen()) && isa.has(extension) && low < isa.xlen();
    }

    /** Returns the field's bits in a register of {@code width} bits. */
    public long mask(int width) {
        int top = Math.min(high, width - 1);
        return -1L >>> 63 - (top - low) << low;
    }

    /** Returns the field's value in the register value {@code csr} of 64 bits. */
    public long extract(long csr) {
        return (csr & mask(64)) >>> low;
    }

    /** Returns the register value {@code csr} with this field set to {@code value}. */
    public long insert(long csr, long value) {
        return csr & ~mask(64) | value << low & mask(64);
    }

    /** Returns what {@code value} means, or null if the field's values are not enumerated or this one is reserved. */
    public String meaningOf(long value) {
        return meanings.stream().filter(m -> m.value() == value).map(Meaning::text).findFirst().orElse(null);
    }

    /** Tells whether the field may hold {@code value} on a hart of {@code isa}. */
    public boolean isLegal(long value, Isa isa) {
        return rule != Rule.WARL || meanings.isEmpty()
            || meanings.stream().anyMatch(m -> m.value() == value && isa.has(m.extension()));
    }
}
