// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.trapline.vmm.LifeCycle.CRASHED;
import static org.trapline.vmm.LifeCycle.DEFINED;
import static org.trapline.vmm.LifeCycle.DELETED;
import static org.trapline.vmm.LifeCycle.MIGRATING;
import static org.trapline.vmm.LifeCycle.OFF;
import static org.trapline.vmm.LifeCycle.PAUSED;
import static org.trapline.vmm.LifeCycle.RUNNING;
import static org.trapline.vmm.LifeCycle.SUSPENDED;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.trapline.trace.code.Lifecycle;

/** The steps in a domain's life, one row each: where they may be taken and where they lead. */
public enum Transition {
    START("started", Lifecycle.START, RUNNING, DEFINED, OFF, CRASHED),
    RESET("reset", Lifecycle.RESET, RUNNING, RUNNING, PAUSED),
    PAUSE("paused", Lifecycle.PAUSE, PAUSED, RUNNING),
    RESUME("resumed", Lifecycle.RESUME, RUNNING, PAUSED),
    SUSPEND("suspended", Lifecycle.SUSPEND, SUSPENDED, RUNNING, PAUSED),
    /** By command, as pulling the plug does. */
    STOP("stopped", Lifecycle.STOP, OFF, DEFINED, RUNNING, PAUSED),
    /** By the guest itself. */
    POWER_OFF("powered off", Lifecycle.STOP, OFF, RUNNING),
    /** By what the guest has done; or because a part of it is lost, which may happen while it is paused. */
    CRASH("crashed", Lifecycle.CRASH, CRASHED, RUNNING, PAUSED),
    /** A state that was kept is brought back; it is paused then. */
    RESTORE("restored", Lifecycle.RESTORE, PAUSED, DEFINED, RUNNING, PAUSED, OFF, CRASHED),
    /** Its last pages and registers set out for another host. */
    DEPART("migrated", Lifecycle.DEPART, MIGRATING, RUNNING),
    /** It has room on a host to which it is to come. */
    EXPECT("received", Lifecycle.DEPART, MIGRATING, DEFINED),
    /** It has come, or has not left after all. */
    ARRIVE("run after a migration", Lifecycle.ARRIVE, RUNNING, MIGRATING),
    DELETE("deleted", Lifecycle.DESTROY, DELETED, DEFINED, OFF, CRASHED, SUSPENDED, MIGRATING);

    private final String participle;
    private final Lifecycle event;
    private final LifeCycle to;
    private final Set<LifeCycle> from;

    Transition(final String participle, final Lifecycle event, final LifeCycle to, final LifeCycle first, final LifeCycle... others) {
        this.participle = participle;
        this.event = event;
        this.to = to;
        from = Collections.unmodifiableSet(EnumSet.of(first, others));
    }

    /** Returns what is traced when the step has been taken. */
    public Lifecycle event() {
        return event;
    }

    /** Returns where the step leads. */
    public LifeCycle to() {
        return to;
    }

    /** Returns where the step may be taken. */
    public Set<LifeCycle> from() {
        return from;
    }

    /** Tells whether the step may be taken. */
    public boolean isLegalFrom(final LifeCycle state) {
        return from.contains(state);
    }

    /**
     * Makes sure that the step may be taken.
     * @param name the domain's, for the message
     * @throws LifeCycleException if not
     */
    void check(final String name, final LifeCycle state) {
        if (!isLegalFrom(state)) {
            throw new LifeCycleException("domain '" + name + "' is " + state.word() + " and cannot be " + participle + "; only one that is "
                + from.stream().map(LifeCycle::word).collect(Collectors.joining(" or ")) + " can");
        }
    }
}
