// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.memory;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.trapline.machine.memory.Ram;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.machine.storage.BlockStore;

/**
 * The place for pages that are in no page frame. Each page that may be swapped out has its own place from the start, as early Unix systems had it, so
 * there is never a page without one. What is on the disk is the disk's state, and not kept here.
 */
final class SwapDisk implements Stateful {
    private final BlockStore store;
    private final HostMemory areas;

    SwapDisk(final BlockStore store) {
        this.store = store;
        areas = new HostMemory(0, store.size() & -Ram.PAGE_SIZE);
    }

    /**
     * Takes a part of the disk.
     * @return offset of its first byte
     * @throws IllegalArgumentException if no free part is so large
     */
    long take(final String who, final long bytes) {
        if (areas.largest() < bytes) {
            throw new IllegalArgumentException(who + " needs " + bytes + " bytes on the swap disk, for each of its pages may be swapped out, but the disk has only "
                + areas.largest() + " left");
        }
        return areas.take(bytes);
    }

    void release(final long at, final long bytes) {
        try {
            store.zero(at, bytes);
        } catch (final IOException e) {
            throw new UncheckedIOException("the swap disk cannot be written", e);
        }
        areas.release(at, bytes);
    }

    byte[] read(final long at) {
        final byte[] page = new byte[Ram.PAGE_SIZE];
        try {
            store.read(at, page, 0, Ram.PAGE_SIZE);
        } catch (final IOException e) {
            throw new UncheckedIOException("the swap disk cannot be read", e);
        }
        return page;
    }

    void write(final long at, final byte[] page) {
        try {
            store.write(at, page, 0, Ram.PAGE_SIZE);
        } catch (final IOException e) {
            throw new UncheckedIOException("the swap disk cannot be written", e);
        }
    }

    @Override
    public void exchange(final StateExchange state) {
        state.part("areas", areas);
    }
}
