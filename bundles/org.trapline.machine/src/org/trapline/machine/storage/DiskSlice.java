// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.storage;

import java.io.IOException;
import java.util.Objects;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * A part of another store, out of which nothing leads: a minidisk.
 *
 * @param whole what it is a part of
 * @param first offset of its first byte
 * @param size  bytes
 */
public record DiskSlice(BlockStore whole, long first, long size) implements BlockStore {
    public DiskSlice {
        Objects.checkFromIndexSize(first, size, whole.size());
    }

    private long place(long at, long length) {
        return first + Objects.checkFromIndexSize(at, length, size);
    }

    @Override
    public void read(long at, byte[] into, int from, int length) throws IOException {
        whole.read(place(at, length), into, from, length);
    }

    @Override
    public void write(long at, byte[] bytes, int from, int length) throws IOException {
        whole.write(place(at, length), bytes, from, length);
    }

    @Override
    public void zero(long at, long length) throws IOException {
        whole.zero(place(at, length), length);
    }

    /** The slice has no state but its bounds: what is written is the whole's. */
    @Override
    public void exchange(StateExchange state) {
        state.fixed("first", first);
        state.fixed("size", size);
    }

    /** Tells whether what is written to the slice can be told from what is written beside it, so that there can be {@link #contents}. */
    public boolean isWholePages() {
        return (first | size) % DiskImage.PAGE_SIZE == 0;
    }

    /** Returns what was written to the slice as a state of its own, for whoever has the slice and is kept without the rest of the disk. */
    public Stateful contents() {
        return state -> exchangePart(state, 0, size);
    }

    @Override
    public void exchangePart(StateExchange state, long at, long length) {
        whole.exchangePart(state, place(at, length), length);
    }
}
