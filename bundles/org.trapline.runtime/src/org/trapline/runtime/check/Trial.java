// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.trapline.machine.platform.Platform;
import org.trapline.runtime.Guest;
import org.trapline.runtime.GuestResult;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionListener;
import org.trapline.runtime.SessionOptions;
import org.trapline.runtime.StartException;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.plan.PartitionsPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.snapshot.HartSnapshot;
import org.trapline.runtime.snapshot.HostSnapshot;
import org.trapline.runtime.snapshot.VCpuSnapshot;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.analysis.TraceStatistics;
import org.trapline.vmm.Custody;
import org.trapline.vmm.LifeCycle;

/** One run of a program on a host made for it. The program is the first guest; if there is another, it is the witness. */
final class Trial {
    private static final long EVENTS = 1 << 20;
    private static final int CHUNK = 1 << 20;
    /** In so many slices of the host's time the witness goes through its memory and back more than once. */
    private static final int SLICES_OF_A_PASS = 3;
    /** Where a guest's instructions are translated, the host has more of them; a run that does not get on ends all the same. */
    private static final long HOST_TO_GUEST = 64;

    private final Session session;
    private final Guest subject;
    private final TraceStatistics statistics = new TraceStatistics();
    private final Stretches stretches;
    private final boolean hasWitness;
    private final Cue cue;
    private long seen;
    private boolean arrived;
    private boolean subjectEnded;
    private int slicesSince;

    private Trial(Session session, Cue cue) {
        this.session = session;
        this.cue = cue;
        subject = session.guests().getFirst();
        hasWitness = session.guests().size() > 1;
        stretches = new Stretches(subject.vm());
        session.addListener(new SessionListener() {
            @Override
            public void advanced() {
                follow();
                if (cue.until() != null && !arrived && subject.console().text().contains(cue.until())) {
                    arrived = true;
                    session.stop();
                }
                // What the witness has, it looks at once more.
                if (hasWitness && subjectEnded && slicesSince++ == SLICES_OF_A_PASS) {
                    session.stop();
                }
            }

            @Override
            public void guestChanged(Guest guest, LifeCycle lifeCycle) {
                if (!hasWitness || lifeCycle.isAlive() || lifeCycle == LifeCycle.DEFINED) {
                    return;
                }
                if (guest == subject) {
                    subjectEnded = true;
                } else {
                    session.stop();
                }
            }
        });
    }

    private void follow() {
        TraceBuffer trace = session.trace().orElse(null);
        if (trace == null) {
            return;
        }
        long from = Math.max(seen, trace.firstSeq());
        if (from > seen) {
            statistics.skip();
        }
        seen = trace.nextSeq();
        trace.forEach(from, seen, this::add);
    }

    private void add(TraceEvent event) {
        statistics.add(event);
        stretches.add(event);
    }

    /**
     * Runs a program to its end.
     * @param size  bytes of its memory
     * @param limit its own instructions after which it is stopped
     * @param cue   what is typed to it, and what is waited for
     * @throws StartException        if the machines cannot be built
     * @throws CancellationException if the thread is interrupted
     */
    static Observation observe(SystemPlan plan, long size, long limit, Cue cue) throws StartException, IOException {
        long most = limit > Long.MAX_VALUE / HOST_TO_GUEST ? Long.MAX_VALUE : HOST_TO_GUEST * limit;
        try (Session session = Session.create(plan, options().withGuestLimit(limit).withInstructionLimit(most))) {
            Trial trial = new Trial(session, cue);
            trial.run();
            return trial.observation(size);
        }
    }

    /** Runs a program up to so many of its instructions, and tells nothing but what its registers and memory hold then. */
    static Observation look(SystemPlan plan, long size, long instructions) throws StartException, IOException {
        try (Session session = Session.create(plan, options().withTraceCapacity(0).withGuestLimit(instructions))) {
            Trial trial = new Trial(session, Cue.NONE);
            trial.run();
            return trial.observation(size);
        }
    }

