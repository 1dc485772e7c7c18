// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

/** Told of each access to a device, which may change anything: interrupts, time to the next event, whether the machine goes on. */
public interface DeviceGate {
    /** A device register was read. */
    void deviceRead(long pa, int bytes, long value);

    /** A device register was written. */
    void deviceWritten(long pa, int bytes, long value);
}
