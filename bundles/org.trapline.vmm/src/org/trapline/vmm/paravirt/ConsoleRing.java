// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paravirt;

/**
 * A page by which the console's text goes both ways without an exit for each piece: two rings of bytes, and of each how many bytes were ever put there and how
 * many were taken. Byte number n is in place n modulo {@link #SIZE}. The one who puts writes the bytes first and then the number; neither side writes the
 * other's numbers.
 */
public enum ConsoleRing {
    OUT_PUT("how many bytes the kernel has put into the ring at OUT"),
    OUT_TAKEN("how many of them the VMM has sent; it looks when the kernel kicks the channel"),
    IN_PUT("how many bytes the VMM has put into the ring at IN; then the console's event is pending"),
    IN_TAKEN("how many of them the kernel has taken");

    /** Bytes of each ring. */
    public static final int SIZE = 1024;
    /** Where in the page what the kernel sends is. */
    public static final int OUT = 1024;
    /** Where what was typed is. */
    public static final int IN = 2048;

    private final String doc;

    ConsoleRing(final String doc) {
        this.doc = doc;
    }

    /** Returns its place in the page, in bytes. */
    public int offset() {
        return 8 * ordinal();
    }

    /** Says what it is. */
    public String doc() {
        return doc;
    }
}
