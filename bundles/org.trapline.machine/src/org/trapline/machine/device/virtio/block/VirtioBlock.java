// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio.block;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.RateLimit;
import org.trapline.machine.device.virtio.Chain;
import org.trapline.machine.device.virtio.DeviceId;
import org.trapline.machine.device.virtio.QueueWorker;
import org.trapline.machine.device.virtio.VirtQueue;
import org.trapline.machine.device.virtio.RequestDevice;
import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.storage.BlockStore;

/**
 * A disk. It does one request after the other, and each takes {@link #ACCESS_TICKS} and {@link #SECTOR_TICKS} for each sector, or
 * {@link #FLUSH_TICKS}: a small solid-state disk. Memory changes when a request is done, all at once.
 * <pre>
 *  request: type 4 | reserved 4 | sector 8 | data to write ... || data read ... | status 1
 * </pre>
 *
 * @implSpec virtio 1.2, "Block Device"
 */
public final class VirtioBlock extends RequestDevice {
    /** Bytes of a sector, whatever a disk's own are. */
    public static final int SECTOR = 512;
    /** Ticks from one request's start to its first sector: 20 microseconds. */
    public static final long ACCESS_TICKS = Clock.TIMEBASE_HZ / 50_000;
    /** Ticks of a sector: half a microsecond, which is a gigabyte per second. */
    public static final long SECTOR_TICKS = Clock.TIMEBASE_HZ / 2_000_000;
    /** Ticks of a flush: 100 microseconds. */
    public static final long FLUSH_TICKS = Clock.TIMEBASE_HZ / 10_000;

    // Features.
    private static final long SEG_MAX = 1 << 2;
    private static final long RO = 1 << 5;
    private static final long BLK_SIZE = 1 << 6;
    private static final long FLUSH = 1 << 9;
    private static final long DISCARD = 1 << 13;
    private static final long WRITE_ZEROES = 1 << 14;

    private static final int QUEUE_SIZE = 256;
    private static final int HEADER = 16;
    private static final int ID_BYTES = 20;
    private static final int RANGE = 16;
    private static final int MAX_RANGES = 16;
    private static final long MAX_RANGE_SECTORS = 1 << 16;
    private static final int UNMAP = 1;
    /** Bytes of a request: far more than drivers use, and little enough that none takes long. */
    private static final long MAX_DATA = 256 << 20;
    private static final int PORTION = 1 << 16;

    // Status of a request.
    private static final int OK = 0;
    private static final int IO_ERROR = 1;
    private static final int UNSUPPORTED = 2;

    private final BlockStore store;
    private final RateLimit limit;
    private final boolean readOnly;
    private final String serial;
    private final long sectors;
    private final byte[] buffer = new byte[PORTION];
    private final QueueWorker worker;
    // The request that is being carried out.
    private Chain current;

    /**
     * Creates a disk.
     * @param store    its contents; the last sector is filled up with zeros
     * @param readOnly whether it refuses to be written to
     * @param serial   what it calls itself; 20 characters count
     */
    public VirtioBlock(BlockStore store, boolean readOnly, String serial) {
        this(store, readOnly, serial, RateLimit.none());
    }

    /** Creates a disk to and from which no more passes than a limit lets. */
    public VirtioBlock(BlockStore store, boolean readOnly, String serial, RateLimit limit) {
        super(DeviceId.BLOCK, SEG_MAX | BLK_SIZE | FLUSH | (readOnly ? RO : DISCARD | WRITE_ZEROES), BlockRegister.rows(), QUEUE_SIZE);
        worker = new QueueWorker(this, 0, new Requests());
        this.store = store;
        this.limit = limit;
        this.readOnly = readOnly;
        this.serial = serial;
        sectors = Math.ceilDiv(store.size(), SECTOR);
        configure(BlockRegister.CAPACITY, sectors);
        configure(BlockRegister.SEG_MAX, QUEUE_SIZE - 2);
        configure(BlockRegister.BLK_SIZE, SECTOR);
        configure(BlockRegister.NUM_QUEUES, 1);
        if (!readOnly) {
            configure(BlockRegister.MAX_DISCARD_SECTORS, MAX_RANGE_SECTORS);
            configure(BlockRegister.MAX_DISCARD_SEG, MAX_RANGES);
            configure(BlockRegister.DISCARD_SECTOR_ALIGNMENT, 1);
            configure(BlockRegister.MAX_WRITE_ZEROES_SECTORS, MAX_RANGE_SECTORS);
            configure(BlockRegister.MAX_WRITE_ZEROES_SEG, MAX_RANGES);
            configure(BlockRegister.WRITE_ZEROES_MAY_UNMAP, 1);
        }
    }

    /** Returns what the disk stores its bytes in. */
    public BlockStore store() {
        return store;
    }

    /** Tells whether it refuses to be written to. */
    public boolean isReadOnly() {
        return readOnly;
    }

    /** Returns how many ticks a request takes that moves so many bytes, which count as moved now. */
    public long ticks(long bytes) {
        return limit.pass(clock().ticks(), bytes) + ACCESS_TICKS + bytes / SECTOR * SECTOR_TICKS;
    }

