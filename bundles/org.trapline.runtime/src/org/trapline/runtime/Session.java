// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import org.trapline.machine.StopReason;
import org.trapline.machine.debug.DebugUnit;
import org.trapline.machine.replay.Arrival;
import org.trapline.machine.replay.History;
import org.trapline.machine.state.Snapshot;
import org.trapline.runtime.debug.Halt;
import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.debug.ProcessorState;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.snapshot.SystemSnapshot;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.analysis.TraceFilter;
import org.trapline.trace.file.TraceFileWriter;
import org.trapline.trace.text.EventText;
import org.trapline.vmm.LifeCycle;

/**
 * A system that runs: machines built from a plan, on one thread of their own.
 *
 * <p>All methods may be called by any thread. Commands take effect when the machine that runs comes to the end of its slice, a millisecond of
 * virtual time at most; that is why they do not change what happens, only when the user sees it. Input does, and is traced.
 *
 * <p>Several hosts take turns: the one whose virtual time is least goes first, of equals the first in the plan.
 */
public final class Session implements AutoCloseable {
    private static final long NANOS_PER_CYCLE = 10;
    private static final long SHORTEST_PAUSE_NANOS = 100_000;
    private static final int STEPS_BETWEEN_REQUESTS = 1_000;

    private final SystemPlan plan;
    private final SessionOptions options;
    private final NameBook names;
    private final TraceFileWriter traceFile;
    private final Storage storage;
    private final Networks networks = new Networks();
    private final TraceBuffer trace;
    private final List<RunningHost> hosts = new ArrayList<>();
    private final List<Guest> guests = new ArrayList<>();
    private final Processors processors = new Processors();
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();
    private final SessionListener toAll = new ToAll();
    private final BlockingQueue<Runnable> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile SessionState state = SessionState.READY;
    private volatile List<GuestResult> results = List.of();
    private volatile Throwable failure;
    // The session's thread alone.
    private boolean inputMayCome;
    private boolean pausing;
    private Halt halt;
    private Halt lastHalt;
    private final List<CompletableFuture<Halt>> awaitHalt = new ArrayList<>();
    private RunningHost ranLast;
    private volatile TimeTravel travel;
    private volatile boolean travelling;
    private SystemRun run;
    private Snapshots snapshots;
    private boolean stopping;
    private long pacedCycles;

    /** Passes everything on to those who listen at that time. */
    private final class ToAll implements SessionListener {
        @Override
        public void stateChanged(SessionState newState) {
            listeners.forEach(listener -> listener.stateChanged(newState));
        }

        @Override
        public void guestChanged(Guest guest, LifeCycle lifeCycle) {
            listeners.forEach(listener -> listener.guestChanged(guest, lifeCycle));
        }

        @Override
        public void printed(Guest guest, byte[] bytes) {
            listeners.forEach(listener -> listener.printed(guest, bytes));
        }

        @Override
        public void halted(Halt why) {
            listeners.forEach(listener -> listener.halted(why));
        }

        @Override
        public void advanced() {
            listeners.forEach(SessionListener::advanced);
        }
    }

    /**
     * Builds the machines of a plan; {@link #start} lets them run.
     * @throws StartException if they cannot be built
     * @throws IOException if the trace file cannot be written
     */
    public static Session create(SystemPlan plan, SessionOptions options) throws StartException, IOException {
        NameBook names = new NameBook();
        boolean traced = options.traceCapacity() > 0 || options.traceFile() != null;
        TraceFileWriter file = options.traceFile() == null ? null : TraceFileWriter.create(options.traceFile(), names.table());
        TraceBuffer trace = traced ? new TraceBuffer(Math.max(1, options.traceCapacity()), names.table(), file) : null;
        Session session = new Session(plan, options, names, trace, file);
        try {
            session.build();
            return session;
        } catch (StartException e) {
            session.closeFiles();
            throw e;
        }
    }

    private Session(SystemPlan plan, SessionOptions options, NameBook names, TraceBuffer trace, TraceFileWriter traceFile) {
        this.plan = plan;
        this.options = options;
        this.names = names;
        this.trace = trace;
        this.traceFile = traceFile;
        storage = new Storage(plan);
        inputMayCome = options.awaitsInput();
        thread = Thread.ofPlatform().name("Trapline session " + plan.file().getFileName()).daemon().unstarted(this::run);
    }

