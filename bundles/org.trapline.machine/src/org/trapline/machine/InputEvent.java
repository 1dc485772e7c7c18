// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

/**
 * A byte that came in from outside.
 *
 * @param cycle when the machine received it
 * @param port  number of the {@link InputPort}; 0 is the machine's console
 * @param value 0..255
 */
public record InputEvent(long cycle, int port, int value) {
}
