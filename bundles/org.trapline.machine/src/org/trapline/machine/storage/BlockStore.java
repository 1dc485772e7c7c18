// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.storage;

import java.io.IOException;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** Bytes that outlast power. Its state is what was written, not what it was made from. */
public interface BlockStore extends Stateful {
    /** Returns how many bytes there are. */
    long size();

    /**
     * Copies bytes out.
     * @throws IOException if the file behind cannot be read
     * @throws IndexOutOfBoundsException if there are not so many
     */
    void read(long at, byte[] into, int from, int length) throws IOException;

    /**
     * Copies bytes in.
     * @throws IOException if the file behind cannot be read
     * @throws IndexOutOfBoundsException if there is not so much room
     */
    void write(long at, byte[] bytes, int from, int length) throws IOException;

    /**
     * Makes bytes zero.
     * @throws IOException if the file behind cannot be read
     * @throws IndexOutOfBoundsException if there are not so many
     */
    void zero(long at, long length) throws IOException;

    /**
     * Exchanges what was written to a part of it, for whoever has that part and is kept without the rest.
     * @param first offset of the first byte, a multiple of {@link DiskImage#PAGE_SIZE}
     * @param length a multiple of that, too
     */
    default void exchangePart(StateExchange state, long first, long length) {
        throw new UnsupportedOperationException("parts of this store are not kept");
    }
}
