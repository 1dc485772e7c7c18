// SPDX-License-Identifier: EPL-2.0
/**
 * The privileged architecture of one hart: modes, CSRs, traps, interrupts, physical memory protection. Start reading at
 * {@link org.trapline.machine.privileged.PrivilegedState}. Nothing here knows how instructions are executed, so a virtual CPU uses the very
 * same classes as a physical hart.
 */
package org.trapline.machine.privileged;
