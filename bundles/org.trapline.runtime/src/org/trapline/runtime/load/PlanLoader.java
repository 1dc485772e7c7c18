// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.nio.file.Path;
import java.util.Set;

import org.trapline.lang.topology.TopologyLoader;

/** Reads what the user wants to run. */
public final class PlanLoader {
    /** What the names of machine configurations end in. */
    static final String CONFIGURATION = ".tln";

    private PlanLoader() {
    }

    /** Tells whether a file is a machine configuration, by its name. */
    public static boolean isConfiguration(Path file) {
        return file.toString().endsWith(CONFIGURATION);
    }

    /** Tells whether a file is a kernel that starts in supervisor mode, by its first bytes: a Linux image, packed or not. */
    public static boolean isSupervisor(Path file) {
        return LinuxKernels.isKernel(file);
    }

    /**
     * Reads a machine configuration and its programs.
     * @param hosts names of the hosts to run; empty for all
     */
    public static PlanResult configuration(Path file, Set<String> hosts) {
        return new ConfigurationPlanner(file, hosts).plan(new TopologyLoader());
    }

    /** Does the same with what is prepared. */
    public static PlanResult configuration(Path file, Set<String> hosts, Preparation preparation) throws InterruptedException {
        return new ConfigurationPlanner(file, hosts).plan(preparation.loader());
    }

    /** Reads a program, and puts it on a host of its own. */
    public static PlanResult program(Path file, ProgramHost host) {
        return ProgramPlanner.plan(file, host);
    }

    /** Reads a configuration with all its hosts, or a program on the usual host. */
    public static PlanResult load(Path file) {
        return isConfiguration(file) ? configuration(file, Set.of()) : program(file, ProgramHost.bare(file));
    }
}
