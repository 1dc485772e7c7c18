// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.List;
import java.util.function.Function;

import org.trapline.machine.StopReason;
import org.trapline.machine.replay.Arrival;
import org.trapline.machine.replay.History;

/**
 * Lets the hosts of a session go back. In the past each of them runs to where it was in the present and waits there for the others, and nobody can
 * type. For the session's thread, but for {@link #moment} and {@link #cancel}.
 */
final class TimeTravel {
    private final SystemRun run;
    private final List<RunningHost> hosts;
    private final History history;
    private volatile Moment moment;

    TimeTravel(SystemRun run, List<RunningHost> hosts, History.Limits limits) {
        this.run = run;
        this.hosts = hosts;
        history = new History(run, limits);
        note();
    }

    Moment moment() {
        return moment;
    }

    boolean isInPast() {
        return history.isInPast();
    }

    History history() {
        return history;
    }

    /** Takes notice that hosts have run. */
    void advanced() {
        history.advanced();
        note();
    }

    private void note() {
        if (!history.isInPast()) {
            hosts.forEach(RunningHost::liftBarrier);
        }
        long event = run.trace() == null ? 0 : run.trace().position();
        moment = new Moment(history.beginning(), run.instant(), history.end(), run.instret(), event);
    }

    /** Lets the hosts do again what they did, for a while. */
    StopReason repeat(long instants) {
        long before = run.instant();
        StopReason reason = history.runTo(Long.MAX_VALUE, before + instants);
        if (reason == StopReason.WAITING && run.instant() == before && history.isInPast()) {
            throw new IllegalStateException("the run does not come to where it was, " + history.end() + ", but waits at " + before);
        }
        note();
        return reason;
    }

    /** Goes somewhere in the history. */
    Arrival go(Function<History, Arrival> way) {
        if (!history.isInPast()) {
            hosts.forEach(RunningHost::setBarrier);
        }
        Arrival arrival = way.apply(history);
        note();
        return arrival;
    }

    void forgetFuture() {
        history.forgetFuture();
        note();
    }

    /** Takes notice that somebody has changed something that the hosts have not noted; in the past, this becomes the present. */
    void changed() {
        history.changed();
        note();
    }

    /** Is called before hosts run in the present. */
    void goesOn() {
        history.settleChange();
    }

    /** Makes this the present and the beginning, because it does not follow from what the hosts have done. */
    void beginAgain() {
        history.beginAgain();
        note();
    }

    /** Ends a way soon, wherever it is then; may be called by any thread. */
    void cancel() {
        history.cancel();
        hosts.forEach(host -> host.machine().stop());
    }
}
