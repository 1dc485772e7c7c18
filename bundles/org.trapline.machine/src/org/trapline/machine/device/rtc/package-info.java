// SPDX-License-Identifier: EPL-2.0
/** The Goldfish real-time clock, whose time is virtual. */
package org.trapline.machine.device.rtc;
