// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.snapshot;

/**
 * A migration that is going on.
 *
 * @param to     where to, for people: a host's name, or an address
 * @param rounds how many rounds of copying memory are over
 */
public record MoveSnapshot(String to, int rounds) {
}
