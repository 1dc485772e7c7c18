// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.trapline.isa.Format;
import org.trapline.isa.Operand;

/**
 * Which loads of floating-point numbers are at places computed from what was just read from memory, as the elements of a vector are that a sparse matrix
 * is multiplied with. They go from page to page without a rule, which the host cannot predict, so it is no use to keep the page of the last; and that
 * it takes longer to look for each hardly matters, because no address waits for such a number.
 */
final class GatheredLoads {
    private final Set<Integer> sites = new HashSet<>();

    GatheredLoads(RegionPlan plan) {
        for (int part = 0; part < plan.parts().size(); part++) {
            look(plan.parts().get(part), part);
        }
    }

    private void look(RegionPlan.Part part, int number) {
        BitSet read = new BitSet();
        BitSet computed = new BitSet();
        for (int index = 0; index < part.steps().size(); index++) {
            Step step = part.steps().get(index);
            Format format = step.row().format();
            if (format == Format.FLOAD && computed.get(step.rs1())) {
                sites.add(RegionHost.site(number, index));
            }
            if (format.has(Operand.RD)) {
                boolean computes = format != Format.LOAD && (uses(step, read) || uses(step, computed));
                read.set(step.rd(), format == Format.LOAD);
                computed.set(step.rd(), computes);
            }
        }
    }

    private static boolean uses(Step step, BitSet registers) {
        Format format = step.row().format();
        return format.has(Operand.RS1) && registers.get(step.rs1()) || format.has(Operand.RS2) && registers.get(step.rs2());
    }

    /** Tells whether an instruction is one of them. */
    boolean has(int site) {
        return sites.contains(site);
    }
}
