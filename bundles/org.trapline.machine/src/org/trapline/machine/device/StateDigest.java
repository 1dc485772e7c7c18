// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Collects state into one short text that is equal for equal states. */
public final class StateDigest {
    private final MessageDigest sha;

    public StateDigest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Adds a number. */
    public StateDigest add(long value) {
        for (int shift = 0; shift < 64; shift += 8) {
            sha.update((byte) (value >>> shift));
        }
        return this;
    }

    /** Adds a flag. */
    public StateDigest add(boolean value) {
        return add(value ? 1 : 0);
    }

    /** Adds numbers and how many there are. */
    public StateDigest add(long... values) {
        add((long) values.length);
        for (long value : values) {
            add(value);
        }
        return this;
    }

    /** Adds numbers and how many there are. */
    public StateDigest add(int... values) {
        add((long) values.length);
        for (int value : values) {
            add((long) value);
        }
        return this;
    }

    /** Adds bytes and how many there are. */
    public StateDigest add(byte[] bytes) {
        add((long) bytes.length);
        sha.update(bytes);
        return this;
    }

    /** Returns the digest in hexadecimal; nothing can be added any more. */
    public String finish() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
