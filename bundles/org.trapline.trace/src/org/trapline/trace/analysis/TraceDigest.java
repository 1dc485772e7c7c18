// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.trapline.trace.EventKind;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceSlot;
import org.trapline.trace.TraceSource;

/**
 * SHA-256 of a sequence of events: two runs of which every event is the same give the same digest.
 *
 * <p>Of each event, the kind's name and a 0 byte go in, then the eight words of its slot, little-endian, the kind's bits zero. So the
 * digest does not change when a version moves the rows of the kinds. Names of VMs and the like do not count.
 */
public final class TraceDigest {
    private static final int BATCH_BYTES = 1 << 14;

    private final MessageDigest sha;
    private final byte[][] labels = EventKind.all().stream()
        .map(kind -> (kind.label() + '\0').getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
    private final ByteBuffer batch = ByteBuffer.allocate(BATCH_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    public TraceDigest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Returns the digest of all events a source holds now. */
    public static String of(TraceSource source) {
        TraceDigest digest = new TraceDigest();
        source.forEach(digest::add);
        return digest.finish();
    }

    /** Adds the next event. */
    public void add(TraceEvent event) {
        byte[] label = labels[event.kind().ordinal()];
        if (batch.remaining() < label.length + TraceSlot.LONGS * Long.BYTES) {
            drain();
        }
        batch.put(label);
        batch.putLong(TraceSlot.withKind(event.word(TraceSlot.HEAD), 0));
        for (int i = 1; i < TraceSlot.LONGS; i++) {
            batch.putLong(event.word(i));
        }
    }

    /** Returns the digest in hexadecimal, and starts anew. */
    public String finish() {
        drain();
        return HexFormat.of().formatHex(sha.digest());
    }

    private void drain() {
        sha.update(batch.flip());
        batch.clear();
    }
}
