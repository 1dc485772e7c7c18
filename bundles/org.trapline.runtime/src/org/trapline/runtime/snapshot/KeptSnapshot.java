// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.snapshot;

/**
 * A state of a virtual machine that was kept.
 *
 * @param name   its name
 * @param parent the name of the one from which the run had begun of which it was taken; empty for the machine's start
 */
public record KeptSnapshot(String name, String parent) {
}
