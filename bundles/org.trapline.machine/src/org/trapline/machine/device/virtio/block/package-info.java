// SPDX-License-Identifier: EPL-2.0
/** The virtio block device: a disk. */
package org.trapline.machine.device.virtio.block;
