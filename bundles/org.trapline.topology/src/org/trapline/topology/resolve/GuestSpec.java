// SPDX-License-Identifier: EPL-2.0
package org.trapline.topology.resolve;

import java.util.List;
import org.trapline.topology.Assignment;
import org.trapline.topology.CpuRange;
import org.trapline.topology.CrashPolicy;
import org.trapline.topology.Disk;
import org.trapline.topology.Domain;
import org.trapline.topology.Firmware;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.Limits;
import org.trapline.topology.Nic;
import org.trapline.topology.Peripheral;
import org.trapline.topology.Program;

/**
 * One virtual machine as it is to be built: its domain with template, size and defaults folded in.
 * @param domain where it was declared
 * @param hypervisor what runs it
 * @param index its number in the domain, 0 if the domain is no array
 * @param name its name within the host: {@code web[0]}, or {@code trial} if the domain is no array
 * @param qualifiedName its name within the configuration: {@code rack1.web[0]}
 * @param isa the instruction set of the guest: its own, or its host's
 * @param vcpus at least 1 in a valid configuration
 * @param memory bytes
 * @param firmware what it boots from, {@code null} if its program starts bare
 * @param program what it boots, {@code null} if the configuration does not say
 * @param unmodified the version of the program that makes no hypercalls, {@code null} if the configuration names none
 * @param initrd path relative to the file, or {@code null}
 * @param append kernel command line, or {@code null}
 * @param deviceTree path relative to the file, or {@code null}
 * @param onCrash what happens when it crashes
 * @param weight its share under the weighted scheduler
 * @param pin host cores its vCPUs may run on; empty means all
 * @param limits what it may use at most, or {@code null}
 * @param disks its disks, the template's first; of two with one name the domain's wins
 * @param interfaces its network cards, likewise
 * @param devices further devices, likewise
 * @param assignments host devices passed through to it
 */
public record GuestSpec(Domain domain, Hypervisor hypervisor, int index, String name, String qualifiedName, String isa, int vcpus, long memory,
        Firmware firmware, Program program, Program unmodified, String initrd, String append, String deviceTree, CrashPolicy onCrash, int weight, List<CpuRange> pin,
        Limits limits, List<Disk> disks, List<Nic> interfaces, List<Peripheral> devices, List<Assignment> assignments) {
}
