// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.trapline.machine.debug.DebugUnit;
import org.trapline.machine.debug.Stop;
import org.trapline.machine.hart.Hart;
import org.trapline.runtime.debug.Halt;
import org.trapline.runtime.debug.Points;
import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.debug.ProcessorState;

/** The processors of a session and the debuggers that look at them. All but the list is for the session's thread. */
final class Processors {
    private final List<ProcessorState> states = new ArrayList<>();
    private final List<Debugger> debuggers = new ArrayList<>();
    private Runnable writeListener = () -> { };

    /** Adds a processor. */
    void add(int host, String owner, Guest guest, Processor.Kind kind, Hart hart, Runnable changed) {
        ProcessorState state = new ProcessorState(new Processor(states.size(), host, owner, guest, kind, hart.id()), hart, changed);
        state.onWrite(writeListener);
        states.add(state);
    }

    /** Tells somebody when a processor was changed from outside. */
    void onWrite(Runnable listener) {
        writeListener = listener;
        present().forEach(state -> state.onWrite(listener));
    }

    /** Forgets the vCPUs of a guest, which has others from now on, or none. Numbers of others stay. */
    void remove(Guest guest) {
        for (int i = 0; i < states.size(); i++) {
            if (states.get(i) != null && states.get(i).processor().guest() == guest && states.get(i).processor().kind() == Processor.Kind.VCPU) {
                states.set(i, null);
            }
        }
    }

    private Stream<ProcessorState> present() {
        return states.stream().filter(Objects::nonNull);
    }

    List<Processor> list() {
        return present().map(ProcessorState::processor).toList();
    }

    /** @throws IllegalStateException if it is there no more */
    ProcessorState state(Processor processor) {
        ProcessorState state = states.get(processor.number());
        if (state == null) {
            throw new IllegalStateException(processor.name() + " is there no more");
        }
        return state;
    }

    // ---- debuggers ----

    void add(Debugger debugger) {
        debuggers.add(debugger);
    }

    void remove(Debugger debugger) {
        debuggers.remove(debugger);
        list().forEach(this::refresh);
    }

    /** Tells whether a debugger is there. */
    boolean isDebugged() {
        return !debuggers.isEmpty();
    }

    /** Gives a processor the points that all debuggers want it to have. */
    void refresh(Processor processor) {
        Points points = Points.all(debuggers.stream().map(debugger -> debugger.points(processor)).toList());
        DebugUnit unit = state(processor).unit();
        unit.setBreakpoints(points.breakpoints());
        unit.setWatchpoints(points.watchpoints());
        unit.setCatches(points.catches());
    }

    // ---- standing and going on ----

    /** Is called before machines run. */
    void goOn() {
        present().forEach(state -> state.unit().goOn());
    }

    /** Is called when they stand still for a reason that is going to be told. */
    void halted(Halt halt) {
        state(halt.processor()).unit().shown();
        debuggers.forEach(Debugger::halted);
    }

    /** Returns the processor that executes the instructions of the hart whose turn it is. */
    Processor current(RunningHost host) {
        Hart hart = host.machine().current();
        ProcessorState found = null;
        for (ProcessorState state : present().toList()) {
            // vCPUs come later, and are the better answer.
            if (state.unit().active() == hart) {
                found = state;
            }
        }
        return found.processor();
    }

    Halt stopped(Stop stop) {
        return new Halt.Stopped(present().filter(state -> state.unit() == stop.hart().debug()).findFirst().orElseThrow().processor(), stop);
    }
}
