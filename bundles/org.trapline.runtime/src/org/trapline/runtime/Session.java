// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.trapline.machine.debug.DebugUnit;
import org.trapline.machine.replay.Arrival;
import org.trapline.machine.replay.History;
import org.trapline.machine.state.Snapshot;
import org.trapline.runtime.debug.Halt;
import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.plan.ScenarioPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.snapshot.SystemSnapshot;
import org.trapline.trace.SymbolRef;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.analysis.TraceFilter;
import org.trapline.trace.text.EventText;
import org.trapline.vmm.Custody;
import org.trapline.vmm.translation.Listing;

/**
 * A system that runs: machines built from a plan, on one thread of their own.
 *
 * <p>All methods may be called by any thread. Commands take effect when the machine that runs comes to the end of its slice, a millisecond of
 * virtual time at most; that is why they do not change what happens, only when the user sees it. Input does, and is traced.
 *
 * <p>Several hosts take turns: the one whose virtual time is least goes first, of equals the first in the plan.
 */
public final class Session implements AutoCloseable {
    private final SystemPlan plan;
    private final NameBook names;
    private final SessionFiles files;
    private final RunningSystem system;
    private final Listeners listeners = new Listeners();
    private final SessionThread thread;
    private final GuestCommands commands;

    /**
     * Builds the machines of a plan; {@link #start} lets them run.
     * @throws StartException if they cannot be built
     * @throws IOException if the trace file cannot be written
     */
    public static Session create(SystemPlan plan, SessionOptions options) throws StartException, IOException {
        NameBook names = new NameBook();
        SessionFiles files = new SessionFiles(plan, options, names);
        try {
            return new Session(plan, options, files, names, new RunningSystem(plan, options, files, names));
        } catch (StartException e) {
            files.close();
            throw e;
        }
    }

    private Session(SystemPlan plan, SessionOptions options, SessionFiles files, NameBook names, RunningSystem system) {
        this.plan = plan;
        this.names = names;
        this.files = files;
        this.system = system;
        thread = new SessionThread("Trapline session " + plan.file().getFileName(), system, files, options, listeners);
        system.guests().forEach(this::connect);
        commands = new GuestCommands(system, thread, this::connect);
    }

    private void connect(Guest guest) {
        guest.console().connect(bytes -> listeners.printed(guest, bytes), () -> thread.add(() -> system.hosts().get(guest.host()).inputArrived()));
    }

    // ---- what it is ----

    public SystemPlan plan() {
        return plan;
    }

    /** Returns everything that runs a program of its own, in the order of the plan; then what was made since, in that order. */
    public List<Guest> guests() {
        return List.copyOf(system.guests());
    }

    /** Returns what can be done with guests while they run. */
    public Lives lives() {
        return new Lives(thread, commands);
    }

    /** Returns the trace; empty if the options asked for none. */
    public Optional<TraceBuffer> trace() {
        return Optional.ofNullable(files.trace());
    }

    public SessionState state() {
        return thread.state();
    }

    /** Returns what became of the guests, in the order of the plan; empty before all machines have ended. */
    public List<GuestResult> results() {
        return thread.results();
    }

    /** Returns how many bytes of the memory of all hosts were ever touched, in whole pages; 0 before all machines have ended. */
    public long touchedBytes() {
        return thread.touchedBytes();
    }

    /** Adds a listener; it hears what happens from now on. */
    public void addListener(SessionListener listener) {
        listeners.add(listener);
    }

    public void removeListener(SessionListener listener) {
        listeners.remove(listener);
    }

    /**
     * Lets a scenario happen. To be called before the start, once. Guests that it switches on do not start by themselves; hosts stay on until its steps
     * have been taken.
     * @return how it went, once the session has ended
     */
    public CompletableFuture<ScenarioReport> play(ScenarioPlan scenario) {
        ScenarioRun run = new ScenarioRun(system, commands, scenario, files.trace(), new EventText(names.table()));
        run.prepare();
        return run.result();
    }

