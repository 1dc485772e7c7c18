// SPDX-License-Identifier: EPL-2.0
/**
 * Host software that lives in machine mode, so that a machine can start a kernel, or a VMM, in supervisor mode.
 */
package org.trapline.machine.firmware;
