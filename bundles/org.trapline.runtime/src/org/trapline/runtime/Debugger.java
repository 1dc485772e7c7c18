// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.trapline.runtime.debug.Halt;
import org.trapline.runtime.debug.Points;
import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.debug.ProcessorState;

/**
 * One debugger of a session, of which there may be several: each has its own points, and all see the same machines standing or running. What
 * stops the session is told by {@link SessionListener#halted}.
 *
 * <p>All methods may be called by any thread. What they ask for is done in the order in which it was asked for. Stopping, stepping and going on do
 * not change what happens in the machines; writing to them does, of course.
 */
public final class Debugger implements AutoCloseable {
    private final Session session;
    private final Processors processors;
    // The session's thread alone.
    private final Map<Processor, Points> points = new HashMap<>();
    private final Map<Processor, Points> temporary = new HashMap<>();

    Debugger(Session session, Processors processors) {
        this.session = session;
        this.processors = processors;
    }

    /** Returns all processors, by their number. */
    public List<Processor> processors() {
        return processors.list();
    }

    /** Replaces this debugger's points of a processor. */
    public void setPoints(Processor processor, Points wanted) {
        session.request(() -> {
            points.put(processor, wanted);
            processors.refresh(processor);
        });
    }

    /** Lets the machines run on. */
    public void resume() {
        session.resume();
    }

    /** Lets the machines run on until one of these processors is about to execute the instruction at an address, or something else stops them. */
    public void runTo(List<Processor> which, long va) {
        session.request(() -> {
            for (Processor each : which) {
                temporary.put(each, new Points(Set.of(va), Set.of(), Set.of()));
                processors.refresh(each);
            }
        });
        session.resume();
    }

    /**
     * Makes the machines stand still.
     * @return why they do, if they did already, or this; fails if the session ends before
     */
    public CompletableFuture<Halt> pause() {
        return session.halt();
    }

    /** Switches the host of a processor off and on again; the session goes on standing or running. */
    public void reset(Processor processor) {
        session.request(() -> session.reset(processor.host()));
    }

    /**
     * Lets a processor execute one instruction or take one trap, and pauses. The others have their turns as if nobody looked: if this one waits,
     * or is not scheduled, that may take long, and another one's points, or {@link #pause}, may come first.
     */
    public void step(Processor processor) {
        session.step(processor);
    }

    /** Lets the session's thread look at a processor, or change it. */
    public <T> CompletableFuture<T> ask(Processor processor, Function<ProcessorState, T> question) {
        return session.ask(() -> question.apply(processors.state(processor)));
    }

    /** Takes its points away; what stands still goes on standing. */
    @Override
    public void close() {
        session.request(() -> processors.remove(this));
    }

    // ---- the session's thread ----

    Points points(Processor processor) {
        return Points.all(List.of(points.getOrDefault(processor, Points.NONE), temporary.getOrDefault(processor, Points.NONE)));
    }

    void halted() {
        List<Processor> changed = List.copyOf(temporary.keySet());
        temporary.clear();
        changed.forEach(processors::refresh);
    }
}
