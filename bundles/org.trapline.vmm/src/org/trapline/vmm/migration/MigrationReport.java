// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.migration;

import java.util.List;

/**
 * How a migration went. Time is virtual, in cycles of the source's host.
 *
 * @param outcome   where the machine is
 * @param reason    why it has stayed, or why it was halted although more was dirty than wished; empty if all went as planned
 * @param rounds    the rounds in which memory was copied while it ran, then the one in which it was halted
 * @param converged whether what was dirty became little enough
 * @param bytes     how much was sent in all
 * @param downtime  cycles for which it ran on neither side
 * @param cycles    how long all of it took
 * @param fetched   pages that it had to wait for because they had not come yet when it touched them
 */
public record MigrationReport(Outcome outcome, String reason, List<Round> rounds, boolean converged, long bytes, long downtime, long cycles,
        int fetched) {
    /** Where the machine is. */
    public enum Outcome {
        /** It runs on the target. */
        MOVED,
        /** It runs where it was. */
        STAYED,
        /** It stands still where it was: whether it runs on the target could not be found out. */
        UNDECIDED
    }

    public MigrationReport {
        rounds = List.copyOf(rounds);
    }
}
