// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

/**
 * The layout of one event in memory: eight longs.
 * <pre>
 * 0 origin and kind | 1 instret | 2 cycle | 3 pc | 4..7 arguments
 *
 * word 0:  63..50 hart+1 | 49..36 vcpu+1 | 35..22 vm+1 | 21..8 host+1 | 7..0 kind
 * </pre>
 */
public final class TraceSlot {
    /** Longs of a slot. */
    public static final int LONGS = 8;
    public static final int HEAD = 0;
    public static final int INSTRET = 1;
    public static final int CYCLE = 2;
    public static final int PC = 3;
    public static final int ARGS = 4;

    static final int ID_BITS = 14;
    static final int MAX_ID = (1 << ID_BITS) - 2;
    private static final int ID_MASK = (1 << ID_BITS) - 1;
    private static final int KIND_MASK = 0xff;
    private static final int HOST_SHIFT = 8;
    private static final int VM_SHIFT = HOST_SHIFT + ID_BITS;
    private static final int VCPU_SHIFT = VM_SHIFT + ID_BITS;
    private static final int HART_SHIFT = VCPU_SHIFT + ID_BITS;

    private TraceSlot() {
    }

    /** Packs the first word of a slot. Ids must be in range; see {@link EventOrigin}. */
    public static long head(int kind, int host, int vm, int vcpu, int hart) {
        return kind | (host + 1L & ID_MASK) << HOST_SHIFT | (vm + 1L & ID_MASK) << VM_SHIFT
            | (vcpu + 1L & ID_MASK) << VCPU_SHIFT | (hart + 1L & ID_MASK) << HART_SHIFT;
    }

    /** Returns the ordinal of the kind. */
    public static int kind(long head) {
        return (int) head & KIND_MASK;
    }

    /** Returns the word with another kind. */
    public static long withKind(long head, int kind) {
        return head & ~(long) KIND_MASK | kind;
    }

    static int host(long head) {
        return id(head, HOST_SHIFT);
    }

    static int vm(long head) {
        return id(head, VM_SHIFT);
    }

    static int vcpu(long head) {
        return id(head, VCPU_SHIFT);
    }

    static int hart(long head) {
        return id(head, HART_SHIFT);
    }

    private static int id(long head, int shift) {
        return (int) (head >>> shift & ID_MASK) - 1;
    }

    static void checkId(int id, String what) {
        if (id < EventOrigin.NONE || id > MAX_ID) {
            throw new IllegalArgumentException(what + " id " + id + " is outside -1.." + MAX_ID);
        }
    }
}
