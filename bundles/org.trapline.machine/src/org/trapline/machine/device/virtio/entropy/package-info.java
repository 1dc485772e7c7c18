// SPDX-License-Identifier: EPL-2.0
/** The virtio entropy device: random numbers that are the same in each run. */
package org.trapline.machine.device.virtio.entropy;
