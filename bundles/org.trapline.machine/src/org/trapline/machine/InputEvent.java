// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

/**
 * A byte that came in at a machine's console.
 *
 * @param cycle when the machine received it
 * @param value 0..255
 */
public record InputEvent(long cycle, int value) {
}
