// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.channel;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.vmm.paravirt.DeviceRing;
import org.trapline.vmm.paravirt.DeviceRing.Refusal;

/**
 * The bytes of a guest's memory that a request is about, in the order of the device: a part of one page, or what a list names. A list is read once, so what the
 * guest changes in it afterwards counts no more; whoever moves the bytes does nothing at all if one piece is refused.
 */
final class Pieces {
    private final Bus memory;
    private final Refusal refusal;
    private final long[] addresses;
    private final int[] lengths;
    private final int read;

    private Pieces(final Bus memory, final Refusal refusal, final long[] addresses, final int[] lengths, final int read) {
        this.memory = memory;
        this.refusal = refusal;
        this.addresses = addresses;
        this.lengths = lengths;
        this.read = read;
    }

    private static Pieces refused(final Refusal why) {
        return new Pieces(null, why, new long[0], new int[0], 0);
    }

    /**
     * Finds the bytes of a request.
     * @param bytes how many it is about, or anything that no request can be about
     * @param stores whether the device is to store to them
     */
    static Pieces of(final Bus memory, final Grants grants, final Request request, final long bytes, final boolean stores) {
        if (request.isListed()) {
            return listed(memory, grants, request, bytes, stores);
        }
        if (!isInPage(request.offset(), bytes)) {
            return refused(Refusal.BAD_RANGE);
        }
        final long gpa = grants.address(request.grant(), request.offset(), stores);
        return gpa == Grants.REFUSED ? refused(Refusal.BAD_GRANT) : new Pieces(memory, null, new long[] {gpa}, new int[] {(int) bytes}, 0);
    }

    private static Pieces listed(final Bus memory, final Grants grants, final Request request, final long bytes, final boolean stores) {
        final int places = placesInPage(request.offset());
        if (bytes <= 0 || bytes > DeviceRing.MOST_BYTES) {
            return refused(Refusal.BAD_RANGE);
        }
        final long list = grants.address(request.grant(), request.offset(), false);
        if (list == Grants.REFUSED) {
            return refused(Refusal.BAD_GRANT);
        }
        final long[] addresses = new long[DeviceRing.MOST_PIECES];
        final int[] lengths = new int[DeviceRing.MOST_PIECES];
        long rest = bytes;
        int count = 0;
        for (; rest > 0; count++) {
            if (count == places) {
                return refused(Refusal.BAD_LIST);
            }
            final long at = list + (long) DeviceRing.PIECE_BYTES * count;
            final long grant = memory.read(at, 4);
            final long offset = memory.read(at + 4, 4);
            final long length = memory.read(at + 8, 8);
            if (length <= 0 || length > rest || !isInPage(offset, length)) {
                return refused(Refusal.BAD_LIST);
            }
            addresses[count] = grants.address(grant, offset, stores);
            if (addresses[count] == Grants.REFUSED) {
                return refused(Refusal.BAD_GRANT);
            }
            lengths[count] = (int) length;
            rest -= length;
        }
        return new Pieces(memory, null, addresses, lengths, DeviceRing.PIECE_BYTES * count);
    }

    private static int placesInPage(final long offset) {
        return (int) Math.clamp((Ram.PAGE_SIZE - offset) / DeviceRing.PIECE_BYTES, 0, DeviceRing.MOST_PIECES);
    }

    private static boolean isInPage(final long offset, final long bytes) {
        return bytes >= 0 && bytes <= Ram.PAGE_SIZE && offset <= Ram.PAGE_SIZE - bytes;
    }

    /** Returns why the bytes may not be used, or null. */
    Refusal refusal() {
        return refusal;
    }

    /** Returns how many bytes of a list were read. */
    int listBytes() {
        return read;
    }

    /** Returns the bytes from the first on. */
    byte[] get(final int bytes) {
        final byte[] all = new byte[bytes];
        int done = 0;
        for (int i = 0; done < bytes; i++) {
            final int length = Math.min(lengths[i], bytes - done);
            System.arraycopy(memory.dump(addresses[i], length), 0, all, done, length);
            done += length;
        }
        return all;
    }

    /** Sets the bytes from the first on; others stay. */
    void set(final byte[] bytes) {
        int done = 0;
        for (int i = 0; done < bytes.length; i++) {
            final int length = Math.min(lengths[i], bytes.length - done);
            final byte[] piece = new byte[length];
            System.arraycopy(bytes, done, piece, 0, length);
            memory.load(addresses[i], piece);
            done += length;
        }
    }
}
