// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.util.ArrayList;
import java.util.List;

import org.trapline.isa.Extension;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/**
 * How a program runs.
 *
 * @param technique how its code is executed; null if it owns the machine
 * @param paging    how its addresses are translated; null if it owns the machine, or the technique is not there
 */
public record Arrangement(CpuTechnique technique, PagingScheme paging) {
    /** On a machine of its own. */
    public static final Arrangement BARE = new Arrangement(null, null);

    /** Returns every way in which guests could run, whether a host offers it or not; not the bare one. */
    public static List<Arrangement> virtual() {
        final List<Arrangement> all = new ArrayList<>();
        for (CpuTechnique technique : CpuTechnique.values()) {
            technique.pagings().forEach(paging -> all.add(new Arrangement(technique, paging)));
            if (technique.pagings().isEmpty()) {
                all.add(new Arrangement(technique, null));
            }
        }
        return all;
    }

    /** Returns why a host cannot offer it to a guest that does not know of it; null if it can. */
    String refusal(HostPlan host) {
        if (technique == CpuTechnique.PARAVIRT) {
            return "needs a guest that was written for it";
        }
        if (paging == null) {
            return "is not built in this version";
        }
        if (technique == CpuTechnique.HARDWARE && !host.isa().has(Extension.H)) {
            return "needs a host with the H extension, and this one has " + host.isa();
        }
        return null;
    }

    /** Returns its name: {@code trap_and_emulate, shadow}. */
    public String label() {
        if (technique == null) {
            return "bare";
        }
        return paging == null ? technique.literal() : technique.literal() + ", " + paging.literal();
    }
}
