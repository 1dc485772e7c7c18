// SPDX-License-Identifier: EPL-2.0
/**
 * The privileged architecture of one hart: modes, CSRs, traps, interrupts, physical memory protection. Start reading at
 * {@link org.trapline.machine.privileged.PrivilegedState}. Nothing here knows how instructions are executed, so a virtual CPU uses the very
 * same classes as a physical hart.
 *
 * <p>Registers of RV32 are kept as those of RV64, and shown in halves. GEILEN is 0: no interrupt controller here has interrupt files for
 * guests, as those of the AIA have, so there would be nothing for {@code hgeip} to tell.
 */
package org.trapline.machine.privileged;