    /**
     * Takes in guests from other processes. To be called before the start: the guests that are declared here do not start, but wait to come from there.
     * @param whenHere is told of guests that have come and run here
     * @throws IOException if nobody can listen there
     */
    public MigrationListener listen(InetSocketAddress at, Consumer<Guest> whenHere) throws IOException {
        system.lodgers().forEach(lodger -> lodger.domain().setStarts(false));
        system.setStaysOn(true);
        return new MigrationListener(thread, at, whenHere);
    }

    // ---- control ----

    /** Switches all machines on. */
    public void start() {
        thread.start();
    }

    /** Makes all machines stand still. */
    public void pause() {
        thread.pause();
    }

    /** Lets them run on. */
    public void resume() {
        thread.add(thread::goOn);
    }

    /** Says that nobody will type any more: a session in which all guests wait for input then ends. */
    public void endInput() {
        thread.endInput();
    }

    /** Ends the session as if all plugs were pulled. */
    public void stop() {
        thread.stop();
    }

    /**
     * Executes one instruction, or takes one trap, on a host, and pauses. Under a hypervisor, what the VMM does about a trap belongs to it.
     * @param host number of the host in the plan
     */
    public void step(int host) {
        thread.add(() -> thread.step(system.hosts().get(host)));
    }

    /** See {@link Debugger#pause}. */
    CompletableFuture<Halt> halt() {
        return thread.halt();
    }

    /** See {@link Debugger#reset}. */
    void reset(int host) {
        if (!system.hosts().get(host).hasEnded()) {
            system.hosts().get(host).reset();
            thread.beginHistoryAgain();
        }
    }

    /** See {@link Debugger#step}. */
    void step(Processor processor) {
        thread.add(() -> thread.walk(() -> new ProcessorStep(thread, system.processors().state(processor))));
    }

    /** Opens a debugger; its owner closes it. */
    public Debugger openDebugger() {
        Debugger debugger = new Debugger(this, system.processors());
        request(() -> system.processors().add(debugger));
        return debugger;
    }

    /**
     * Lets a host run up to the next event that passes the filter, and pauses; without a trace it does nothing.
     * @param host number of the host in the plan
     */
    public void stepTo(int host, TraceFilter filter) {
        TraceBuffer trace = files.trace();
        if (trace != null) {
            thread.add(() -> thread.walk(() -> new EventSearch(thread, system.hosts().get(host), trace, filter)));
        }
    }

    /**
     * Waits for the end.
     * @throws UncheckedIOException if the trace could not be written to its file; results are there all the same
     */
    public void awaitEnd() throws InterruptedException {
        thread.awaitEnd();
    }

