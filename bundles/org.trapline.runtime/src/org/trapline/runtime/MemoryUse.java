// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

/**
 * What became of a guest's memory, where pages of it come and go.
 *
 * @param size     bytes that the guest has
 * @param resident bytes of them that are in page frames of the host
 * @param swapOuts how often a page was written to the host's swap disk
 * @param swapIns  how often one was read from there
 */
public record MemoryUse(long size, long resident, long swapOuts, long swapIns) {
}
