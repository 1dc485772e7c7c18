// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import org.trapline.vmm.Custody;

/**
 * Whether the VMM stayed in control while a program and a neighbour shared its host.
 *
 * @param neighbourIntact whether the neighbour found its memory as it had left it
 * @param damage          what else was written to that no guest may write
 * @param stretch         most cycles that the program ran before the VMM had the processor again
 * @param quantum         the most that it may, in cycles, but for what an interrupt takes to arrive
 * @param witnessed       instructions that the neighbour got to execute
 */
public record Safety(boolean neighbourIntact, Damage damage, long stretch, long quantum, long witnessed) {
    /** A tick of the host's clock, and the way through the firmware. */
    private static final long ARRIVAL = 100;

    /** What was written to outside the guests' memory. */
    public enum Damage {
        NONE("nothing outside its own memory was written"),
        VMM("the VMM's own memory has changed"),
        FREE("memory that belongs to nobody was written");

        private final String text;

        Damage(String text) {
            this.text = text;
        }

        /** Returns what that means, as a clause. */
        public String text() {
            return text;
        }

        static Damage between(Custody before, Custody after) {
            if (before.own() != after.own()) {
                return VMM;
            }
            return after.freeClean() ? NONE : FREE;
        }
    }

    /** Tells whether the VMM always got the processor back in time, so that the neighbour had its turn. */
    public boolean isRegained() {
        return stretch <= quantum + ARRIVAL && witnessed > 0;
    }

    /** Tells whether everything held. */
    public boolean holds() {
        return neighbourIntact && damage == Damage.NONE && isRegained();
    }

    /** Returns what did not hold, or what was seen. */
    public String text() {
        if (!neighbourIntact) {
            return "a neighbour's memory was changed";
        }
        if (damage != Damage.NONE) {
            return damage.text();
        }
        if (witnessed == 0) {
            return "a neighbour never got the processor";
        }
        return isRegained() ? "holds: longest stretch " + stretch + " of " + quantum + " cycles"
            : "the processor was not regained for " + stretch + " cycles, the quantum is " + quantum;
    }
}
