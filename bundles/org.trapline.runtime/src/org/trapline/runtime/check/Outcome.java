// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.util.Map;

import org.trapline.runtime.Ending;
import org.trapline.trace.analysis.Cost;

/**
 * What became of a guest in one arrangement.
 *
 * @param arrangement how it ran
 * @param refusal     why it could not run so, or null; then nothing below is known
 * @param ending      how it ended
 * @param fidelity    how that compares with the bare run; null of the bare run itself
 * @param performance what it took
 * @param safety      whether the VMM stayed in control; null of the bare run
 */
public record Outcome(Arrangement arrangement, String refusal, Ending ending, Fidelity fidelity, Performance performance, Safety safety) {

    /**
     * What a run took.
     *
     * @param instructions the guest's
     * @param exits        how often control left it
     * @param cycles       of the host, from its start to the end
     * @param slowdown     those cycles, as a multiple of the bare run's
     * @param nativeShare  how many of the instructions a hart executed itself, from 0 to 1
     * @param causes       exits by cause, the most frequent first
     */
    public record Performance(long instructions, long exits, long cycles, double slowdown, double nativeShare, Map<Long, Cost> causes) {
        static Performance of(Observation run, Observation bare) {
            return new Performance(run.result().instructions(), run.result().exits(), run.result().cycles(),
                (double) run.result().cycles() / Math.max(1, bare.result().cycles()), run.nativeShare(), run.exits());
        }
    }

    static Outcome refused(Arrangement arrangement, String why) {
        return new Outcome(arrangement, why, null, null, null, null);
    }

    /** Tells whether it ran. */
    public boolean ran() {
        return refusal == null;
    }

    /** Tells whether fidelity and safety hold; true of what did not run. */
    public boolean holds() {
        return (fidelity == null || fidelity.holds()) && (safety == null || safety.holds());
    }
}
