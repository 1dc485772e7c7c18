// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.registers;

/**
 * A register.
 *
 * @param name for people
 * @param physical what the hart holds; empty if it has no such register
 * @param virtual what the vCPU holds; empty if there is no vCPU, or it has no such register
 * @param meaning a few words
 * @param parts what its bits say, a line each; empty if there is no more to say than its value
 */
record RegisterRow(String name, String physical, String virtual, String meaning, String parts) {

    /** Returns whether the guest sees something else than what is there. */
    boolean differs() {
        return !physical.isEmpty() && !virtual.isEmpty() && !physical.equals(virtual);
    }
}
