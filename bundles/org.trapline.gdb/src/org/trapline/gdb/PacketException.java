// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

/** A packet is not what the protocol allows; it is answered with an error. */
final class PacketException extends Exception {
    PacketException() {
        super("malformed packet", null, false, false);
    }
}
