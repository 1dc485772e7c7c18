// SPDX-License-Identifier: EPL-2.0
/** The ACLINT's machine timers. */
package org.trapline.machine.device.mtimer;
