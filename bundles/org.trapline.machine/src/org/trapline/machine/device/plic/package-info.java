// SPDX-License-Identifier: EPL-2.0
/** The platform-level interrupt controller. */
package org.trapline.machine.device.plic;
