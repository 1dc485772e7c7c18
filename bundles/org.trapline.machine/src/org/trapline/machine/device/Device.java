// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

import java.util.List;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.state.Stateful;

/** A device with memory-mapped registers. Offsets count from where the device is mapped. */
public interface Device extends Stateful {
    /** Returns the device's short name, such as {@code uart}. */
    String name();

    /** Returns how many bytes of address space the device answers in. */
    long size();

    /** Returns the rows that declare the registers. */
    List<? extends DeviceRegister> registers();

    /** Tells whether the device answers an access of that width there; if not, the access faults. */
    default boolean accepts(long offset, int bytes) {
        return bytes <= 8 && (offset & bytes - 1) == 0;
    }

    /**
     * Reads; may have side effects.
     * @return the zero-extended value; zero where no register is
     */
    long read(long offset, int bytes);

    /** Writes; ignored where no writable register is. */
    void write(long offset, int bytes, long value);

    /** Puts the device into the state it has at power-on. */
    void reset();

    /** Adds what software must know about the device to its node, whose name and {@code reg} are already there. */
    void describe(DeviceTreeNode node);
}
