// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import java.util.ArrayList;
import java.util.List;
import org.trapline.machine.device.Dma;

/**
 * A chain of descriptors that the device holds: what it may read, then what it may write. Both count as if they were in one piece, for where a
 * driver divides them means nothing.
 *
 * @param head     the first descriptor, by which the chain is given back
 * @param readable what the driver says
 * @param writable room for the answer
 */
public record Chain(int head, List<Segment> readable, List<Segment> writable) {
    /** Copies the lists. */
    public Chain {
        readable = List.copyOf(readable);
        writable = List.copyOf(writable);
    }

    /** Returns how many bytes the device may read. */
    public long readableBytes() {
        return sum(readable);
    }

    /** Returns how many bytes the device may write. */
    public long writableBytes() {
        return sum(writable);
    }

    private static long sum(List<Segment> segments) {
        long sum = 0;
        for (Segment segment : segments) {
            sum += segment.length();
        }
        return sum;
    }

    /** Copies readable bytes from a place in the chain on; all must be there. */
    public void read(Dma dma, long at, byte[] into, int from, int length) {
        transfer(readable, at, length, (address, done, part) -> dma.read(address, into, from + done, part));
    }

    /** Copies bytes to the writable part, from a place in it on; all must have room. */
    public void write(Dma dma, long at, byte[] bytes, int from, int length) {
        transfer(writable, at, length, (address, done, part) -> dma.write(address, bytes, from + done, part));
    }

    /** Copies what lies in one segment: so many bytes at an address, after those that are done. */
    private interface Copy {
        void part(long address, int done, int bytes);
    }

    private static void transfer(List<Segment> segments, long at, int length, Copy copy) {
        long skip = at;
        int done = 0;
        for (Segment segment : segments) {
            if (done == length) {
                break;
            }
            if (skip >= segment.length()) {
                skip -= segment.length();
            } else {
                int part = (int) Math.min(length - done, segment.length() - skip);
                copy.part(segment.address() + skip, done, part);
                done += part;
                skip = 0;
            }
        }
        if (done != length) {
            throw new IndexOutOfBoundsException("the chain ends " + (length - done) + " bytes too early");
        }
    }

    // ---- state ----

    /** Returns the chain as numbers. */
    long[] pack() {
        long[] numbers = new long[3 + 2 * (readable.size() + writable.size())];
        numbers[0] = head;
        numbers[1] = readable.size();
        numbers[2] = writable.size();
        int at = 3;
        for (List<Segment> segments : List.of(readable, writable)) {
            for (Segment segment : segments) {
                numbers[at++] = segment.address();
                numbers[at++] = segment.length();
            }
        }
        return numbers;
    }

    /** Returns the chain of {@link #pack}ed numbers; null if they are none, or cannot be right. */
    static Chain unpack(long[] numbers, Dma dma) {
        if (numbers.length < 3 || numbers.length % 2 == 0) {
            return null;
        }
        int segments = (numbers.length - 3) / 2;
        if (numbers[1] < 0 || numbers[1] > segments || numbers[2] != segments - numbers[1] || numbers[0] < 0 || numbers[0] > Short.MAX_VALUE) {
            return null;
        }
        List<Segment> all = new ArrayList<>();
        for (int at = 3; at < numbers.length; at += 2) {
            if (numbers[at + 1] < 1 || !dma.covers(numbers[at], numbers[at + 1])) {
                return null;
            }
            all.add(new Segment(numbers[at], numbers[at + 1]));
        }
        return new Chain((int) numbers[0], all.subList(0, (int) numbers[1]), all.subList((int) numbers[1], segments));
    }
}
