// SPDX-License-Identifier: EPL-2.0
/**
 * Stopping a machine where somebody wants to look at it: {@link org.trapline.machine.debug.DebugUnit} is a hart's part in it,
 * {@link org.trapline.machine.debug.Stop} says what happened. None of it is state of the machine, and a run that is stopped and goes on is the same
 * run; what nobody asked for costs nothing.
 */
package org.trapline.machine.debug;
