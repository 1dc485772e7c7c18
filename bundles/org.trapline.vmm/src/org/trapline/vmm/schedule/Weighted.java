// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.machine.state.StateExchange;
import org.trapline.vmm.Domain;
import org.trapline.vmm.VCpu;

/**
 * Fair sharing by weight: the domain runs next that has had the least, each cycle counted the less the greater the domain's weight. Who has slept
 * does not get back what it did not use, or a sleeper could keep all others waiting afterwards.
 */
final class Weighted implements Policy {
    private static final long SCALE = 10_000;

    /** What each domain has had, in scaled cycles. */
    private final Map<Domain, long[]> had = new LinkedHashMap<>();
    /** The most that one had who was chosen. */
    private long most;
    private final RoundRobin within = new RoundRobin();

    @Override
    public void add(final VCpu vcpu) {
        had.computeIfAbsent(vcpu.domain(), _ -> new long[1]);
        within.add(vcpu);
    }

    @Override
    public void remove(final VCpu vcpu) {
        had.remove(vcpu.domain());
        within.remove(vcpu);
    }

    /** From now on it has had no less than the one of those that want to run that has had the least. */
    @Override
    public void woke(final VCpu vcpu, final List<VCpu> members) {
        long least = Long.MAX_VALUE;
        for (final VCpu other : members) {
            if (other.domain() == vcpu.domain() && other != vcpu && other.wantsHart()) {
                return;
            }
            if (other.domain() != vcpu.domain() && other.wantsHart()) {
                least = Math.min(least, had(other.domain()));
            }
        }
        final long[] account = had.get(vcpu.domain());
        account[0] = Math.max(account[0], least == Long.MAX_VALUE ? most : least);
    }

    @Override
    public VCpu choose(final List<VCpu> waiting) {
        Domain least = null;
        for (final VCpu vcpu : waiting) {
            if (least == null || had(vcpu.domain()) < had(least)) {
                least = vcpu.domain();
            }
        }
        final Domain chosen = least;
        most = Math.max(most, had(chosen));
        return within.choose(waiting.stream().filter(vcpu -> vcpu.domain() == chosen).toList());
    }

    private long had(final Domain domain) {
        return had.get(domain)[0];
    }

    @Override
    public void used(final Domain domain, final long cycles) {
        had.get(domain)[0] += cycles * SCALE / domain.share().weight();
    }

    @Override
    public void exchange(final StateExchange state, final List<VCpu> members) {
        most = state.number("most", most);
        for (final Map.Entry<Domain, long[]> account : had.entrySet()) {
            state.numbers("had" + account.getKey().id(), account.getValue());
        }
        within.exchange(state, members);
    }
}