    private void build() throws StartException {
        storage.open(plan);
        networks.open(plan);
        for (HostPlan host : plan.hosts()) {
            Devices devices = new Devices(storage, networks);
            RunningHost built = switch (host.role()) {
                case HostPlan.Bare bare -> BareHost.create(host, bare, trace, names, devices, plan.file().toString());
                case HypervisorPlan hypervisor -> HypervisorHost.create(host, hypervisor, trace, names, devices, plan.file().toString());
            };
            hosts.add(built);
            guests.addAll(built.guests());
            built.addTo(processors);
        }
        if (!networks.isEmpty()) {
            hosts.getFirst().machine().platform().addState("networks", networks.state());
            if (hosts.size() > 1) {
                hosts.forEach(host -> host.connect(Math.min(RunningHost.SLICE, networks.leastLatency())));
            }
        }
        snapshots = new Snapshots(plan.file().getFileName().toString(), hosts);
        run = new SystemRun(hosts, trace, options.instructionLimit());
        if (storage.hasVolumes()) {
            // Volumes belong to no machine; the first one keeps their state with its own.
            hosts.getFirst().machine().platform().addState("volumes", storage.volumeState());
        }
        for (Guest guest : guests) {
            RunningHost host = hosts.get(guest.host());
            guest.console().connect(bytes -> toAll.printed(guest, bytes), () -> requests.add(host::inputArrived));
        }
    }

    // ---- what it is ----

    public SystemPlan plan() {
        return plan;
    }

    /** Returns everything that runs a program of its own, in the order of the plan. */
    public List<Guest> guests() {
        return List.copyOf(guests);
    }

    /** Returns the trace; empty if the options asked for none. */
    public Optional<TraceBuffer> trace() {
        return Optional.ofNullable(trace);
    }

    public SessionState state() {
        return state;
    }

    /** Returns what became of the guests, in the order of the plan; empty before the end. */
    public List<GuestResult> results() {
        return results;
    }

    /** Adds a listener; it hears what happens from now on. */
    public void addListener(SessionListener listener) {
        listeners.add(listener);
    }

    public void removeListener(SessionListener listener) {
        listeners.remove(listener);
    }

    // ---- control ----

    /** Switches all machines on. */
    public void start() {
        thread.start();
    }

    /** Makes all machines stand still. */
    public void pause() {
        if (travelling) {
            travel.cancel();
        }
        requests.add(() -> {
            if (!pausing) {
                pauseAt(new Halt.Paused(processors.current(ranLast)));
            }
        });
    }

    /** Lets them run on. */
    public void resume() {
        requests.add(this::goOn);
    }

    /** Says that nobody will type any more: a session in which all guests wait for input then ends. */
    public void endInput() {
        requests.add(() -> inputMayCome = false);
    }

    /** Ends the session as if all plugs were pulled. */
    public void stop() {
        requests.add(() -> stopping = true);
    }

    /**
     * Executes one instruction, or takes one trap, on a host, and pauses. Under a hypervisor, what the VMM does about a trap belongs to it.
     * @param host number of the host in the plan
     */
    public void step(int host) {
        requests.add(() -> {
            goOn();
            stepOnce(hosts.get(host));
        });
    }

    /** See {@link Debugger#pause}. */
    CompletableFuture<Halt> halt() {
        CompletableFuture<Halt> answer = new CompletableFuture<>();
        pause();
        request(() -> {
            if (ended.getCount() == 0 || !thread.isAlive()) {
                answer.completeExceptionally(new IllegalStateException("the session does not run"));
            } else if (halt == null && lastHalt != null) {
                answer.complete(lastHalt);
            } else {
                awaitHalt.add(answer);
            }
        });
        return answer;
    }

    /** See {@link Debugger#reset}. */
    void reset(int host) {
        if (!hosts.get(host).hasEnded()) {
            hosts.get(host).reset();
            if (travel != null) {
                travel.beginAgain();
            }
        }
    }

    /** See {@link Debugger#step}. */
    void step(Processor processor) {
        requests.add(() -> {
            goOn();
            new Stepping(processors.state(processor)).go();
        });
    }

    /** Opens a debugger; its owner closes it. */
    public Debugger openDebugger() {
        Debugger debugger = new Debugger(this, processors);
        request(() -> processors.add(debugger));
        return debugger;
    }

    /**
     * Lets a host run up to the next event that passes the filter, and pauses; without a trace it does nothing.
     * @param host number of the host in the plan
     */
    public void stepTo(int host, TraceFilter filter) {
        if (trace != null) {
            requests.add(() -> {
                goOn();
                new EventSearch(hosts.get(host), filter, trace.nextSeq()).go();
            });
        }
    }

