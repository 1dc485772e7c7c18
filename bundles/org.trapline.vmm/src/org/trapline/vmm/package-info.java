// SPDX-License-Identifier: EPL-2.0
/**
 * The virtual machine monitor: hypervisors, their domains and vCPUs, the techniques by which guests run, and what all of it costs. It stands on
 * the machine and knows nothing of configuration files, consoles and windows.
 *
 * <p>Start reading at {@link org.trapline.vmm.Hypervisor}; {@link org.trapline.vmm.VCpu} says what a virtual CPU is.
 */
package org.trapline.vmm;
