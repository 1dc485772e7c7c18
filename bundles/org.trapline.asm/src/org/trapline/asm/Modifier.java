// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import org.trapline.asm.object.RelocationType;
import org.trapline.isa.Operand;

/** The operators that take a part of an address: {@code %hi(symbol)} and its kin. */
public enum Modifier {
    HI("hi", true, "upper 20 bits of an address, rounded so that %lo makes up for the rest"),
    LO("lo", false, "lower 12 bits of an address, signed"),
    PCREL_HI("pcrel_hi", true, "upper 20 bits of the distance from this auipc to a symbol"),
    PCREL_LO("pcrel_lo", false, "lower 12 bits of the distance; takes the label of the auipc that has %pcrel_hi"),
    /** Both parts of a call, as one relocation; only in expansions. */
    CALL("call", true, "distance of a call"),
    /** The address itself, which {@code la} and its kin take; only in expansions. */
    GOT_PCREL_HI("got_pcrel_hi", true, "upper 20 bits of the distance to a symbol's entry in the global offset table"),
    TPREL_HI("tprel_hi", true, "upper 20 bits of a thread-local symbol's offset"),
    TPREL_LO("tprel_lo", false, "lower 12 bits of a thread-local symbol's offset"),
    TPREL_ADD("tprel_add", false, "marks the addition of the thread pointer"),
    TLS_IE_PCREL_HI("tls_ie_pcrel_hi", true, "upper 20 bits of the distance to a thread-local symbol's initial offset"),
    TLS_GD_PCREL_HI("tls_gd_pcrel_hi", true, "upper 20 bits of the distance to a thread-local symbol's descriptor");

    private final String text;
    private final boolean isUpper;
    private final String meaning;

    Modifier(String text, boolean isUpper, String meaning) {
        this.text = text;
        this.isUpper = isUpper;
        this.meaning = meaning;
    }

    /** Returns the modifier written {@code %text}, or null. */
    public static Modifier named(String text) {
        for (Modifier modifier : values()) {
            if (modifier.text.equals(text) && modifier.isWritten()) {
                return modifier;
            }
        }
        return null;
    }

    /** Returns the modifier as it is written. */
    public String text() {
        return '%' + text;
    }

    /** Returns in a few words which part it takes. */
    public String meaning() {
        return meaning;
    }

    /** Tells whether people write it; the others only stand in expansions of pseudo-instructions. */
    public boolean isWritten() {
        return this != CALL;
    }

    /** Tells whether it gives the upper part, for {@code lui} and {@code auipc}. */
    public boolean isUpper() {
        return isUpper;
    }

    /** Tells whether this assembler can do it. */
    public boolean isSupported() {
        return ordinal() <= CALL.ordinal();
    }

    /** Tells whether it can stand for an operand. */
    public boolean fits(Operand operand) {
        boolean upper = operand.kind() == Operand.Kind.UPPER;
        return isUpper == upper && (upper || operand.kind() == Operand.Kind.IMMEDIATE || operand.kind() == Operand.Kind.DISPLACEMENT);
    }

    /** Returns the relocation that sets an operand. */
    public RelocationType relocation(Operand operand) {
        boolean store = operand == Operand.STORE_OFFSET;
        return switch (this) {
            case HI -> RelocationType.HI20;
            case LO -> store ? RelocationType.LO12_S : RelocationType.LO12_I;
            case PCREL_HI -> RelocationType.PCREL_HI20;
            case PCREL_LO -> store ? RelocationType.PCREL_LO12_S : RelocationType.PCREL_LO12_I;
            case CALL -> RelocationType.CALL_PLT;
            default -> throw new IllegalStateException(this + " is not supported");
        };
    }
}
