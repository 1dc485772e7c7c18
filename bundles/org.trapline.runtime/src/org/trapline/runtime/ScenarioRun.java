// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.file.SnapshotFile;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.ScenarioPlan;
import org.trapline.runtime.plan.StepPlan;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.text.EventText;
import org.trapline.vmm.migration.MigrationReport;

/**
 * Takes the steps of a scenario, one after the other, each at its instant. A step that cannot be taken is a failure, and the next one follows. For the
 * session's thread.
 */
final class ScenarioRun implements Agenda.Duty {
    private final RunningSystem system;
    private final GuestCommands commands;
    private final ScenarioPlan plan;
    private final Expectations expectations;
    private final Deque<Item> ahead = new ArrayDeque<>();
    private final List<StepPlan.Expect> atEnd = new ArrayList<>();
    private final List<ScenarioReport.Failure> failures = new ArrayList<>();
    private final CompletableFuture<ScenarioReport> result = new CompletableFuture<>();
    private StepPlan.Migrate moving;
    private Move move;
    private int held;

    /** A step, and whether it stands in a block that has an instant. */
    private record Item(StepPlan step, boolean atInstant) {
    }

    ScenarioRun(RunningSystem system, GuestCommands commands, ScenarioPlan plan, TraceBuffer trace, EventText text) {
        this.system = system;
        this.commands = commands;
        this.plan = plan;
        expectations = new Expectations(system, commands, this::guest, trace, text);
        plan.steps().forEach(step -> ahead.add(new Item(step, false)));
    }

    /** Gets ready, before the machines are switched on. */
    void prepare() {
        Set<String> later = plan.powersOn();
        for (Lodger lodger : system.lodgers()) {
            lodger.domain().setStarts(!later.contains(lodger.guest().name()));
        }
        system.setStaysOn(true);
        expectations.watch(plan);
        system.agenda().add(this);
        system.agenda().watch(expectations::read);
        system.agenda().atEnd(this::close);
    }

    CompletableFuture<ScenarioReport> result() {
        return result;
    }

