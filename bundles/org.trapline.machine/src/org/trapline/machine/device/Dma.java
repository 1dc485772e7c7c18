// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

/**
 * A device's own way to memory. Addresses are those that a driver gives to devices: physical ones, of a virtual machine guest-physical ones. Only
 * RAM is reached; what is written is seen by all harts at once, as data and as code, and breaks their reservations.
 */
public interface Dma {
    /** Tells whether all of {@code length} bytes at {@code pa} lie in one piece of RAM. */
    boolean covers(long pa, long length);

    /**
     * Copies out of RAM.
     * @throws IndexOutOfBoundsException if RAM does not {@link #covers cover} it
     */
    void read(long pa, byte[] into, int from, int length);

    /**
     * Copies into RAM.
     * @throws IndexOutOfBoundsException if RAM does not {@link #covers cover} it
     */
    void write(long pa, byte[] bytes, int from, int length);

    /** Returns a little-endian number of 1, 2, 4 or 8 bytes, zero-extended. */
    long read(long pa, int bytes);

    /** Stores the low 1, 2, 4 or 8 bytes of a number. */
    void write(long pa, int bytes, long value);
}
