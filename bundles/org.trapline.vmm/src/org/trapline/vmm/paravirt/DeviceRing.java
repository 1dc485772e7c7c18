// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paravirt;

import org.trapline.machine.memory.Ram;

/**
 * The page by which a guest and the VMM exchange requests and responses of one device: two rings of {@link #SIZE} places each, and of each how many were ever
 * put there and how many were taken. Number n is in place n modulo {@link #SIZE}. The one who puts writes the place first and then the number; neither side
 * writes the other's numbers. No more than {@link #SIZE} requests are without a response at any time. Responses come as requests are done, not in their order.
 *
 * <pre>
 *  request:  id 8 | operation 1, count 7 | sector 8 | grant 4, offset 4
 *  response: id 8 | status 8
 *  piece:    grant 4, offset 4 | bytes 8
 * </pre>
 *
 * What a request moves is part of one page, which the grant names. If the operation has the bit {@link #PIECES}, the grant and the offset say where a list of
 * pieces begins, and what is moved is theirs, in their order: each is part of one page, together they have just as many bytes as the count says, and the list is
 * in one page, which the device may read.
 *
 * The id is the guest's own business. Several requests can be put before the VMM is told by one {@link Hypercall#KICK}, and it need not be told while it is
 * {@link #LOOKING}; the guest can ask for one event for several responses by {@link #EVENT_AT}.
 */
public enum DeviceRing {
    KIND("what the device is: 1 a disk, 2 a network card"),
    CONFIG("sectors of the disk, or the card's hardware address, first byte lowest"),
    FLAGS("bit 0: the disk is read-only; or the card is plugged in"),
    LOOKING("1 while the VMM takes requests by itself, without being told"),
    REQUESTS_PUT("how many requests the guest has put"),
    REQUESTS_TAKEN("how many of them the VMM has taken"),
    RESPONSES_PUT("how many responses the VMM has put"),
    RESPONSES_TAKEN("how many of them the guest has taken"),
    EVENT_AT("the device's event is pending once that many responses were put; 0 for each one");

    /** Places of each ring. */
    public static final int SIZE = 32;
    /** Where in the page the requests are. */
    public static final int REQUESTS = 1024;
    /** Bytes of a request. */
    public static final int REQUEST_BYTES = 32;
    /** Where the responses are. */
    public static final int RESPONSES = 2048;
    /** Bytes of a response. */
    public static final int RESPONSE_BYTES = 16;
    /** Bit of an operation: the request names a list of pieces. */
    public static final int PIECES = 0x80;
    /** Bytes of a piece in a list. */
    public static final int PIECE_BYTES = 16;
    /** What may be in one list. */
    public static final int MOST_PIECES = 32;
    /** What one request can move. */
    public static final int MOST_BYTES = MOST_PIECES * Ram.PAGE_SIZE;
    /** What {@link #KIND} says of a disk. */
    public static final int DISK = 1;
    /** What {@link #KIND} says of a network card. */
    public static final int NETWORK_CARD = 2;

    /** What a request asks for, by its number. */
    public enum Operation {
        READ("count sectors of the disk into memory"),
        WRITE("count sectors of the disk from memory"),
        FLUSH("nothing but that all before it is done"),
        SEND("a frame of count bytes from memory"),
        RECEIVE("that the next frame be put into memory, where count bytes are free; the response comes with the frame");

        private static final Operation[] ALL = values();
        private final String doc;

        Operation(final String doc) {
            this.doc = doc;
        }

        /** Says what is asked for. */
        public String doc() {
            return doc;
        }

        /** Returns the operation of a number, or null. */
        public static Operation of(final int number) {
            return number >= 0 && number < ALL.length ? ALL[number] : null;
        }
    }

    /** Why a request was not carried out; a status that is not negative is the number of bytes that were moved. */
    public enum Refusal {
        BAD_OPERATION(-1, "the device does not do that"),
        BAD_GRANT(-2, "the grant is not there, is no page of the guest's that may be used so now, or does not allow it"),
        BAD_RANGE(-3, "the sectors are not all the disk's, or the bytes not all in the page"),
        READ_ONLY(-4, "the disk is read-only"),
        TOO_SMALL(-5, "the frame was larger than the room for it, and is lost"),
        FAILED(-6, "the disk could not do it"),
        BAD_LIST(-7, "the list has more pieces than it can, or goes beyond its page; or a piece does, or is empty; or together they have more bytes than the count");

        private final int status;
        private final String doc;

        Refusal(final int status, final String doc) {
            this.status = status;
            this.doc = doc;
        }

        /** Returns the response's status, a negative number. */
        public int status() {
            return status;
        }

        /** Says what is wrong, as a clause. */
        public String doc() {
            return doc;
        }
    }

    private final String doc;

    DeviceRing(final String doc) {
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
