// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.List;

import org.trapline.machine.StopReason;
import org.trapline.machine.debug.Stop;
import org.trapline.machine.replay.Replayable;
import org.trapline.machine.state.StateExchange;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.code.SnapshotAction;

/**
 * The hosts of a session as one thing that runs: they have their slices of virtual time one after the other, in an order that depends on nothing
 * else. For the session's thread.
 */
final class SystemRun implements Replayable {
    private final List<RunningHost> hosts;
    private final TraceBuffer trace;
    private final long instructionLimit;
    private RunningHost ranLast;
    private Stop lastStop;

    /** @param instructionLimit instructions after which each host ends */
    SystemRun(List<RunningHost> hosts, TraceBuffer trace, long instructionLimit) {
        this.hosts = hosts;
        this.trace = trace;
        this.instructionLimit = instructionLimit;
    }

    /** Returns the host whose turn it is: wherever the hosts were stopped, they have their slices in the same order. Null if none can run. */
    RunningHost next() {
        bringTypedAtUpToTheOthers();
        RunningHost next = null;
        for (RunningHost host : hosts) {
            if (host.canRun() && (next == null || host.slice() < next.slice())) {
                next = host;
            }
        }
        return next;
    }

    /** A host that waited for nothing but a key has stood still in the meantime; what it sends now must not come to others from their past. */
    private void bringTypedAtUpToTheOthers() {
        for (RunningHost host : hosts) {
            if (host.isConnected() && host.isWoken() && !host.hasEnded() && host.machine().nextCycle() == Long.MAX_VALUE) {
                host.machine().letPass(presentWithout(host));
            }
        }
    }

    /** Returns the cycle up to which all hosts but one have run. */
    private long presentWithout(RunningHost one) {
        long least = Long.MAX_VALUE;
        long last = 0;
        for (RunningHost host : hosts) {
            last = Math.max(last, host.machine().now());
            if (host != one && !host.hasEnded() && !host.awaitsInput()) {
                least = Math.min(least, host.time());
            }
        }
        return least == Long.MAX_VALUE ? last : least;
    }

    /** Returns the host that has run last in {@link #runTo} or {@link #step}, the first one before. */
    RunningHost ranLast() {
        return ranLast == null ? hosts.getFirst() : ranLast;
    }

    @Override
    public long instant() {
        return hosts.stream().mapToLong(host -> host.machine().instant()).sum();
    }

    @Override
    public long instret() {
        return hosts.stream().mapToLong(host -> host.machine().instret()).sum();
    }

    @Override
    public StopReason runTo(long instructions, long instant) {
        for (;;) {
            long left = instructions - instret();
            long room = instant - instant();
            if (left <= 0) {
                return StopReason.LIMIT;
            }
            if (room <= 0) {
                return StopReason.TIME;
            }
            RunningHost host = next();
            if (host == null) {
                return StopReason.WAITING;
            }
            StopReason reason = host.advance(instructionLimit, left, room);
            ranLast = host;
            if (isPoint(reason)) {
                lastStop = host.machine().lastStop();
                return reason;
            }
            if (reason == StopReason.STOPPED) {
                return reason;
            }
        }
    }

    @Override
    public StopReason step() {
        RunningHost host = next();
        if (host == null) {
            return StopReason.WAITING;
        }
        StopReason reason = host.step(instructionLimit);
        ranLast = host;
        lastStop = isPoint(reason) ? host.machine().lastStop() : lastStop;
        return reason;
    }

    static boolean isPoint(StopReason reason) {
        return reason == StopReason.BREAKPOINT || reason == StopReason.WATCHPOINT || reason == StopReason.TRAP;
    }

    @Override
    public Stop lastStop() {
        return lastStop;
    }

    @Override
    public void shown() {
        hosts.forEach(host -> host.machine().shown());
    }

    @Override
    public TraceBuffer trace() {
        return trace;
    }

    @Override
    public void mark(SnapshotAction action, long number) {
        hosts.getFirst().machine().mark(action, number);
    }

    @Override
    public void exchange(StateExchange state) {
        for (RunningHost host : hosts) {
            state.part(host.plan().name(), host);
        }
    }
}