    /** Waits for the end, but not forever; returns whether it came. */
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        if (!thread.awaitEnd(atMost.toMillis())) {
            return false;
        }
        awaitEnd();
        return true;
    }

    /** Stops the session and waits for its end. */
    @Override
    public void close() {
        if (thread.isUnstarted()) {
            files.close();
            return;
        }
        stop();
        // Whoever closes it on its own thread is a listener; the session ends when it has been told.
        if (!thread.isCurrent()) {
            thread.awaitEndUninterrupted();
        }
    }

    // ---- going back: only of sessions whose options say so ----

    /** Returns where the session stands in its run; empty if it cannot go back, or has not begun. */
    public Optional<Moment> moment() {
        return Optional.ofNullable(thread.travel()).map(TimeTravel::moment);
    }

    /** Goes back to before the last instruction or trap of a processor, and pauses. */
    public void stepBack(Processor processor) {
        long[] progress = {0};
        DebugUnit unit = system.processors().state(processor).unit();
        goBack(history -> {
            progress[0] = unit.progress();
            return history.goBackBefore(() -> unit.progress() >= progress[0]);
        }, () -> processor);
    }

    /** Goes back to the last point of any debugger, and pauses: to before the instruction there, or before the trap. */
    public void runBack() {
        goBack(History::runBack, this::ranLast);
    }

    /** Goes back to before the last event that passes the filter, and pauses. */
    public void runBackTo(TraceFilter filter) {
        EventText text = new EventText(names.table());
        goBack(history -> history.runBackTo(event -> filter.matches(event, text)), this::ranLast);
    }

    /** Goes to the moment at which so many instructions have retired, on all hosts together, but not past the present, and pauses. */
    public void goTo(long instructions) {
        goBack(history -> history.goToInstruction(instructions), this::ranLast);
    }

    /** Goes to the present, and pauses. */
    public void goToPresent() {
        goBack(History::goToEnd, this::ranLast);
    }

    /** Makes the present of where the session stands; what came after is forgotten. Whoever changes a processor in the past does so as well. */
    public CompletableFuture<Void> forgetFuture() {
        return ask(() -> {
            if (thread.isInPast()) {
                thread.travel().forgetFuture();
            }
            return null;
        });
    }

    private void goBack(Function<History, Arrival> way, Supplier<Processor> whom) {
        thread.add(() -> thread.goBack(way, whom));
    }

    private Processor ranLast() {
        return system.processors().current(system.run().ranLast());
    }

    // ---- snapshots ----

    /**
     * Keeps the state of all machines, as soon as the one that runs has ended its slice.
     * @return fails with {@link org.trapline.machine.state.StateException} if a file behind a disk is not what it was when the session began
     */
    public CompletableFuture<Snapshot> keep() {
        return ask(system.snapshots()::keep);
    }

    /**
     * Keeps the state of all machines when a host has retired so many instructions. To be called before the start, once.
     * @return fails as {@link #keep} does, and if the session ends before
     */
    public CompletableFuture<Snapshot> keepAt(long instructions) {
        return system.snapshots().keepAt(instructions);
    }

    /**
     * Goes on from a snapshot of machines of the same shape; what they have done so far is forgotten.
     * @return fails with {@link org.trapline.machine.state.StateException} if it does not fit; then nothing has been changed
     */
    public CompletableFuture<Void> restore(Snapshot snapshot) {
        return ask(() -> {
            system.snapshots().restore(snapshot);
            thread.beginHistoryAgain();
            system.hosts().forEach(thread::tellProgress);
            return null;
        });
    }

    // ---- questions ----

    /** Copies the state of all machines, as soon as the one that runs has ended its slice. */
    public CompletableFuture<SystemSnapshot> snapshot() {
        return ask(() -> new SystemSnapshot(system.hosts().stream().map(RunningHost::snapshot).toList()));
    }

    /**
     * Copies a part of a guest's memory.
     * @param address guest physical address; of a host without hypervisor, its physical address
     * @return fails with {@link IndexOutOfBoundsException} if there is no memory
     */
    public CompletableFuture<byte[]> memory(Guest guest, long address, int length) {
        return ask(() -> system.hosts().get(guest.host()).bus(guest).look(address, length));
    }

    /**
     * Looks at what of a host's memory no guest may write.
     * @param host number of a host whose owner is a hypervisor
     * @return fails with {@link IllegalArgumentException} if it is another
     */
    public CompletableFuture<Custody> custody(int host) {
        return ask(() -> system.hosts().get(host).custody());
    }

    /** Lists the code that a guest's kernel runs as, beside the kernel's own; nothing if it is not translated. */
    public CompletableFuture<List<Listing>> translations(Guest guest) {
        return ask(() -> system.hosts().get(guest.host()).translations(guest, address -> {
            SymbolRef symbol = names.table().symbol(guest.host(), guest.vm(), address);
            return symbol == null ? null : symbol.toString();
        }));
    }

    /** Computes a digest of the state of each host. */
    public CompletableFuture<List<String>> digests() {
        return ask(() -> system.hosts().stream().map(host -> host.machine().digest()).toList());
    }

    /** Has something done by the session's thread. */
    void request(Runnable what) {
        ask(() -> {
            what.run();
            return null;
        });
    }

    <T> CompletableFuture<T> ask(Supplier<T> question) {
        return thread.ask(question);
    }
}