    /**
     * Runs a program beside the witness, until it has ended and the witness has looked at all it has; or the witness ends.
     * @param limit instructions of the host after which both are stopped
     */
    static Safety watch(SystemPlan plan, Witness witness, long limit, long quantumCycles) throws StartException, IOException {
        try (Session session = Session.create(plan, options().withInstructionLimit(limit))) {
            Trial trial = new Trial(session, Cue.NONE);
            Guest neighbour = session.guests().get(1);
            boolean hasVmm = isUnderVmm(plan.hosts().getFirst().role());
            session.start();
            Custody before = hasVmm ? answer(session.custody(0)) : null;
            byte[] had = answer(session.memory(neighbour, Platform.RAM_BASE, Witness.MEMORY));
            session.resume();
            trial.await();
            GuestResult result = session.results().get(1);
            boolean intact = isUnharmed(result) && witness.isUnchanged(had, answer(session.memory(neighbour, Platform.RAM_BASE, Witness.MEMORY)));
            trial.stretches.end(result.cycles());
            return new Safety(intact, hasVmm ? Safety.Damage.between(before, answer(session.custody(0))) : Safety.Damage.NONE,
                trial.stretches.longest(), quantumCycles, result.instructions());
        }
    }

    private static boolean isUnharmed(GuestResult witness) {
        return switch (witness.ending()) {
            case CRASHED, FAILED, TRAPPING -> false;
            default -> true;
        };
    }

    private static SessionOptions options() {
        return SessionOptions.unattended().withTraceCapacity(EVENTS).withStartsPaused(true);
    }

    /** Where firmware has cut the machine between program and witness, nobody is above both. */
    private static boolean isUnderVmm(HostPlan.Role role) {
        return role instanceof HypervisorPlan || role instanceof PartitionsPlan firmware && firmware.partitions().size() == 1;
    }

    private void run() {
        session.start();
        if (!cue.input().isEmpty()) {
            subject.console().send(cue.input());
        }
        session.resume();
        await();
    }

    private void await() {
        try {
            session.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the check was interrupted");
        }
        follow();
    }

    private Observation observation(long size) {
        HostSnapshot host = answer(session.snapshot()).hosts().getFirst();
        List<HartSnapshot> harts = host.domains().isEmpty() ? host.harts() : host.domains().getFirst().vcpus().stream().map(VCpuSnapshot::hart).toList();
        if (cue.until() != null) {
            // Where it stands is a matter of time.
            return new Observation(session.results().getFirst(), upTo(cue.until()), List.of(), Collections.emptySortedMap(), statistics.exitsByCause(),
                stretches.longest());
        }
        return new Observation(session.results().getFirst(), subject.console().output(), harts, memory(size),
            statistics.exitsByCause(), stretches.longest());
    }

    private byte[] upTo(String end) {
        String text = subject.console().text();
        int at = text.indexOf(end);
        return (at < 0 ? text : text.substring(0, at + end.length())).getBytes(StandardCharsets.UTF_8);
    }

    private SortedMap<Long, byte[]> memory(long size) {
        SortedMap<Long, byte[]> pieces = new TreeMap<>();
        for (long offset = 0; offset < size; offset += CHUNK) {
            byte[] chunk = answer(session.memory(subject, Platform.RAM_BASE + offset, (int) Math.min(CHUNK, size - offset)));
            for (int at = 0; at < chunk.length; at += Observation.PIECE) {
                byte[] piece = Arrays.copyOfRange(chunk, at, Math.min(chunk.length, at + Observation.PIECE));
                if (!isZero(piece)) {
                    pieces.put(Platform.RAM_BASE + offset + at, piece);
                }
            }
        }
        return pieces;
    }

    private static boolean isZero(byte[] bytes) {
        for (byte value : bytes) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static <T> T answer(Future<T> question) {
        try {
            return question.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the check was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
