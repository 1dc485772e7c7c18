// SPDX-License-Identifier: EPL-2.0
/**
 * Virtio devices on a memory-mapped bus. {@link org.trapline.machine.device.virtio.VirtioMmio} is what a driver sees: registers, features, an
 * interrupt. {@link org.trapline.machine.device.virtio.VirtQueue} is a ring in guest memory and takes {@link org.trapline.machine.device.virtio.Chain}s
 * from it. Both know nothing of what a device does: that is a {@link org.trapline.machine.device.virtio.VirtioDevice}, one package each beneath.
 *
 * <p>Whatever a driver writes is untrusted. Every address and length is checked where it enters, in the queue; a chain consists of RAM only.
 */
package org.trapline.machine.device.virtio;
