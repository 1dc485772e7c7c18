// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

/** Where bytes come into a machine from outside: its console, or that of a guest of its hypervisor. */
public interface InputPort {
    /** Tells whether a byte can be received now without being lost. */
    boolean hasRoom();

    /** Receives a byte, 0..255; only called while the port {@link #hasRoom}. */
    void receive(int value);
}
