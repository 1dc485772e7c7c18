// SPDX-License-Identifier: EPL-2.0
/**
 * The Virtual Machines view: hosts, their virtual machines and those machines' snapshots as a tree, and what can be done with them while they run. Start at
 * {@link org.trapline.ui.machines.MachinesView}; what it shows is made in {@link org.trapline.ui.machines.model}.
 */
package org.trapline.ui.machines;
