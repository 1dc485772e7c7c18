// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.nio.file.Path;

import org.trapline.machine.engine.EngineKind;
import org.trapline.machine.replay.History;

/**
 * How to run a system.
 *
 * @param traceCapacity    events to keep in memory; 0 for no trace at all, which is fastest
 * @param traceFile        gets every event, or null
 * @param instructionLimit instructions after which a host is stopped
 * @param guestLimit       instructions of the first guest after which its host is stopped, right there
 * @param awaitsInput      whether somebody may still type when all guests wait; otherwise such a session ends
 * @param startsPaused     whether the session waits for a command before the first instruction
 * @param pacesIdle        whether time in which machines only wait takes as long as it says, unless somebody types; otherwise it is skipped
 * @param history          how much is kept to go back in the run, also from its end as long as there is a debugger; null if nobody will
 * @param engine           what executes; it makes no difference to what is executed
 */
public record SessionOptions(long traceCapacity, Path traceFile, long instructionLimit, long guestLimit, boolean awaitsInput, boolean startsPaused,
        boolean pacesIdle, History.Limits history, EngineKind engine) {
    private static final long DEFAULT_CAPACITY = 1L << 20;

    /** Returns what suits a user interface: traced, unlimited, waiting for input. */
    public static SessionOptions interactive() {
        return new SessionOptions(DEFAULT_CAPACITY, null, Long.MAX_VALUE, Long.MAX_VALUE, true, false, false, null, EngineKind.JIT);
    }

    /** Returns what suits a program that runs on its own: traced, unlimited, without anybody to type. */
    public static SessionOptions unattended() {
        return interactive().withAwaitsInput(false);
    }

    public SessionOptions withTraceCapacity(long events) {
        return new SessionOptions(events, traceFile, instructionLimit, guestLimit, awaitsInput, startsPaused, pacesIdle, history, engine);
    }

    public SessionOptions withTraceFile(Path file) {
        return new SessionOptions(traceCapacity, file, instructionLimit, guestLimit, awaitsInput, startsPaused, pacesIdle, history, engine);
    }

    public SessionOptions withInstructionLimit(long instructions) {
        return new SessionOptions(traceCapacity, traceFile, instructions, guestLimit, awaitsInput, startsPaused, pacesIdle, history, engine);
    }

    public SessionOptions withGuestLimit(long instructions) {
        return new SessionOptions(traceCapacity, traceFile, instructionLimit, instructions, awaitsInput, startsPaused, pacesIdle, history, engine);
    }

    public SessionOptions withAwaitsInput(boolean awaits) {
        return new SessionOptions(traceCapacity, traceFile, instructionLimit, guestLimit, awaits, startsPaused, pacesIdle, history, engine);
    }

    public SessionOptions withStartsPaused(boolean paused) {
        return new SessionOptions(traceCapacity, traceFile, instructionLimit, guestLimit, awaitsInput, paused, pacesIdle, history, engine);
    }

    public SessionOptions withPacesIdle(boolean paces) {
        return new SessionOptions(traceCapacity, traceFile, instructionLimit, guestLimit, awaitsInput, startsPaused, paces, history, engine);
    }

    /** Returns options with which the session can go back in its run. */
    public SessionOptions withHistory(History.Limits limits) {
        return new SessionOptions(traceCapacity, traceFile, instructionLimit, guestLimit, awaitsInput, startsPaused, pacesIdle, limits, engine);
    }

    /** Returns options with which the session can go back, as far as suits a user interface. */
    public SessionOptions withTimeTravel() {
        return withHistory(History.Limits.standard());
    }

    public SessionOptions withEngine(EngineKind kind) {
        return new SessionOptions(traceCapacity, traceFile, instructionLimit, guestLimit, awaitsInput, startsPaused, pacesIdle, history, kind);
    }
}
