// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.memory.RamImage;

/** A state, written down at one moment. It does not change any more, and may be brought back any number of times. */
public final class StateImage {
    private final byte[] data;
    private final List<RamImage> memories;

    /**
     * Puts together what was read from a file; it is only looked at when it is brought back.
     * @param data     the fields, encoded
     * @param memories memory, in the order in which the fields name it
     */
    public StateImage(byte[] data, List<RamImage> memories) {
        this.data = data;
        this.memories = memories;
    }

    /** Writes a state down. */
    public static StateImage of(Stateful owner) {
        StateWriter writer = new StateWriter();
        owner.exchange(writer);
        return writer.finish();
    }

    /**
     * Brings the state back.
     * @throws StateException if it does not fit, as when it is another machine's; then nothing has been changed
     */
    public void restore(Stateful owner) {
        check(owner);
        owner.exchange(new StateReader(this, StateReader.Purpose.RESTORE));
    }

    /**
     * Brings back a state of the same run, which goes on as it did, see {@link StateExchange#isGoingBack}.
     * @throws StateException if it does not fit; then nothing has been changed
     */
    public void goBack(Stateful owner) {
        check(owner);
        owner.exchange(new StateReader(this, StateReader.Purpose.GO_BACK));
    }

    /**
     * Makes sure that the state fits.
     * @throws StateException if it does not
     */
    public void check(Stateful owner) {
        check(owner, StateReader.Purpose.CHECK);
    }

    private void check(Stateful owner, StateReader.Purpose purpose) {
        StateReader reader = new StateReader(this, purpose);
        owner.exchange(reader);
        reader.finish();
    }

    /**
     * Makes sure that the state fits another machine with an identity of its own.
     * @throws StateException if it does not
     */
    public void checkClone(Stateful other) {
        check(other, StateReader.Purpose.CHECK_CLONE);
    }

    /**
     * Brings the state back into another machine, which goes on from there beside the one that it is of, and keeps its identity.
     * @throws StateException if it does not fit; then nothing has been changed
     */
    public void cloneInto(Stateful other) {
        checkClone(other);
        other.exchange(new StateReader(this, StateReader.Purpose.CLONE));
    }

    /** Returns the fields, encoded; not to be changed. */
    public byte[] data() {
        return data;
    }

    /**
     * Returns all fields as texts, by their names with the parts they are in, such as {@code hart0.csr.mepc}; of arrays, the elements that are not
     * zero. It is for people, and to find out where two states differ.
     * @throws StateException if the encoding is broken
     */
    public Map<String, String> fields() {
        return new FieldReader(data).read();
    }

    /** Returns the memory that the fields name. */
    public List<RamImage> memories() {
        return memories;
    }

    /** Returns a short text that is equal for equal states: SHA-256 of everything, in hexadecimal. Where a page is all zero, it may as well be missing. */
    public String digest() {
        MessageDigest sha = sha256();
        sha.update(data);
        byte[] number = new byte[Integer.BYTES];
        for (RamImage memory : memories) {
            for (int index = 0; index < memory.pageCount(); index++) {
                byte[] page = memory.page(index);
                if (page != null && !RamImage.isZero(page)) {
                    LittleEndian.putInt(number, 0, index);
                    sha.update(number);
                    sha.update(page);
                }
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
