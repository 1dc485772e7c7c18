// SPDX-License-Identifier: EPL-2.0
/** The core-local interruptor: software interrupts and the timer. */
package org.trapline.machine.device.clint;
