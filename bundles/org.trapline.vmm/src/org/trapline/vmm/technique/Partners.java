// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import java.util.ArrayList;
import java.util.List;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.vmm.Domain;
import org.trapline.vmm.Meter;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.channel.Channels;
import org.trapline.vmm.paging.PageKeeper;
import org.trapline.vmm.paravirt.HypercallError;

/** What the vCPUs of a guest that knows its VMM have in common: its channels, and each other. */
final class Partners implements Stateful {
    private final List<Partner> all = new ArrayList<>();
    private final Channels channels;
    private final PageKeeper pages;

    private Partners(final Domain domain, final Meter meter, final PageKeeper pages) {
        this.pages = pages;
        channels = new Channels(domain.platform(), meter, pages, this::raise);
        domain.platform().addTimed(channels);
    }

    /** Returns those of a vCPU that is getting its technique: new ones for a guest's first. */
    static Partners of(final VCpu vcpu, final Meter meter, final PageKeeper pages) {
        final Technique first = vcpu.domain().vcpus().getFirst().technique();
        return first instanceof final Knowing knowing ? knowing.partner().partners() : new Partners(vcpu.domain(), meter, pages);
    }

    /** A technique of guests that know their VMM. */
    interface Knowing extends Technique {
        /** Returns the vCPU's part of it. */
        Partner partner();
    }

    void add(final Partner partner) {
        all.add(partner);
    }

    Channels channels() {
        return channels;
    }

    PageKeeper pages() {
        return pages;
    }

    private void raise(final int vcpu, final long event) {
        if (vcpu >= 0 && vcpu < all.size()) {
            all.get(vcpu).raise(event);
        }
    }

    /** Returns one that does not run, or null. */
    Partner stopped(final long vcpu) {
        return vcpu >= 0 && vcpu < all.size() && all.get((int) vcpu).vcpu().hart().isParked() ? all.get((int) vcpu) : null;
    }

    /** Returns how many run. */
    long running() {
        return all.stream().filter(each -> !each.vcpu().hart().isParked()).count();
    }

    /** What is done to each of several. */
    @FunctionalInterface
    interface Deed {
        void to(Partner partner);
    }

    /** Does something to each of a mask; returns the hypercall's result. */
    int forEach(final long mask, final Deed deed) {
        if ((mask & -1L << all.size()) != 0 && all.size() < Long.SIZE) {
            return HypercallError.BAD_ARGUMENT.result();
        }
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            deed.to(all.get(Long.numberOfTrailingZeros(rest)));
        }
        return 0;
    }

    /** Tells whether there is a vCPU of that number. */
    boolean has(final long vcpu) {
        return vcpu >= 0 && vcpu < all.size();
    }

    @Override
    public void exchange(final StateExchange state) {
        state.part("channels", channels);
    }
}
