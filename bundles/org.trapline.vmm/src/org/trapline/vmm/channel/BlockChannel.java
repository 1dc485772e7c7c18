// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.channel;

import java.io.IOException;

import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.storage.BlockStore;
import org.trapline.vmm.paravirt.DeviceRing;
import org.trapline.vmm.paravirt.DeviceRing.Operation;
import org.trapline.vmm.paravirt.DeviceRing.Refusal;

/** The VMM's end of a disk's ring. The disk is the one that virtio would show, with its contents and its pace. */
final class BlockChannel extends DeviceChannel {
    private final VirtioBlock disk;
    private final BlockStore store;
    private final boolean readOnly;
    private final long sectors;

    BlockChannel(final Parts parts, final VirtioBlock disk, final Runnable event) {
        super(parts, DeviceRing.DISK, event);
        this.disk = disk;
        store = disk.store();
        readOnly = disk.isReadOnly();
        sectors = Math.ceilDiv(store.size(), VirtioBlock.SECTOR);
    }

    @Override
    long config() {
        return sectors;
    }

    @Override
    long flags() {
        return readOnly ? 1 : 0;
    }

    @Override
    void opened() {
        // The disk keeps what it has.
    }

    @Override
    long ticks(final Request request) {
        if (request.operation() == Operation.FLUSH) {
            return VirtioBlock.FLUSH_TICKS;
        }
        return disk.ticks(Math.max(0, bytes(request)));
    }

    /** Returns how many bytes a request is about, or -1 if it cannot be about so many. */
    private static long bytes(final Request request) {
        final long most = request.isListed() ? DeviceRing.MOST_BYTES : Ram.PAGE_SIZE;
        return request.count() > most / VirtioBlock.SECTOR ? -1 : request.count() * VirtioBlock.SECTOR;
    }

    @Override
    long carryOut(final Request request) {
        final Operation operation = request.operation();
        if (operation == Operation.FLUSH) {
            // What is written lasts as long as the run, so a flush has nothing to do but take its time.
            return 0;
        }
        if (operation != Operation.READ && operation != Operation.WRITE) {
            return refused(Refusal.BAD_OPERATION);
        }
        final long bytes = bytes(request);
        if (bytes < 0 || request.sector() < 0 || request.sector() > sectors - request.count()) {
            return refused(Refusal.BAD_RANGE);
        }
        try {
            return operation == Operation.READ ? read(request, (int) bytes) : write(request, (int) bytes);
        } catch (final IOException e) {
            return refused(Refusal.FAILED);
        }
    }

    /** The last sector is filled up with zeros. */
    private int stored(final Request request, final int bytes) {
        return (int) Math.min(bytes, store.size() - request.sector() * VirtioBlock.SECTOR);
    }

    private long read(final Request request, final int bytes) throws IOException {
        final Pieces room = room(request, bytes);
        if (room.refusal() != null) {
            return refused(room.refusal());
        }
        final byte[] data = new byte[bytes];
        store.read(request.sector() * VirtioBlock.SECTOR, data, 0, stored(request, bytes));
        return into(room, data);
    }

    private long write(final Request request, final int bytes) throws IOException {
        if (readOnly) {
            return refused(Refusal.READ_ONLY);
        }
        final Pieces source = source(request, bytes);
        if (source.refusal() != null) {
            return refused(source.refusal());
        }
        final byte[] data = from(source, bytes);
        store.write(request.sector() * VirtioBlock.SECTOR, data, 0, stored(request, bytes));
        return bytes;
    }
}
