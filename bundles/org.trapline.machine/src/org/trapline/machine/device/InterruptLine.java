// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

/** A level-triggered wire from a device to an interrupt controller or a hart. */
@FunctionalInterface
public interface InterruptLine {
    /** A wire that ends nowhere. */
    InterruptLine UNCONNECTED = raised -> { };

    /** Drives the wire; repeating the same level changes nothing. */
    void set(boolean raised);
}
