// SPDX-License-Identifier: EPL-2.0
/** The test finisher, by which software ends a run. */
package org.trapline.machine.device.finisher;
