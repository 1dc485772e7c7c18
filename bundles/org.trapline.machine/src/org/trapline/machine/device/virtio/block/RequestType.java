// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio.block;

/** What a driver can ask a disk for. */
enum RequestType {
    IN(0),
    OUT(1),
    FLUSH(4),
    GET_ID(8),
    DISCARD(11),
    WRITE_ZEROES(13);

    private final int code;

    RequestType(int code) {
        this.code = code;
    }

    /** Returns the type with that number, or null. */
    static RequestType of(long code) {
        for (RequestType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return null;
    }
}
