// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

/**
 * Where an operating system writes pages when memory runs short.
 *
 * @param disk  the name of a disk of its host
 * @param first the first byte of the part that it may use
 * @param size  bytes
 * @param line  where in the configuration it is declared
 */
public record SwapPlan(String disk, long first, long size, int line) {
}
