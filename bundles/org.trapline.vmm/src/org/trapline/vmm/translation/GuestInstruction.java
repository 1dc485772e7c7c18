// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import org.trapline.isa.Instruction;

/**
 * An instruction as it stands in the guest's memory.
 *
 * @param pc    guest virtual address
 * @param raw   its bytes, 2 or 4 of them
 * @param bytes its length
 * @param row   what it is, a compressed one what it stands for; null if the guest's harts do not know it
 * @param word  the same in 4 bytes
 */
public record GuestInstruction(long pc, int raw, int bytes, Instruction row, int word) {
    /** Returns the address of the instruction behind it. */
    public long end() {
        return pc + bytes;
    }
}
