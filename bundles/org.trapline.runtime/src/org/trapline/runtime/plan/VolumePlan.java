// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

/**
 * Storage that belongs to no host.
 *
 * @param name    its name in the configuration
 * @param storage what it holds at first
 * @param line    where it is declared
 */
public record VolumePlan(String name, StoragePlan storage, int line) {
}
