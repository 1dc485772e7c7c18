// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

/**
 * What a code cache has done so far.
 *
 * @param hits         look-ups of the VMM that found a translation
 * @param misses       look-ups that did not, so that one was made
 * @param instructions guest instructions that were translated
 * @param words        words of code made from them
 * @param links        exits that were linked to where they go on, so that they no longer leave for the VMM
 * @param cases        addresses that were added for indirect jumps
 * @param invalidated  translations dropped because the guest's code, or the way it is mapped, has changed
 * @param evicted      translations dropped because the cache was full
 * @param blocks       translations that are there now
 * @param bytes        bytes in use now
 */
public record CacheStatistics(long hits, long misses, long instructions, long words, long links, long cases, long invalidated, long evicted,
        int blocks, int bytes) {

    /** Nothing was done. */
    public static final CacheStatistics NONE = new CacheStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Returns both together, as those of several vCPUs. */
    public CacheStatistics plus(final CacheStatistics other) {
        return new CacheStatistics(hits + other.hits, misses + other.misses, instructions + other.instructions, words + other.words,
            links + other.links, cases + other.cases, invalidated + other.invalidated, evicted + other.evicted, blocks + other.blocks,
            bytes + other.bytes);
    }
}
