// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.instruction;

import org.trapline.asm.object.RelocationType;
import org.trapline.isa.Operand;

/** The operators that take a part of an address: {@code %hi(symbol)} and its kin. */
enum Modifier {
    HI("hi", true),
    LO("lo", false),
    PCREL_HI("pcrel_hi", true),
    PCREL_LO("pcrel_lo", false),
    /** Both parts of a call, as one relocation; only in expansions. */
    CALL("call", true),
    /** The address itself, which {@code la} and its kin take; only in expansions. */
    GOT_PCREL_HI("got_pcrel_hi", true),
    TPREL_HI("tprel_hi", true),
    TPREL_LO("tprel_lo", false),
    TPREL_ADD("tprel_add", false),
    TLS_IE_PCREL_HI("tls_ie_pcrel_hi", true),
    TLS_GD_PCREL_HI("tls_gd_pcrel_hi", true);

    private final String text;
    private final boolean isUpper;

    Modifier(String text, boolean isUpper) {
        this.text = text;
        this.isUpper = isUpper;
    }

    /** Returns the modifier written {@code %text}, or null. */
    static Modifier named(String text) {
        for (Modifier modifier : values()) {
            if (modifier.text.equals(text) && modifier != CALL) {
                return modifier;
            }
        }
        return null;
    }

    /** Returns the modifier as it is written. */
    String text() {
        return '%' + text;
    }

    /** Tells whether it gives the upper part, for {@code lui} and {@code auipc}. */
    boolean isUpper() {
        return isUpper;
    }

    /** Tells whether this assembler can do it. */
    boolean isSupported() {
        return ordinal() <= CALL.ordinal();
    }

    /** Tells whether it can stand for an operand. */
    boolean fits(Operand operand) {
        boolean upper = operand.kind() == Operand.Kind.UPPER;
        return isUpper == upper && (upper || operand.kind() == Operand.Kind.IMMEDIATE || operand.kind() == Operand.Kind.DISPLACEMENT);
    }

    /** Returns the relocation that sets an operand. */
    RelocationType relocation(Operand operand) {
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
