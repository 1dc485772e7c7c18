// SPDX-License-Identifier: EPL-2.0
/** The host-target interface of the RISC-V tools, by which test programs say how they ended. */
package org.trapline.machine.device.htif;
