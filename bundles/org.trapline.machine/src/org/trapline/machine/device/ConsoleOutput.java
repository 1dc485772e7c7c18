// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

/** Takes what a guest prints, byte by byte. */
@FunctionalInterface
public interface ConsoleOutput {
    /** Prints nowhere. */
    ConsoleOutput NONE = value -> { };

    /**
     * Takes one byte.
     * @param value 0..255
     */
    void put(int value);

    /** Takes note that a byte was printed again, by a machine that had gone back before it was {@link #put} and does the same once more. */
    default void putAgain(int value) {
        // It was seen already.
    }
}
