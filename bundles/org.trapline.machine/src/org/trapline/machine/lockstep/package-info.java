// SPDX-License-Identifier: EPL-2.0
/**
 * Several machines that do the same, each with another engine, held against each other: whatever executes a guest, it must be the same run. Tests use it, and
 * the command line, which runs programs of public suites so. Start at {@link org.trapline.machine.lockstep.Lockstep}.
 */
package org.trapline.machine.lockstep;
