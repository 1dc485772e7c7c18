// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.vmm.Domain;
import org.trapline.vmm.DomainConfig;
import org.trapline.vmm.VCpu;

/** The vCPUs of a hypervisor, and whose turn it is. Harts are told by their numbers in the machine, time in ticks of its clock. */
public final class RunQueue implements Stateful {
    private static final long NEVER = Long.MAX_VALUE;

    private final Policy policy;
    private final List<VCpu> members = new ArrayList<>();
    private final Map<Domain, Budget> budgets = new LinkedHashMap<>();

    RunQueue(final Policy policy) {
        this.policy = policy;
    }

    /**
     * Makes sure that there is room for a domain.
     * @throws IllegalArgumentException if there is none
     */
    public void check(final DomainConfig wanted) {
        policy.check(wanted);
    }

    public void add(final VCpu vcpu) {
        members.add(vcpu);
        policy.add(vcpu);
        if (!budgets.containsKey(vcpu.domain())) {
            shareChanged(vcpu.domain());
        }
    }

    public void remove(final VCpu vcpu) {
        members.remove(vcpu);
        policy.remove(vcpu);
        budgets.remove(vcpu.domain());
    }

    /** Takes notice that a domain gets another part from now on: it begins with what a whole period brings. */
    public void shareChanged(final Domain domain) {
        budgets.remove(domain);
        if (domain.share().cpus() > 0) {
            budgets.put(domain, new Budget(domain.share().cpus()));
        }
    }

    /** Returns all that were added, in that order. */
    public List<VCpu> members() {
        return members;
    }

    @Override
    public void exchange(final StateExchange state) {
        policy.exchange(state, members);
        for (final Domain domain : members.stream().map(VCpu::domain).distinct().toList()) {
            if (budgets.containsKey(domain)) {
                state.part("budget" + domain.id(), budgets.get(domain));
            }
        }
    }

    // ---- whose turn it is ----

    /** Returns the vCPU whose turn it is on a hart, or null if there is none that can run there and is not on a hart already. */
    public VCpu next(final int hart, final long tick) {
        final List<VCpu> waiting = new ArrayList<>();
        for (final VCpu candidate : members) {
            if (couldRun(candidate, hart)) {
                noteWait(candidate, tick);
                if (!isUsedUp(candidate, tick)) {
                    waiting.add(candidate);
                }
            } else if (!candidate.isRunnable()) {
                candidate.forgetsWaiting();
            }
        }
        return waiting.isEmpty() ? null : policy.choose(waiting);
    }

    /** Tells whether somebody waits for a hart. */
    public boolean hasWaiting(final int hart, final long tick) {
        for (final VCpu candidate : members) {
            if (couldRun(candidate, hart) && !isUsedUp(candidate, tick)) {
                noteWait(candidate, tick);
                return true;
            }
        }
        return false;
    }

    private void noteWait(final VCpu vcpu, final long tick) {
        if (!vcpu.wantsHart()) {
            vcpu.waits(tick);
            policy.woke(vcpu, members);
        }
    }

    private boolean couldRun(final VCpu vcpu, final int hart) {
        return !vcpu.isLoaded() && vcpu.isRunnable() && vcpu.domain().share().allows(hart) && policy.allows(vcpu, hart);
    }

    // ---- how much is used ----

    /** Takes notice that a vCPU has been on a hart for so many cycles. */
    public void used(final VCpu vcpu, final long cycles, final long tick) {
        policy.used(vcpu.domain(), cycles);
        final Budget budget = budgets.get(vcpu.domain());
        if (budget != null) {
            budget.used(cycles, tick);
        }
    }

    /** Tells whether a vCPU must not run because its domain has come to its limit. */
    public boolean isUsedUp(final VCpu vcpu, final long tick) {
        final Budget budget = budgets.isEmpty() ? null : budgets.get(vcpu.domain());
        return budget != null && budget.isUsedUp(tick);
    }

    /** Returns the tick at which a vCPU that runs from now on comes to its domain's limit. */
    public long limit(final VCpu vcpu, final long tick) {
        final Budget budget = budgets.isEmpty() ? null : budgets.get(vcpu.domain());
        return budget == null ? NEVER : budget.end(tick);
    }

    /** Returns the tick at which somebody may go on who has come to a limit. */
    public long nextRefill(final long tick) {
        long next = NEVER;
        for (final Budget budget : budgets.values()) {
            if (budget.isUsedUp(tick)) {
                next = Math.min(next, budget.next());
            }
        }
        return next;
    }
}
