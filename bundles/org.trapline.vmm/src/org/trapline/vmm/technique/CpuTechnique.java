// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongToIntFunction;

import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.vmm.Meter;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.paging.DirectPaging;
import org.trapline.vmm.paging.KernelPlace;
import org.trapline.vmm.paging.PagingScheme;

/** The techniques by name, as configurations know them; and of each that is there, how it is made for a vCPU. */
public enum CpuTechnique {
    TRAP_AND_EMULATE(List.of(PagingScheme.SHADOW), TrapAndEmulate::new),
    BINARY_TRANSLATION(List.of(PagingScheme.SHADOW), BinaryTranslation::new, BinaryTranslation::cacheSize),
    HARDWARE(List.of(PagingScheme.NESTED, PagingScheme.SHADOW), Hardware::new),
    PARAVIRT(List.of(PagingScheme.DIRECT, PagingScheme.NESTED),
        (vcpu, meter) -> vcpu.paging() instanceof DirectPaging ? new Paravirt(vcpu, meter) : new AssistedParavirt(vcpu, meter));

    private static final Set<Extension> UNTRAPPABLE = EnumSet.of(Extension.M, Extension.A, Extension.C, Extension.ZBA, Extension.ZBB, Extension.ZBC,
        Extension.ZBS, Extension.ZICOND, Extension.ZAWRS, Extension.ZIFENCEI);

    private final List<PagingScheme> pagings;
    private final Maker maker;
    private final LongToIntFunction memory;

    /** Makes a technique for a vCPU. */
    @FunctionalInterface
    private interface Maker {
        Technique make(VCpu vcpu, Meter meter, OwnMemory memory);
    }

    CpuTechnique(final List<PagingScheme> pagings, final BiFunction<VCpu, Meter, Technique> maker) {
        this(pagings, (vcpu, meter, memory) -> maker.apply(vcpu, meter), guestMemory -> 0);
    }

    CpuTechnique(final List<PagingScheme> pagings, final Maker maker, final LongToIntFunction memory) {
        this.pagings = pagings;
        this.maker = maker;
        this.memory = memory;
    }

    /** Returns the name in configurations: {@code trap_and_emulate}. */
    public String literal() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the kinds of paging with which guests run by this technique, the usual one first. */
    public List<PagingScheme> pagings() {
        return pagings;
    }

    /** Returns how many bytes of the host's memory the technique needs for each vCPU of a guest with that much memory, in whole pages. */
    public int memory(final long guestMemory) {
        return memory.applyAsInt(guestMemory);
    }

    /** Returns where a hart executes the guest's kernel. */
    public KernelPlace kernel(final PagingScheme paging) {
        return switch (this) {
            case TRAP_AND_EMULATE -> KernelPlace.USER_MODE;
            case BINARY_TRANSLATION -> KernelPlace.ELSEWHERE;
            case HARDWARE -> KernelPlace.GUEST_MODE;
            case PARAVIRT -> paging == PagingScheme.NESTED ? KernelPlace.GUEST_MODE : KernelPlace.USER_MODE;
        };
    }

    /**
     * Returns which extensions of a host's harts a guest's programs can use although its own harts are to have no such. Programs run natively by every
     * technique, and nothing makes these instructions trap; others are switched off, or trap because they are privileged. A floating-point unit is
     * switched on or off as a whole.
     */
    public static Set<Extension> showsThrough(final Isa host, final Isa guest) {
        final Set<Extension> shows = EnumSet.copyOf(host.extensions());
        shows.removeIf(each -> !UNTRAPPABLE.contains(each) && !(each == Extension.D && guest.has(Extension.F)));
        shows.removeAll(guest.extensions());
        return shows;
    }

    /**
     * Makes the technique for a vCPU that has its paging.
     * @param own the memory it asked for
     */
    public Technique make(final VCpu vcpu, final Meter meter, final OwnMemory own) {
        return maker.make(vcpu, meter, own);
    }
}
