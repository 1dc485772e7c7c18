// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.machine.state.StateExchange;
import org.trapline.vmm.DomainConfig;
import org.trapline.vmm.VCpu;

/** Each vCPU has a hart for itself, the first free one that its domain may use; while the vCPU waits, so does the hart. */
final class Dedicated implements Policy {
    private final List<Integer> harts;
    private final Map<VCpu, Integer> places = new LinkedHashMap<>();

    Dedicated(final List<Integer> harts) {
        this.harts = List.copyOf(harts);
    }

    private List<Integer> free(final Share share) {
        return harts.stream().filter(hart -> share.allows(hart) && !places.containsValue(hart)).toList();
    }

    @Override
    public void check(final DomainConfig wanted) {
        final int free = free(wanted.share()).size();
        if (wanted.vcpus() > free) {
            throw new IllegalArgumentException("domain '" + wanted.name() + "': scheduler dedicated gives each of its " + wanted.vcpus()
                + " vCPUs a hart of its own, but of those it may use only " + free + " of " + harts.size() + " are left");
        }
    }

    @Override
    public void add(final VCpu vcpu) {
        places.put(vcpu, free(vcpu.domain().config().share()).getFirst());
    }

    @Override
    public void remove(final VCpu vcpu) {
        places.remove(vcpu);
    }

    @Override
    public boolean allows(final VCpu vcpu, final int hart) {
        return places.get(vcpu) == hart;
    }

    @Override
    public VCpu choose(final List<VCpu> waiting) {
        return waiting.getFirst();
    }

    @Override
    public void exchange(final StateExchange state, final List<VCpu> members) {
        for (final VCpu vcpu : members) {
            places.put(vcpu, state.number("hart" + members.indexOf(vcpu), places.get(vcpu)));
        }
    }
}
