// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.life;

import java.util.LinkedHashMap;

import org.trapline.machine.state.Snapshot;
import org.trapline.vmm.Domain;
import org.trapline.vmm.DomainConfig;
import org.trapline.vmm.Hypervisor;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.LifeCycleException;

/**
 * A virtual machine that never runs, but of which any number of others are made: each goes on from the state in which the template was made, and shares
 * its memory and disks until it stores to them.
 */
public final class Template {
    private final String name;
    private final Domain origin;
    private final Snapshot image;

    private Template(final String name, final Domain origin, final Snapshot image) {
        this.name = name;
        this.origin = origin;
        this.image = image;
    }

    /**
     * Makes a template of a domain, which is left as it was: one that has not run yet is loaded, and its instances begin at its first instruction.
     * @throws LifeCycleException if the domain has ended
     */
    public static Template of(final String name, final Domain domain) {
        if (domain.lifeCycle() == LifeCycle.DEFINED) {
            domain.start();
            domain.pause();
            final Template made = new Template(name, domain, running(domain.keep()));
            domain.stop();
            return made;
        }
        return new Template(name, domain, running(domain.keep()));
    }

    private static Snapshot running(final Snapshot kept) {
        final var about = new LinkedHashMap<>(kept.about());
        about.put("state", LifeCycle.RUNNING.word());
        return new Snapshot(about, kept.states());
    }

    public String name() {
        return name;
    }

    /** Returns what instances begin with. */
    public Snapshot image() {
        return image;
    }

    /**
     * Makes an instance, which runs at once.
     * @param wanted with a name and a number of its own, and the template's resources
     * @throws IllegalArgumentException if the host has not that much memory left
     */
    public Domain instantiate(final Hypervisor on, final DomainConfig wanted) {
        return on.clone(image, origin, wanted);
    }
}