    private Guest guest(String name) {
        return system.guests().stream().filter(guest -> guest.name().equals(name)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no guest '" + name + "'"));
    }

    // ---- instants ----

    @Override
    public long due() {
        return next() instanceof StepPlan.At at && !at.instructions() ? at.instant() : Long.MAX_VALUE;
    }

    @Override
    public long instructionsLeft() {
        return next() instanceof StepPlan.At at && at.instructions() ? at.instant() - system.run().instret() : Long.MAX_VALUE;
    }

    /** Returns the step that comes next; null if there is none, or it waits for another to end. */
    private StepPlan next() {
        return move != null || ahead.isEmpty() ? null : ahead.element().step;
    }

    private boolean isReached(StepPlan.At at) {
        if (at.instructions()) {
            return system.run().instret() >= at.instant();
        }
        return system.hosts().stream().filter(RunningHost::canRun).allMatch(host -> host.machine().now() >= at.instant());
    }

    @Override
    public void look() {
        finishMove();
        while (next() != null && !(next() instanceof StepPlan.At at && !isReached(at))) {
            take(ahead.remove());
            finishMove();
        }
        letGo();
    }

    /** Once all was done that is to be done, hosts whose guests have ended may go off. */
    private void letGo() {
        if (ahead.isEmpty() && move == null && system.staysOn()) {
            system.setStaysOn(false);
            // A host that is idle takes notice of it.
            system.hosts().forEach(RunningHost::inputArrived);
        }
    }

    @Override
    public void waitsNoLonger() {
        finishMove();
        if (move == null && !ahead.isEmpty()) {
            if (next() instanceof StepPlan.At at && !at.instructions()) {
                system.hosts().stream().filter(host -> !host.hasEnded()).forEach(host -> host.machine().letPass(at.instant()));
            }
            take(ahead.remove());
        }
        look();
    }

    @Override
    public boolean isDone() {
        return ahead.isEmpty() && move == null;
    }

    @Override
    public void ended() {
        ahead.forEach(item -> fail(item.step, "the run has ended before"));
        ahead.clear();
    }

    // ---- steps ----

    private void take(Item item) {
        StepPlan step = item.step;
        try {
            switch (step) {
                case StepPlan.At at -> open(at);
                case StepPlan.Expect expect when item.atInstant -> judge(expect);
                case StepPlan.Expect expect -> atEnd.add(expect);
                case StepPlan.Life life -> live(life);
                case StepPlan.Snapshot keep -> commands.snapshot(guest(keep.guest()), keep.name());
                case StepPlan.Restore restore -> commands.restore(guest(restore.guest()), restore.name());
                case StepPlan.Discard discard -> commands.removeSnapshot(guest(discard.guest()), discard.name());
                case StepPlan.MakeTemplate make -> commands.template(guest(make.guest()), make.name());
                case StepPlan.Create create -> commands.instantiate(create.template(), host(create.host()), create.name());
                case StepPlan.Clone clone -> commands.clone(guest(clone.guest()), clone.name());
                case StepPlan.Resize resize -> commands.resize(guest(resize.guest()), new Resources(resize.vcpus(), resize.memory(), resize.weight(), resize.cpus()));
                case StepPlan.Input input -> guest(input.guest()).console().send(input.text());
                case StepPlan.Migrate migrate -> begin(migrate);
            }
        } catch (IllegalStateException | IllegalArgumentException | StateException e) {
            fail(step, e.getMessage());
        } catch (UncheckedIOException e) {
            fail(step, e.getCause() instanceof NoSuchFileException ? e.getCause().getMessage() + ": there is no such file or folder" : e.getCause().getMessage());
        }
    }

    private void fail(StepPlan step, String why) {
        failures.add(new ScenarioReport.Failure(step.line(), step.word(), why));
    }

    /** Puts the steps of an instant ahead of all others. */
    private void open(StepPlan.At at) {
        at.steps().reversed().forEach(step -> ahead.addFirst(new Item(step, true)));
    }

    private void judge(StepPlan.Expect expect) {
        expectations.read();
        String measured;
        try {
            Expectations.Finding found = expectations.look(expect.condition());
            if (found.holds()) {
                held++;
                return;
            }
            measured = found.measured();
        } catch (IllegalStateException | IllegalArgumentException e) {
            // It speaks of a guest that was not made, or is gone.
            measured = e.getMessage();
        }
        failures.add(new ScenarioReport.Failure(expect.line(), "expect " + expect.condition().text(), measured));
    }

    private void live(StepPlan.Life life) {
        Guest guest = guest(life.guest());
        if (system.lodger(guest) == null) {
            liveBare(life, guest);
            return;
        }
        switch (life.action()) {
            case POWER_ON -> commands.start(guest);
            case POWER_OFF -> commands.stop(guest);
            case RESET -> commands.reset(guest);
            case PAUSE -> commands.pause(guest);
            case RESUME -> resume(guest, life.file());
            case SUSPEND -> suspend(guest, life.file());
            case DELETE -> commands.delete(guest);
        }
    }

    private void suspend(Guest guest, Path file) {
        Snapshot kept = commands.suspend(guest);
        if (file != null) {
            try {
                SnapshotFile.write(file, kept);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void resume(Guest guest, Path file) {
        if (file == null) {
            commands.resume(guest);
            return;
        }
        try {
            commands.resume(guest, SnapshotFile.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A guest with a machine of its own is switched on with it. */
    private void liveBare(StepPlan.Life life, Guest guest) {
        RunningHost host = system.hosts().get(guest.host());
        switch (life.action()) {
            case POWER_ON -> {
                if (host.hasEnded()) {
                    throw new IllegalStateException("host '" + host.plan().name() + "' has been switched off, for good");
                }
            }
            case POWER_OFF -> host.machine().powerOff(0);
            case RESET -> host.reset();
            default -> throw new IllegalStateException(guest.name() + " has a machine of its own; only virtual machines can be paused, resumed and suspended");
        }
        host.inputArrived();
    }

    private int host(String name) {
        return system.hosts().stream().map(RunningHost::plan).filter(each -> each.name().equals(name)).mapToInt(HostPlan::id).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no host '" + name + "'"));
    }

    private void begin(StepPlan.Migrate migrate) {
        move = commands.migrate(guest(migrate.guest()), host(migrate.host()), migrate.policy());
        moving = migrate;
    }

    private void finishMove() {
        if (move != null && move.isDone()) {
            MigrationReport report = move.result().join();
            if (report.outcome() == MigrationReport.Outcome.STAYED) {
                fail(moving, "it stayed: " + report.reason());
            }
            move = null;
        }
    }

    // ---- the end ----

    private void close() {
        finishMove();
        system.hosts().forEach(host -> host.updateLives(new SessionListener() { }));
        atEnd.forEach(this::judge);
        failures.sort(Comparator.comparingInt(ScenarioReport.Failure::line));
        result.complete(new ScenarioReport(plan.name(), held, failures));
    }
}
