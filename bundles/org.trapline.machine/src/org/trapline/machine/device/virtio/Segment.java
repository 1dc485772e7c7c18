// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

/**
 * A piece of memory that a descriptor names. It lies in RAM.
 *
 * @param address as the driver gave it
 * @param length  bytes, 1 or more
 */
public record Segment(long address, long length) {
}
