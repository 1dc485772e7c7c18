// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;

import org.trapline.vmm.Meter;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.paging.PagingScheme;

/** The techniques by name, as configurations know them; and of each that is there, how it is made for a vCPU. */
public enum CpuTechnique {
    TRAP_AND_EMULATE(EnumSet.of(PagingScheme.SHADOW), TrapAndEmulate::new),
    BINARY_TRANSLATION(EnumSet.noneOf(PagingScheme.class), null),
    HARDWARE(EnumSet.of(PagingScheme.NESTED), Hardware::new),
    PARAVIRT(EnumSet.noneOf(PagingScheme.class), null);

    private final Set<PagingScheme> pagings;
    private final BiFunction<VCpu, Meter, Technique> maker;

    CpuTechnique(final Set<PagingScheme> pagings, final BiFunction<VCpu, Meter, Technique> maker) {
        this.pagings = pagings;
        this.maker = maker;
    }

    /** Returns the name in configurations: {@code trap_and_emulate}. */
    public String literal() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the kinds of paging with which guests run by this technique. */
    public Set<PagingScheme> pagings() {
        return Collections.unmodifiableSet(pagings);
    }

    /** Makes the technique for a vCPU that has its paging. */
    public Technique make(final VCpu vcpu, final Meter meter) {
        return maker.apply(vcpu, meter);
    }
}
