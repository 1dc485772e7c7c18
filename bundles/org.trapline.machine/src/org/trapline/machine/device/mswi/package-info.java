// SPDX-License-Identifier: EPL-2.0
/** The ACLINT's machine software interrupts. */
package org.trapline.machine.device.mswi;
