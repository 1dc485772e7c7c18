// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.io.IOException;
import java.util.Arrays;
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

    private final Session session;
    private final Guest subject;
    private final TraceStatistics statistics = new TraceStatistics();
    private final Stretches stretches;
    private final boolean hasWitness;
    private long seen;

    private Trial(Session session) {
        this.session = session;
        subject = session.guests().getFirst();
        hasWitness = session.guests().size() > 1;
        stretches = new Stretches(subject.vm());
        session.addListener(new SessionListener() {
            @Override
            public void advanced() {
                follow();
            }

            @Override
            public void guestChanged(Guest guest, LifeCycle lifeCycle) {
                if (hasWitness && !lifeCycle.isAlive() && lifeCycle != LifeCycle.DEFINED) {
                    session.stop();
                }
            }
        });
    }

    private void follow() {
        TraceBuffer trace = session.trace().orElseThrow();
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
     * @param limit instructions after which it is stopped
     * @throws StartException        if the machines cannot be built
     * @throws CancellationException if the thread is interrupted
     */
    static Observation observe(SystemPlan plan, long size, long limit) throws StartException, IOException {
        try (Session session = open(plan, limit)) {
            Trial trial = new Trial(session);
            trial.run();
            return trial.observation(size);
        }
    }

    /**
     * Runs a program beside the witness until one of them ends.
     * @param limit instructions after which both are stopped
     */
    static Safety watch(SystemPlan plan, long limit, long quantumCycles) throws StartException, IOException {
        try (Session session = open(plan, limit)) {
            Trial trial = new Trial(session);
            Custody before = trial.begin();
            session.resume();
            trial.await();
            GuestResult witness = session.results().get(1);
            return new Safety(ofWitness(session), Safety.Damage.between(before, answer(session.custody(0))), trial.stretches.longest(),
                quantumCycles, witness.instructions());
        }
    }

    private static boolean ofWitness(Session session) {
        return switch (session.results().get(1).ending()) {
            case CRASHED, FAILED, TRAPPING -> false;
            default -> true;
        };
    }

    private static Session open(SystemPlan plan, long limit) throws StartException, IOException {
        return Session.create(plan, SessionOptions.unattended().withTraceCapacity(EVENTS).withInstructionLimit(limit).withStartsPaused(true));
    }

    /** Starts, without executing an instruction. */
    private Custody begin() {
        session.start();
        return answer(session.custody(0));
    }

    private void run() {
        session.start();
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
        return new Observation(session.results().getFirst(), subject.console().output(), harts, memory(size),
            statistics.exitsByCause(), stretches.longest());
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
