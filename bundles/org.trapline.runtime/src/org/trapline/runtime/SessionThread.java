// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import org.trapline.machine.StopReason;
import org.trapline.machine.replay.Arrival;
import org.trapline.machine.replay.History;
import org.trapline.runtime.debug.Halt;
import org.trapline.runtime.debug.Processor;
import org.trapline.vmm.CrashPolicy;
import org.trapline.vmm.LifeCycle;

/**
 * The one thread that runs a session's machines, and the requests that others have of it: they are carried out between two slices.
 *
 * <p>What the first part has may be called by any thread, the rest by this one.
 */
final class SessionThread {
    private static final long NANOS_PER_CYCLE = 10;
    private static final long SHORTEST_PAUSE_NANOS = 100_000;

    private final RunningSystem system;
    private final SessionFiles files;
    private final SessionOptions options;
    private final SessionListener listeners;
    private final BlockingQueue<Runnable> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile SessionState state = SessionState.READY;
    private volatile List<GuestResult> results = List.of();
    private volatile long touchedBytes;
    private volatile Throwable failure;
    private volatile TimeTravel travel;
    private volatile boolean travelling;
    private volatile boolean isStopAsked;
    // The thread's own.
    private final Standstill standstill;
    private boolean inputMayCome;
    private boolean stopping;
    private boolean stoodAtEnd;
    private RunningHost ranLast;
    private long pacedCycles;