    /**
     * Waits for the end.
     * @throws UncheckedIOException if the trace could not be written to its file; results are there all the same
     */
    public void awaitEnd() throws InterruptedException {
        ended.await();
        if (failure instanceof IOException io) {
            throw new UncheckedIOException(io);
        }
        if (failure != null) {
            throw new IllegalStateException("the session failed: " + failure, failure);
        }
    }

    /** Waits for the end, but not forever; returns whether it came. */
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        if (!ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        awaitEnd();
        return true;
    }

    /** Stops the session and waits for its end. */
    @Override
    public void close() {
        if (state == SessionState.READY && !thread.isAlive()) {
            closeFiles();
            return;
        }
        stop();
        if (Thread.currentThread() == thread) {
            // A listener's wish; the session ends when it has been told.
            return;
        }
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

    // ---- going back: only of sessions whose options say so ----

    /** Returns where the session stands in its run; empty if it cannot go back, or has not begun. */
    public Optional<Moment> moment() {
        return Optional.ofNullable(travel).map(TimeTravel::moment);
    }

    /** Goes back to before the last instruction or trap of a processor, and pauses. */
    public void stepBack(Processor processor) {
        long[] progress = {0};
        DebugUnit unit = processors.state(processor).unit();
        goBack(history -> {
            progress[0] = unit.progress();
            return history.goBackBefore(() -> unit.progress() >= progress[0]);
        }, () -> processor);
    }

    /** Goes back to the last point of any debugger, and pauses: to before the instruction there, or before the trap. */
    public void runBack() {
        goBack(History::runBack, () -> processors.current(run.ranLast()));
    }

    /** Goes back to before the last event that passes the filter, and pauses. */
    public void runBackTo(TraceFilter filter) {
        EventText text = new EventText(names.table());
        goBack(history -> history.runBackTo(event -> filter.matches(event, text)), () -> processors.current(run.ranLast()));
    }

    /** Goes to the moment at which so many instructions have retired, on all hosts together, but not past the present, and pauses. */
    public void goTo(long instructions) {
        goBack(history -> history.goToInstruction(instructions), () -> processors.current(run.ranLast()));
    }

    /** Goes to the present, and pauses. */
    public void goToPresent() {
        goBack(History::goToEnd, () -> processors.current(run.ranLast()));
    }

    /** Makes the present of where the session stands; what came after is forgotten. Whoever changes a processor in the past does so as well. */
    public CompletableFuture<Void> forgetFuture() {
        return ask(() -> {
            if (isInPast()) {
                travel.forgetFuture();
            }
            return null;
        });
    }

    private void goBack(Function<History, Arrival> way, Supplier<Processor> whom) {
        requests.add(() -> {
            if (travel == null) {
                return;
            }
            goOn();
            setState(SessionState.RUNNING);
            travelling = true;
            Arrival arrival = travel.go(way);
            travelling = false;
            pauseAt(switch (arrival) {
                case STOPPED -> processors.stopped(travel.history().stop());
                case BEGINNING -> new Halt.AtBeginning(whom.get());
                case REACHED, END -> new Halt.Stepped(whom.get());
            });
            hosts.forEach(this::tellProgress);
        });
    }

    private boolean isInPast() {
        return travel != null && travel.isInPast();
    }

    // ---- snapshots ----

    /** Keeps the state of all machines, as soon as the one that runs has ended its slice. */
    public CompletableFuture<Snapshot> keep() {
        return ask(snapshots::keep);
    }

    /**
     * Keeps the state of all machines when a host has retired so many instructions. To be called before the start, once.
     * @return fails if the session ends before
     */
    public CompletableFuture<Snapshot> keepAt(long instructions) {
        return snapshots.keepAt(instructions);
    }

    /**
     * Goes on from a snapshot of machines of the same shape; what they have done so far is forgotten.
     * @return fails with {@link org.trapline.machine.state.StateException} if it does not fit; then nothing has been changed
     */
    public CompletableFuture<Void> restore(Snapshot snapshot) {
        return ask(() -> {
            snapshots.restore(snapshot);
            if (travel != null) {
                travel.beginAgain();
            }
            hosts.forEach(this::tellProgress);
            return null;
        });
    }

    // ---- questions ----

    /** Copies the state of all machines, as soon as the one that runs has ended its slice. */
    public CompletableFuture<SystemSnapshot> snapshot() {
        return ask(() -> new SystemSnapshot(hosts.stream().map(RunningHost::snapshot).toList()));
    }

    /**
     * Copies a part of a guest's memory.
     * @param address guest physical address; of a host without hypervisor, its physical address
     * @return fails with {@link IndexOutOfBoundsException} if there is no memory
     */
    public CompletableFuture<byte[]> memory(Guest guest, long address, int length) {
        return ask(() -> hosts.get(guest.host()).bus(guest).dump(address, length));
    }

    /** Computes a digest of the state of each host. */
    public CompletableFuture<List<String>> digests() {
        return ask(() -> hosts.stream().map(host -> host.machine().digest()).toList());
    }

    /** Has something done by the session's thread. */
    void request(Runnable what) {
        ask(() -> {
            what.run();
            return null;
        });
    }

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

    // ---- the session's thread ----

    private void run() {
        try {
            for (RunningHost host : hosts) {
                host.boot();
                host.updateLives(toAll);
            }
            ranLast = hosts.getFirst();
            if (options.history() != null) {
                travel = new TimeTravel(run, hosts, options.history());
                processors.onWrite(travel::beginAgain);
            }
            if (options.startsPaused()) {
                pauseAt(new Halt.Paused(processors.current(ranLast)));
            }
            while (!stopping && !allEnded()) {
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

    private boolean allEnded() {
        return hosts.stream().allMatch(RunningHost::hasEnded);
    }

    /** Returns a request, waiting for one if there is nothing else to do; null if there is. */
    private Runnable nextRequest() {
        if (pausing) {
            setState(SessionState.PAUSED);
            tellHalt();
            return await(SessionState.PAUSED);
        }
        if (hosts.stream().allMatch(host -> host.hasEnded() || host.awaitsInput())) {
            Runnable request = requests.poll();
            if (request != null) {
                return request;
            }
            if (inputMayCome) {
                return await(SessionState.WAITING);
            }
            return () -> hosts.forEach(host -> host.end(Ending.WAITING));
        }
        Runnable request = options.pacesIdle() ? pace() : requests.poll();
        if (request == null) {
            setState(SessionState.RUNNING);
        }
        return request;
    }

    /** Waits as long as the hosts have waited since the last time, or until there is a request; returns that or null. */
    private Runnable pace() {
        long idle = hosts.stream().mapToLong(host -> host.machine().idleCycles()).sum();
        long nanos = (idle - pacedCycles) * NANOS_PER_CYCLE / hosts.size();
        pacedCycles = idle;
        if (nanos < SHORTEST_PAUSE_NANOS) {
            return requests.poll();
        }
        hosts.forEach(host -> host.guests().forEach(guest -> guest.console().flushAfter(0)));
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

    private void goOn() {
        pausing = false;
        halt = null;
        lastHalt = null;
        processors.goOn();
    }

    private void pauseAt(Halt why) {
        pausing = true;
        halt = why;
    }

    private void tellHalt() {
        if (halt != null) {
            lastHalt = halt;
            halt = null;
            processors.halted(lastHalt);
            toAll.halted(lastHalt);
            awaitHalt.forEach(answer -> answer.complete(lastHalt));
            awaitHalt.clear();
        }
    }

    private void advance() {
        if (isInPast()) {
            StopReason reason = travel.repeat(RunningHost.SLICE * hosts.size());
            pauseIfStopped(run.ranLast(), reason);
            tellProgress(run.ranLast());
            return;
        }
        RunningHost next = run.next();
        pauseIfStopped(next, next.advance(options.instructionLimit(), snapshots.left(next), Long.MAX_VALUE));
        snapshots.look(next);
        tellProgress(next);
    }

    private void pauseIfStopped(RunningHost host, StopReason reason) {
        ranLast = host;
        if (SystemRun.isPoint(reason)) {
            pauseAt(processors.stopped(host.machine().lastStop()));
        }
    }

    private void stepOnce(RunningHost host) {
        if (!host.hasEnded()) {
            pauseIfStopped(host, host.step(options.instructionLimit()));
            tellProgress(host);
        }
        if (!pausing) {
            pauseAt(new Halt.Stepped(processors.current(host)));
        }
    }

    /** Lets requests be answered in the middle of something long, unless they end it; then it goes on, ahead of what would let the machines run freely. */
    private void interrupt(Runnable rest) {
        List<Runnable> waiting = new ArrayList<>();
        requests.drainTo(waiting);
        waiting.forEach(Runnable::run);
        if (!pausing && !stopping) {
            requests.add(rest);
        }
    }

    /** Lets all machines run, in their order, until a processor has got on; in portions, so that other requests are not kept waiting. */
    private final class Stepping {
        private final ProcessorState state;
        private final RunningHost host;
        private final long start;

        Stepping(ProcessorState state) {
            this.state = state;
            host = hosts.get(state.processor().host());
            start = state.unit().progress();
        }

        void go() {
            setState(SessionState.RUNNING);
            RunningHost next = host;
            for (int step = 0; step < STEPS_BETWEEN_REQUESTS && !pausing; step++) {
                if (host.hasEnded() || host.awaitsInput()) {
                    pauseAt(new Halt.Paused(state.processor()));
                    break;
                }
                next = run.next();
                pauseIfStopped(next, next == host ? host.step(options.instructionLimit()) : next.advance(options.instructionLimit()));
                if (!pausing && state.unit().progress() != start) {
                    pauseAt(new Halt.Stepped(state.processor()));
                }
            }
            tellProgress(next);
            if (!pausing) {
                interrupt(this::go);
            }
        }
    }

    /** Steps until an event passes; in portions, so that other requests are not kept waiting. */
    private final class EventSearch {
        private final RunningHost host;
        private final TraceFilter filter;
        private final EventText text = new EventText(names.table());
        private final TraceEvent event = new TraceEvent();
        private long seen;

        EventSearch(RunningHost host, TraceFilter filter, long seen) {
            this.host = host;
            this.filter = filter;
            this.seen = seen;
        }

        void go() {
            setState(SessionState.RUNNING);
            for (int step = 0; step < STEPS_BETWEEN_REQUESTS; step++) {
                if (host.hasEnded() || host.awaitsInput()) {
                    pauseAt(new Halt.Paused(processors.current(host)));
                    break;
                }
                RunningHost next = host.isConnected() ? run.next() : host;
                pauseIfStopped(next, next == host ? host.step(options.instructionLimit()) : next.advance(options.instructionLimit()));
                if (!pausing && found()) {
                    pauseAt(new Halt.Stepped(processors.current(host)));
                }
                if (pausing) {
                    break;
                }
            }
            tellProgress(host);
            if (!pausing && !stopping) {
                interrupt(this::go);
            }
        }

        private boolean found() {
            for (; seen < trace.nextSeq(); seen++) {
                if (trace.read(seen, event) && filter.matches(event, text)) {
                    return true;
                }
            }
            return false;
        }
    }

    private void tellProgress(RunningHost host) {
        if (travel != null) {
            travel.advanced();
        }
        host.updateLives(toAll);
        toAll.advanced();
    }

    private void finish() {
        snapshots.ended();
        hosts.forEach(host -> host.end(Ending.STOPPED));
        for (RunningHost host : hosts) {
            host.guests().forEach(guest -> guest.console().flushAfter(0));
            host.updateLives(toAll);
        }
        results = hosts.stream().flatMap(host -> host.guests().stream().map(host::result)).toList();
        commitDisks();
        closeFiles();
        setState(SessionState.ENDED);
        awaitHalt.forEach(answer -> answer.completeExceptionally(new IllegalStateException("the session has ended")));
        synchronized (ended) {
            requests.forEach(Runnable::run);
            ended.countDown();
        }
    }

    private void setState(SessionState newState) {
        if (state != newState) {
            state = newState;
            toAll.stateChanged(newState);
        }
    }

    private void commitDisks() {
        if (failure != null) {
            // Nobody knows what it is that would stay.
            return;
        }
        try {
            storage.commit();
        } catch (IOException e) {
            noteFailure(new IOException("what was written to a disk is not all in its file: " + e.getMessage(), e));
        }
    }

    private void closeFiles() {
        closeTrace();
        for (Closeable files : List.of(networks, storage)) {
            try {
                files.close();
            } catch (IOException e) {
                noteFailure(new IOException("the file of a disk or network is not complete: " + e.getMessage(), e));
            }
        }
    }

    private void noteFailure(IOException e) {
        if (failure == null) {
            failure = e;
        }
    }

    private void closeTrace() {
        try {
            if (trace != null) {
                trace.flush();
            }
            if (traceFile != null) {
                traceFile.finish();
                if (trace.spillFailure().isPresent()) {
                    throw trace.spillFailure().get();
                }
            }
        } catch (IOException e) {
            noteFailure(new IOException("the trace file " + options.traceFile() + " is not complete: " + e.getMessage(), e));
        }
    }
}
