// SPDX-License-Identifier: EPL-2.0
/** The ACLINT's supervisor software interrupts. */
package org.trapline.machine.device.sswi;
