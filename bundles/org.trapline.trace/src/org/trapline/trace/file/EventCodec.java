// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import java.util.Arrays;

import org.trapline.trace.EventKind;
import org.trapline.trace.TraceSlot;

/**
 * Packs events. Each is a byte with a bit for every word of its slot that is not what was to be expected, and the differences.
 *
 * <p>Expected are, for the first four words, those of the event before; for the arguments, those of the last event of that kind.
 * A chunk starts from zeros, so that it is read without the chunks before.
 */
final class EventCodec {
    private final long[] last = new long[TraceSlot.ARGS];
    private final long[][] lastArgs = new long[1 << Byte.SIZE][EventKind.MAX_ARGS];

    private void reset() {
        Arrays.fill(last, 0);
        for (long[] args : lastArgs) {
            Arrays.fill(args, 0);
        }
    }

    void encode(long[] slots, int offset, int count, ByteSink out) {
        reset();
        for (int at = offset; at < offset + count * TraceSlot.LONGS; at += TraceSlot.LONGS) {
            long[] args = lastArgs[TraceSlot.kind(slots[at])];
            int mask = 0;
            for (int i = 0; i < TraceSlot.LONGS; i++) {
                mask |= slots[at + i] == expected(args, i) ? 0 : 1 << i;
            }
            out.u8(mask);
            for (int i = 0; i < TraceSlot.LONGS; i++) {
                if ((mask >> i & 1) != 0) {
                    out.signed(slots[at + i] - expected(args, i));
                    remember(args, i, slots[at + i]);
                }
            }
        }
    }

    /** Unpacks {@code count} events that fill the payload exactly. */
    void decode(ByteSource in, int count, KindTable kinds, long[] slots) throws BadPayload {
        reset();
        for (int event = 0, at = 0; event < count; event++, at += TraceSlot.LONGS) {
            int mask = in.u8();
            long[] args = null;
            for (int i = 0; i < TraceSlot.LONGS; i++) {
                long value = expected(args, i);
                if ((mask >> i & 1) != 0) {
                    value += in.signed();
                    remember(args, i, value);
                }
                if (i == TraceSlot.HEAD) {
                    args = lastArgs[TraceSlot.kind(value)];
                    value = TraceSlot.withKind(value, kinds.ordinal(TraceSlot.kind(value)));
                }
                slots[at + i] = value;
            }
        }
        if (!in.isAtEnd()) {
            throw new BadPayload("it is longer than its " + count + " events");
        }
    }

    private long expected(long[] args, int word) {
        return word < TraceSlot.ARGS ? last[word] : args[word - TraceSlot.ARGS];
    }

    private void remember(long[] args, int word, long value) {
        if (word < TraceSlot.ARGS) {
            last[word] = value;
        } else {
            args[word - TraceSlot.ARGS] = value;
        }
    }
}
