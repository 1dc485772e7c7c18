// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.debug;

import org.trapline.machine.debug.Stop;

/** Why all machines stand still. */
public sealed interface Halt {
    /** Returns the processor to look at. */
    Processor processor();

    /** Somebody wanted it, or it was started so; the processor is the one that ran last. */
    record Paused(Processor processor) implements Halt {
    }

    /** The processor has made the step that was asked for. */
    record Stepped(Processor processor) implements Halt {
    }

    /** The session has gone back as far as it can; the processor is the one that ran first. */
    record AtBeginning(Processor processor) implements Halt {
    }

    /**
     * All machines have ended, and a debugger is there that can go back; if it lets them go on, the session ends. The processor is the one that ran
     * last.
     */
    record AtEnd(Processor processor) implements Halt {
    }

    /** The processor has come to one of its points, or gone back to it. */
    record Stopped(Processor processor, Stop stop) implements Halt {
    }
}
