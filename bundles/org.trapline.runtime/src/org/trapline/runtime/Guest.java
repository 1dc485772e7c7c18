// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import org.trapline.runtime.plan.GuestPlan;
import org.trapline.trace.EventOrigin;
import org.trapline.vmm.LifeCycle;

/** Something in a session that runs a program of its own: a host without hypervisor, or a domain. */
public final class Guest {
    private final GuestPlan plan;
    private volatile int host;
    private final int vm;
    private final Console console;
    private volatile LifeCycle lifeCycle = LifeCycle.DEFINED;

    Guest(GuestPlan plan, int host, int vm) {
        this.plan = plan;
        this.host = host;
        this.vm = vm;
        this.console = new Console(this);
    }

    public GuestPlan plan() {
        return plan;
    }

    /** Returns the name, unique in the session. */
    public String name() {
        return plan.name();
    }

    /** Returns the number of its host in the plan and in traces: of the one where it is now, if it can move. */
    public int host() {
        return host;
    }

    void setHost(int number) {
        host = number;
    }

    /** Returns its number in traces if it is a domain, else {@link EventOrigin#NONE}. */
    public int vm() {
        return vm;
    }

    public Console console() {
        return console;
    }

    /** Returns where it stands in its life; safe to ask from any thread. */
    public LifeCycle lifeCycle() {
        return lifeCycle;
    }

    /** Notes where it stands; returns whether that is new. */
    boolean setLifeCycle(LifeCycle newLifeCycle) {
        boolean changed = lifeCycle != newLifeCycle;
        lifeCycle = newLifeCycle;
        return changed;
    }

    @Override
    public String toString() {
        return name();
    }
}
