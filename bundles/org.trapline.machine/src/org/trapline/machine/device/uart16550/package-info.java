// SPDX-License-Identifier: EPL-2.0
/** The 16550 UART. */
package org.trapline.machine.device.uart16550;
