// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.snapshot;

/**
 * The memory of a virtual machine at an instant, in bytes.
 *
 * @param size     what its guest believes to have
 * @param resident how much of it is in page frames of the host
 * @param swapped  how much of it is on the host's swap disk
 * @param given    how much the guest has given back by its balloon
 * @param wanted   with how much it is to get along; as much as its size unless its balloon was told otherwise
 */
public record MemorySnapshot(long size, long resident, long swapped, long given, long wanted) {
}