    // ---- time ----

    private final class Requests implements QueueWorker.Work {
        @Override
        public String complaint(Chain chain) {
            return chain.readableBytes() < HEADER || chain.writableBytes() < 1 ? "a request without header or status" : null;
        }

        @Override
        public long ticks(Chain chain) {
            long data = Math.min(MAX_DATA, chain.readableBytes() - HEADER + chain.writableBytes() - 1);
            return type(chain) == RequestType.FLUSH ? FLUSH_TICKS : VirtioBlock.this.ticks(data);
        }

        @Override
        public long carryOut(Chain chain) {
            current = chain;
            long written = execute();
            current = null;
            return written;
        }
    }

    @Override
    protected void notified(VirtQueue queue) {
        worker.begin();
    }

    @Override
    protected QueueWorker worker() {
        return worker;
    }

    // ---- requests ----

    private RequestType type(Chain chain) {
        chain.read(transport().dma(), 0, buffer, 0, HEADER);
        return RequestType.of(LittleEndian.getInt(buffer, 0) & 0xffff_ffffL);
    }

    /** Carries the request out; returns how many bytes count as written. */
    private long execute() {
        RequestType type = type(current);
        long sector = LittleEndian.getLong(buffer, 8);
        long room = current.writableBytes() - 1;
        int status;
        try {
            status = switch (type) {
                case IN -> read(sector, room);
                case OUT -> write(sector, current.readableBytes() - HEADER);
                // What is written lasts as long as the run, so a flush has nothing to do but take its time.
                case FLUSH -> OK;
                case GET_ID -> identify(room);
                case DISCARD, WRITE_ZEROES -> zero(type, current.readableBytes() - HEADER);
                case null -> UNSUPPORTED;
            };
        } catch (IOException e) {
            status = IO_ERROR;
        }
        current.write(transport().dma(), room, new byte[] {(byte) status}, 0, 1);
        // DEVIATION virtio "Device Requirements: The Virtqueue Used Ring": all of it counts even if a request failed, for its status stands at the end.
        return room + 1;
    }

    private boolean isRefused(long sector, long bytes) {
        return bytes % SECTOR != 0 || bytes > MAX_DATA || sector < 0 || sector > sectors || bytes / SECTOR > sectors - sector;
    }

    private int read(long sector, long bytes) throws IOException {
        if (isRefused(sector, bytes)) {
            return IO_ERROR;
        }
        for (long done = 0; done < bytes; done += PORTION) {
            int part = (int) Math.min(PORTION, bytes - done);
            long at = sector * SECTOR + done;
            int stored = (int) Math.min(part, store.size() - at);
            store.read(at, buffer, 0, stored);
            Arrays.fill(buffer, stored, part, (byte) 0);
            current.write(transport().dma(), done, buffer, 0, part);
        }
        return OK;
    }

    private int write(long sector, long bytes) throws IOException {
        if (readOnly || isRefused(sector, bytes)) {
            return IO_ERROR;
        }
        for (long done = 0; done < bytes; done += PORTION) {
            int part = (int) Math.min(PORTION, bytes - done);
            long at = sector * SECTOR + done;
            current.read(transport().dma(), HEADER + done, buffer, 0, part);
            store.write(at, buffer, 0, (int) Math.min(part, store.size() - at));
        }
        return OK;
    }

    private int identify(long room) {
        byte[] id = Arrays.copyOf(serial.getBytes(StandardCharsets.US_ASCII), ID_BYTES);
        current.write(transport().dma(), 0, id, 0, (int) Math.min(room, ID_BYTES));
        return OK;
    }

    // Ranges are checked before the first is touched, so that a request that fails has done nothing.
    private int zero(RequestType type, long bytes) throws IOException {
        if (readOnly || bytes == 0 || bytes % RANGE != 0 || bytes > MAX_RANGES * RANGE) {
            return IO_ERROR;
        }
        byte[] ranges = new byte[(int) bytes];
        current.read(transport().dma(), HEADER, ranges, 0, ranges.length);
        for (int at = 0; at < ranges.length; at += RANGE) {
            long count = LittleEndian.getInt(ranges, at + 8) & 0xffff_ffffL;
            int flags = LittleEndian.getInt(ranges, at + 12);
            if ((flags & ~UNMAP) != 0 || type == RequestType.DISCARD && flags != 0) {
                return UNSUPPORTED;
            }
            if (count > MAX_RANGE_SECTORS || isRefused(LittleEndian.getLong(ranges, at), count * SECTOR)) {
                return IO_ERROR;
            }
        }
        for (int at = 0; at < ranges.length; at += RANGE) {
            long first = LittleEndian.getLong(ranges, at) * SECTOR;
            long count = (LittleEndian.getInt(ranges, at + 8) & 0xffff_ffffL) * SECTOR;
            store.zero(first, Math.min(count, store.size() - first));
        }
        return OK;
    }

    // ---- state ----

    @Override
    protected void powerOn() {
        // The disk keeps what it has.
        limit.reset();
    }

    @Override
    public void exchange(StateExchange state) {
        state.part("requests", worker);
        state.part("limit", limit);
        state.part("store", store);
    }
}
