// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.util.Objects;

import org.trapline.runtime.plan.GuestPlan;
import org.trapline.runtime.plan.ProgramPlan;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/**
 * What is special about a guest that makes hypercalls: there is no machine that it could have for itself, so what it does cannot be compared with what it does
 * there. It is compared with its version that has one, as far as two programs can be: what they print and how they end.
 *
 * @param paging     that it was written for
 * @param unmodified the version that makes no hypercalls; null if there is none
 */
public record Knowing(PagingScheme paging, GuestPlan unmodified) {
    /** Tells whether two are for the same and have the same other version. */
    static boolean isLike(Knowing one, Knowing other) {
        return one == null || other == null ? one == other : one.paging == other.paging && Objects.equals(program(one), program(other));
    }

    private static ProgramPlan program(Knowing knowing) {
        return knowing.unmodified == null ? null : knowing.unmodified.program();
    }

    /** Returns the arrangement that it was written for. */
    Arrangement arrangement() {
        return new Arrangement(CpuTechnique.PARAVIRT, paging);
    }

    /** Says what its fidelity means. */
    public String remark() {
        if (unmodified == null) {
            return "it makes hypercalls, so it has no machine of its own to be faithful to: its runs are compared with the first of them; name the version"
                + " that has one with unmodified";
        }
        return "it makes hypercalls; it is compared with '" + unmodified.program().name() + "', its version for a machine of its own, which is what ran bare:"
            + " they must print the same and end in the same way, and what two programs have in registers and memory is not compared";
    }
}
