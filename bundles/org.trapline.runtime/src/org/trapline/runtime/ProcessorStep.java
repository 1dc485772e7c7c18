// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.debug.ProcessorState;

/** Lets all machines run, in their order, until a processor has got on. */
final class ProcessorStep extends Walk {
    private final ProcessorState state;
    private final long start;

    ProcessorStep(SessionThread session, ProcessorState state) {
        super(session, session.system().hosts().get(state.processor().host()));
        this.state = state;
        start = state.unit().progress();
    }

    @Override
    RunningHost next() {
        return session().system().run().next();
    }

    @Override
    boolean hasHappened() {
        return state.unit().progress() != start;
    }

    @Override
    Processor processor() {
        return state.processor();
    }
}
