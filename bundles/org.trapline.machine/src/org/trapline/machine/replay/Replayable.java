// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.replay;

import org.trapline.machine.StopReason;
import org.trapline.machine.debug.Stop;
import org.trapline.machine.state.Stateful;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.code.SnapshotAction;

/**
 * Something that runs and whose run can be done again: from the same state it goes on in the same way, wherever it is stopped in between. What comes
 * in from outside it has noted, and takes its notes when it goes that way again.
 */
public interface Replayable extends Stateful {
    /** Returns a number that grows with whatever happens, and so tells one moment of the run from all others. */
    long instant();

    /** Returns how many instructions have retired. */
    long instret();

    /**
     * Runs.
     * @param instructions so many have retired in all when it stops
     * @param instant      where it stops if that comes first, or just beyond if something that begins before takes longer
     * @return LIMIT for the former, TIME for the latter, or what else has stopped it
     */
    StopReason runTo(long instructions, long instant);

    /** Executes one instruction or takes one trap; where nothing can be executed, lets time pass up to the next event. */
    StopReason step();

    /** Returns at which point it stopped last; null before it stopped at one. */
    Stop lastStop();

    /** Notes that somebody has seen it stand where it stands, so that a breakpoint there does not stop it before it has got on. */
    void shown();

    /** Returns what events are recorded in, or null. */
    TraceBuffer trace();

    /** Records that something was done with a snapshot, if it is traced. */
    void mark(SnapshotAction action, long number);
}
