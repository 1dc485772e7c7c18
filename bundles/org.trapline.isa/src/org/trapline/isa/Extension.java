// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The extensions of the instruction set that the tables know, by the name they have in an isa string.
 */
public enum Extension {
    I("base integer instructions", true),
    M("integer multiplication and division", true),
    A("atomic instructions", true),
    F("single-precision floating point", true),
    D("double-precision floating point", true),
    C("compressed instructions", true),
    H("hypervisor", true),
    S("supervisor mode", true),
    U("user mode", true),
    ZICSR("CSR instructions", true),
    ZIFENCEI("instruction-fetch fence", true),
    ZICNTR("base counters and timers", true),
    ZIHPM("hardware performance counters", true),
    ZBA("address generation", true),
    ZBB("basic bit manipulation", true),
    ZBC("carry-less multiplication", true),
    ZBS("single-bit instructions", true),
    ZICOND("conditional zeroing", true),
    ZAWRS("waiting on a reservation", true),
    ZIHINTPAUSE("pause hint", true),
    ZICBOM("cache-block management", true),
    ZICBOZ("cache-block zeroing", true),
    SVINVAL("fine-grained address-translation invalidation", true),
    SVADE("page faults on A and D bits that need setting", true),
    SVADU("hardware updating of A and D bits", true),
    SVNAPOT("contiguous pages of 64 KiB", true),
    SVPBMT("page-based memory types", true),
    SSTC("supervisor timer compare", true),
    SMEPMP("physical memory protection against M mode", true),
    SMSTATEEN("enables for state of other extensions", true),
    SV39("39-bit virtual addresses", true),
    SV48("48-bit virtual addresses", true),
    SV57("57-bit virtual addresses", true);

    private final String title;
    private final boolean implemented;

    Extension(String title, boolean implemented) {
        this.title = title;
        this.implemented = implemented;
    }

    /** Returns the name used in isa strings: {@code m}, {@code zicsr}. */
    public String isaName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns in a few words what the extension brings. */
    public String title() {
        return title;
    }

    /** Tells whether the extension is a single letter, with a bit in {@code misa}. */
    public boolean isLetter() {
        return name().length() == 1;
    }

    /** Tells whether the engine can execute the extension; one that it cannot is known by name only. */
    public boolean isImplemented() {
        return implemented;
    }

    /** Returns the register widths that can have the extension. */
    public Xlen xlen() {
        return switch (this) {
            case SV39, SV48, SV57, SVNAPOT, SVPBMT -> Xlen.RV64;
            default -> Xlen.ANY;
        };
    }

    /** Returns the extensions that this one cannot be without. */
    public Set<Extension> requires() {
        return switch (this) {
            case F, ZICNTR, ZIHPM, S -> EnumSet.of(ZICSR);
            case D -> EnumSet.of(F);
            case ZAWRS -> EnumSet.of(A);
            case H -> EnumSet.of(S, ZICSR);
            case SMSTATEEN, SVINVAL, SVADE, SVADU, SVNAPOT, SVPBMT, SSTC, SV39 -> EnumSet.of(S);
            case SV48 -> EnumSet.of(SV39);
            case SV57 -> EnumSet.of(SV48);
            default -> EnumSet.noneOf(Extension.class);
        };
    }
}
