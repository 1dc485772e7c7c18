// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

import java.util.List;

/** One row of a device's register table. An array of registers, such as one for each hart, is one row with a count. */
public interface DeviceRegister {
    /** What software may do with a register. */
    enum Access {
        READ, WRITE, READ_WRITE
    }

    /** Returns the register's name in the device's manual, in the table's spelling. */
    String name();

    /**
     * Returns the place of the register.
     */
    Place place();

    /** Returns in one line what the register is for. */
    String doc();

    /**
     * Where a register stands.
     *
     * @param offset of the first one from the start of the device
     * @param bytes  its width
     * @param count  how many there are
     * @param stride distance in bytes from one to the next
     */
    record Place(long offset, int bytes, int count, int stride, Access access) {
        /** A single register. */
        public static Place at(long offset, int bytes, Access access) {
            return new Place(offset, bytes, 1, bytes, access);
        }

        /** A row of registers. */
        public static Place array(long offset, int bytes, int count, int stride, Access access) {
            return new Place(offset, bytes, count, stride, access);
        }

        /** Tells whether the byte at {@code at} belongs to a register of this row. */
        public boolean covers(long at) {
            long distance = at - offset;
            return distance >= 0 && distance < (long) count * stride && distance % stride < bytes;
        }

        /** Returns which register of the row the byte at {@code at} belongs to. */
        public int index(long at) {
            return (int) ((at - offset) / stride);
        }
    }

    /** Returns the first row of a table that covers the byte at {@code offset}, or null. */
    static <R extends DeviceRegister> R find(List<R> rows, long offset) {
        for (R row : rows) {
            if (row.place().covers(offset)) {
                return row;
            }
        }
        return null;
    }
}