    SessionThread(String name, RunningSystem system, SessionFiles files, SessionOptions options, SessionListener listeners) {
        this.system = system;
        this.files = files;
        this.options = options;
        this.listeners = listeners;
        standstill = new Standstill(system.processors(), listeners);
        inputMayCome = options.awaitsInput();
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    // ---- for any thread ----

    void start() {
        thread.start();
    }

    SessionState state() {
        return state;
    }

    List<GuestResult> results() {
        return results;
    }

    long touchedBytes() {
        return touchedBytes;
    }

    /** Returns the way through the session's history; null if it keeps none, or has not begun. */
    TimeTravel travel() {
        return travel;
    }

    RunningSystem system() {
        return system;
    }

    /** Has something done, without an answer. */
    void add(Runnable request) {
        requests.add(request);
    }

    /** Has a question answered; at once if no other thread runs the machines. */
    <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable request = () -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        };
        synchronized (ended) {
            boolean isOver = ended.getCount() == 0;
            if (!isOver && thread.isAlive() && Thread.currentThread() != thread) {
                requests.add(request);
                return answer;
            }
            // No other thread runs the machines, so that whoever asks may look for himself.
            request.run();
        }
        return answer;
    }

    /** Makes all machines stand still. */
    void pause() {
        if (travelling) {
            travel.cancel();
        }
        requests.add(() -> {
            if (!isPausing()) {
                pauseAt(new Halt.Paused(system.processors().current(ranLast)));
            }
        });
    }

    /** Makes all machines stand still, and tells why they do. */
    CompletableFuture<Halt> halt() {
        CompletableFuture<Halt> answer = new CompletableFuture<>();
        pause();
        ask(() -> {
            if (ended.getCount() == 0 || !thread.isAlive()) {
                answer.completeExceptionally(new IllegalStateException("the session does not run"));
            } else {
                standstill.await(answer);
            }
            return null;
        });
        return answer;
    }

    /** Says that nobody will type any more. */
    void endInput() {
        requests.add(() -> inputMayCome = false);
    }

    void stop() {
        isStopAsked = true;
        requests.add(() -> stopping = true);
    }

    /** Tells whether whoever waits for something on the thread has to give that up. */
    boolean isStopAsked() {
        return isStopAsked;
    }

    /** Tells whoever listens something about a guest. */
    void tell(Guest guest, String news) {
        listeners.told(guest, news);
    }

    /** Tells whether the session was not started yet. */
    boolean isUnstarted() {
        return state == SessionState.READY && !thread.isAlive();
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Waits for the end, but not for ever; returns whether it came. */
    boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits for the end, whoever interrupts. */
    void awaitEndUninterrupted() {
        boolean interrupted = Thread.interrupted();
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end; throws what has made the session fail. */
    void awaitEnd() throws InterruptedException {
        ended.await();
        if (failure instanceof IOException io) {
            throw new UncheckedIOException(io);
        }
        if (failure != null) {
            throw new IllegalStateException("the session failed: " + failure, failure);
        }
    }

    // ---- the loop ----

    private void run() {
        try {
            begin();
            while (!stopping && !hasLeftEnd()) {
                Runnable request = nextRequest();
                if (request != null) {
                    request.run();
                } else {
                    advance();
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            finish();
        }
    }

    private void begin() {
        for (RunningHost host : system.hosts()) {
            host.boot();
            host.updateLives(listeners);
        }
        ranLast = system.hosts().getFirst();
        system.agenda().look();
        if (options.history() != null) {
            travel = new TimeTravel(system.run(), system.hosts(), options.history());
            system.processors().onWrite(travel::changed);
        }
        if (options.startsPaused()) {
            pauseAt(new Halt.Paused(system.processors().current(ranLast)));
        }
    }

    /** Tells whether all machines have ended, and nobody wants to go back from there. */
    private boolean hasLeftEnd() {
        stoodAtEnd &= system.isOver();
        boolean mayGoBack = travel != null && (isPausing() || system.processors().isDebugged() && !stoodAtEnd);
        return system.isOver() && !mayGoBack;
    }

    /** Stands still where nothing is left to run. */
    void standAtEnd() {
        stoodAtEnd = true;
        system.flushConsoles();
        results = system.results();
        pauseAt(new Halt.AtEnd(system.processors().current(ranLast)));
    }

    /** Returns a request, waiting for one if there is nothing else to do; null if there is. */
    private Runnable nextRequest() {
        if (system.isOver() && !isPausing()) {
            standAtEnd();
        }
        if (isPausing()) {
            // Whoever steps wants to see each byte, also where the line goes on.
            system.flushConsoles();
            setState(SessionState.PAUSED);
            standstill.tell();
            return await(SessionState.PAUSED);
        }
        if (system.isStuck() && !system.agenda().isPending()) {
            Runnable request = requests.poll();
            if (request != null) {
                return request;
            }
            if (inputMayCome) {
                return await(SessionState.WAITING);
            }
            return () -> system.hosts().forEach(host -> host.end(Ending.WAITING));
        }
        Runnable request = options.pacesIdle() ? pace() : requests.poll();
        if (request == null) {
            setState(SessionState.RUNNING);
        }
        return request;
    }

    /** Waits as long as the hosts have waited since the last time, or until there is a request; returns that or null. */
    private Runnable pace() {
        long idle = system.idleCycles();
        long nanos = (idle - pacedCycles) * NANOS_PER_CYCLE / system.hosts().size();
        pacedCycles = idle;
        if (nanos < SHORTEST_PAUSE_NANOS) {
            return requests.poll();
        }
        system.flushConsoles();
        try {
            return requests.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return () -> stopping = true;
        }
    }

    private Runnable await(SessionState how) {
        setState(how);
        try {
            return requests.take();
        } catch (InterruptedException e) {
            return () -> stopping = true;
        }
    }

    /** Lets the machines whose turn it is run for a slice. */
    private void advance() {
        settleChange();
        if (isInPast()) {
            StopReason reason = travel.repeat(RunningHost.SLICE * system.hosts().size());
            pauseIfStopped(system.run().ranLast(), reason);
            tellProgress(system.run().ranLast());
            return;
        }
        RunningHost next = system.run().next();
        if (next == null) {
            system.agenda().waitsNoLonger();
            system.hosts().forEach(this::tellProgress);
            return;
        }
        next.setDue(system.agenda().due());
        long instructions = Math.min(system.snapshots().left(next), system.agenda().instructionsLeft());
        long left = leftOfGuest(next);
        if (left <= 0) {
            next.end(Ending.LIMIT);
        } else {
            // In no cycle more than one of them.
            pauseIfStopped(next, next.advance(options.instructionLimit(), instructions, left));
        }
        system.snapshots().look(next);
        system.agenda().look();
        tellProgress(next);
    }

    /** Returns how many instructions the first guest may execute until it has come to its limit, if it is on that host. */
    private long leftOfGuest(RunningHost host) {
        if (options.guestLimit() == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        Guest guest = system.guests().getFirst();
        return system.hosts().get(guest.host()) == host ? options.guestLimit() - host.result(guest).instructions() : Long.MAX_VALUE;
    }

    private void finish() {
        system.agenda().ended();
        system.snapshots().ended();
        system.hosts().forEach(host -> host.end(Ending.STOPPED));
        system.flushConsoles();
        system.hosts().forEach(host -> host.updateLives(listeners));
        results = system.results();
        touchedBytes = system.touchedBytes();
        if (failure == null) {
            // Otherwise nobody knows what it is that would stay.
            files.commitDisks();
        }
        files.close();
        if (failure == null) {
            failure = files.failure();
        }
        setState(SessionState.ENDED);
        standstill.giveUp();
        synchronized (ended) {
            requests.forEach(Runnable::run);
            ended.countDown();
        }
    }

    void setState(SessionState newState) {
        if (state != newState) {
            state = newState;
            listeners.stateChanged(newState);
        }
    }

    void tellProgress(RunningHost host) {
        if (travel != null) {
            travel.advanced();
        }
        buryCrashed(host);
        host.updateLives(listeners);
        listeners.advanced();
    }

    /** Deletes virtual machines that are not to be kept after a crash. */
    private void buryCrashed(RunningHost host) {
        for (HypervisorHost hypervisor : host.hypervisors()) {
            for (Lodger lodger : hypervisor.lodgers()) {
                if (lodger.lifeCycle() == LifeCycle.CRASHED && lodger.domain().crashPolicy() == CrashPolicy.DESTROY) {
                    lodger.guest().setLifeCycle(LifeCycle.CRASHED);
                    system.processors().remove(lodger.guest());
                    hypervisor.hypervisor().delete(lodger.domain());
                    beginHistoryAgain();
                }
            }
        }
    }

    // ---- standing still and going on ----

    boolean isPausing() {
        return standstill.isWanted();
    }

    void pauseAt(Halt why) {
        standstill.want(why);
    }

    void goOn() {
        standstill.end();
    }

    /** Lets a host execute one instruction, or run for a slice; stands still if it has come to a point. */
    void advance(RunningHost host, boolean step) {
        settleChange();
        pauseIfStopped(host, step ? host.step(options.instructionLimit()) : host.advance(options.instructionLimit()));
    }

    private void settleChange() {
        if (travel != null) {
            travel.goesOn();
        }
    }

    private void pauseIfStopped(RunningHost host, StopReason reason) {
        ranLast = host;
        if (SystemRun.isPoint(reason)) {
            pauseAt(system.processors().stopped(host.machine().lastStop()));
        }
    }

    /** Executes one instruction on a host and stands still. */
    void step(RunningHost host) {
        goOn();
        if (!host.hasEnded()) {
            advance(host, true);
            tellProgress(host);
        }
        if (system.isOver()) {
            standAtEnd();
        } else if (!isPausing()) {
            pauseAt(new Halt.Stepped(system.processors().current(host)));
        }
    }

    /** Walks until something has happened, and stands still. */
    void walk(Supplier<Walk> walk) {
        goOn();
        walk.get().go();
    }

    /** Lets requests be answered in the middle of something long, unless they end it; then it goes on, ahead of what would let the machines run freely. */
    void interrupt(Runnable rest) {
        List<Runnable> waiting = new ArrayList<>();
        requests.drainTo(waiting);
        waiting.forEach(Runnable::run);
        if (!isPausing() && !stopping) {
            requests.add(rest);
        }
    }

    // ---- going back ----

    boolean isInPast() {
        return travel != null && travel.isInPast();
    }

    /** Goes somewhere in the history and stands still there; does nothing if there is none. */
    void goBack(Function<History, Arrival> way, Supplier<Processor> whom) {
        if (travel == null) {
            return;
        }
        goOn();
        setState(SessionState.RUNNING);
        travelling = true;
        Arrival arrival = travel.go(way);
        travelling = false;
        pauseAt(switch (arrival) {
            case STOPPED -> system.processors().stopped(travel.history().stop());
            case BEGINNING -> new Halt.AtBeginning(whom.get());
            case REACHED, END -> new Halt.Stepped(whom.get());
        });
        system.hosts().forEach(this::tellProgress);
    }

    /** Lets the history begin anew, if there is one. */
    void beginHistoryAgain() {
        if (travel != null) {
            travel.beginAgain();
        }
    }
}
