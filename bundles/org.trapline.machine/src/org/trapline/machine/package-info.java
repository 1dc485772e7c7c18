// SPDX-License-Identifier: EPL-2.0
/**
 * A RISC-V machine: {@link org.trapline.machine.Machine} owns a platform and lets it run. Machines are independent of each other; nothing is
 * shared or static.
 */
package org.trapline.machine;
