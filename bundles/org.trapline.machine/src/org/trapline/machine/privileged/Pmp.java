// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import java.util.Arrays;

import org.trapline.isa.Csr;
import org.trapline.isa.CsrRule;
import org.trapline.machine.memory.Access;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * Physical memory protection: {@link #ENTRIES} entries of four-byte granularity, and what Smepmp changes about them.
 *
 * @implSpec priv "Physical Memory Protection", "Smepmp"
 */
public final class Pmp implements Stateful {
    /** Entries that do something; the CSRs of further ones are read-only zero. */
    public static final int ENTRIES = 16;

    private static final int R = 1;
    private static final int W = 2;
    private static final int X = 4;
    private static final int RIGHTS = R | W | X;
    private static final int MATCHING = 0x18;
    private static final int OFF = 0x00;
    private static final int TOR = 0x08;
    private static final int NA4 = 0x10;
    private static final int LOCKED = 0x80;
    private static final int M = 3;
    private static final long MML = field("MML");
    private static final long MMWP = field("MMWP");
    private static final long RLB = field("RLB");

    private final int[] config = new int[ENTRIES];
    private final long[] address = new long[ENTRIES];
    // Entry e covers first[e] .. end[e] - 1; nothing if they are equal. Derived from the above.
    private final long[] first = new long[ENTRIES];
    private final long[] end = new long[ENTRIES];
    private int active;
    /** What {@code mseccfg} holds. */
    private long security;

    Pmp() {
    }

    private static long field(String name) {
        return Csr.MSECCFG.field(name, 64).mask(64);
    }

    void reset() {
        for (int e = 0; e < ENTRIES; e++) {
            config[e] = 0;
            address[e] = 0;
        }
        security = 0;
        derive();
    }

    /** Returns {@code mseccfg}. */
    long readSecurity() {
        return security;
    }

    /** Writes {@code mseccfg}: what is locked down stays so, and the bypass ends for good once there is something to bypass. */
    void writeSecurity(CsrRule rule, long written) {
        long wanted = rule.legalize(security, written);
        boolean bypassIsOver = (security & RLB) == 0 && Arrays.stream(config).anyMatch(each -> (each & LOCKED) != 0);
        security = wanted & ~(bypassIsOver ? RLB : 0) | security & (MML | MMWP);
    }

    private boolean isLocked(int entry) {
        return (config[entry] & LOCKED) != 0 && (security & RLB) == 0;
    }

    /** Returns the value of the configuration CSR whose first entry is {@code entry}. */
    long readConfig(int entry) {
        long value = 0;
        for (int i = 0; i < 8 && entry + i < ENTRIES; i++) {
            value |= (long) config[entry + i] << 8 * i;
        }
        return value;
    }

    /** Writes the configuration CSR whose first entry is {@code entry}; locked entries keep what they have. */
    void writeConfig(int entry, CsrRule rule, long written) {
        long legal = rule.legalize(readConfig(entry), written);
        for (int i = 0; i < 8 && entry + i < ENTRIES; i++) {
            if (!isLocked(entry + i)) {
                int value = (int) (legal >>> 8 * i) & 0xff;
                if ((security & MML) == 0) {
                    // R=0 with W=1 is reserved; such a write gives no write permission.
                    config[entry + i] = (value & R) == 0 ? value & ~W : value;
                } else if ((security & RLB) != 0 || !isLockedCode(value)) {
                    config[entry + i] = value;
                }
            }
        }
        derive();
    }

    long readAddress(int entry) {
        return entry < ENTRIES ? address[entry] : 0;
    }

    void writeAddress(int entry, CsrRule rule, long written) {
        if (entry >= ENTRIES || isAddressLocked(entry)) {
            return;
        }
        address[entry] = rule.legalize(address[entry], written);
        derive();
    }

    // A locked entry that matches from the previous address up locks that address, too.
    private boolean isAddressLocked(int entry) {
        int next = entry + 1 < ENTRIES ? config[entry + 1] : 0;
        return isLocked(entry) || (next & LOCKED) != 0 && (next & MATCHING) == TOR && (security & RLB) == 0;
    }

    private void derive() {
        active = 0;
        for (int e = 0; e < ENTRIES; e++) {
            first[e] = 0;
            end[e] = 0;
            switch (config[e] & MATCHING) {
                case OFF -> { }
                case TOR -> {
                    first[e] = e == 0 ? 0 : address[e - 1] << 2;
                    end[e] = Math.max(first[e], address[e] << 2);
                }
                case NA4 -> {
                    first[e] = address[e] << 2;
                    end[e] = first[e] + 4;
                }
                default -> {
                    // NAPOT: n trailing ones say 2^(n+3) bytes.
                    int ones = Long.numberOfTrailingZeros(~address[e]);
                    first[e] = (address[e] & ~((1L << ones) - 1)) << 2;
                    end[e] = ones >= 54 ? 1L << 56 : first[e] + (1L << ones + 3);
                }
            }
            if (end[e] > first[e]) {
                active = e + 1;
            }
        }
    }

    /**
     * Tells whether an access is allowed.
     * @param pa        first physical address
     * @param bytes     how many, all of which the deciding entry must cover
     * @param privilege code of the mode whose access it is
     */
    public boolean allows(long pa, int bytes, Access access, int privilege) {
        for (int e = 0; e < active; e++) {
            if (pa < end[e] && pa + bytes > first[e]) {
                boolean covered = pa >= first[e] && pa + bytes <= end[e];
                return covered && permits(config[e], access.pmpBit(), privilege == M);
            }
        }
        return privilege == M && (security & MMWP) == 0 && ((security & MML) == 0 || access != Access.FETCH);
    }

    private boolean permits(int entry, int right, boolean isMachine) {
        if ((security & MML) != 0) {
            return permitsLockedDown(entry, right, isMachine);
        }
        return isMachine && (entry & LOCKED) == 0 || (entry & right) != 0;
    }

    /** Tells whether an entry lets M mode execute: as its own code, or as code that it shares. */
    private static boolean isLockedCode(int entry) {
        int rights = entry & RIGHTS;
        return (entry & LOCKED) != 0 && (rights == X || rights == (R | X) || (rights & (R | W)) == W);
    }

    // L=0 is for modes below M, L=1 for M mode, except where W without R, and all three with L=1, make it shared.
    private static boolean permitsLockedDown(int entry, int right, boolean isMachine) {
        boolean locked = (entry & LOCKED) != 0;
        int rights = entry & RIGHTS;
        if ((rights & (R | W)) == W) {
            boolean all = (rights & X) != 0;
            if (locked) {
                // Code, which M mode may read as well.
                return right == X || right == R && isMachine && all;
            }
            // Data, which M mode may write; the others, too.
            return right == R || right == W && (isMachine || all);
        }
        if (locked && rights == RIGHTS) {
            return right == R;
        }
        return locked == isMachine && (rights & right) != 0;
    }

    /** Tells whether one decision holds for the whole page at {@code pa}. */
    public boolean isUniform(long pa, int pageSize) {
        for (int e = 0; e < active; e++) {
            if (pa < end[e] && pa + pageSize > first[e]) {
                return pa >= first[e] && pa + pageSize <= end[e];
            }
        }
        return true;
    }

    @Override
    public void exchange(StateExchange state) {
        state.numbers("config", config);
        state.numbers("address", address);
        security = state.number("security", security);
        if (state.isRestoring()) {
            derive();
        }
    }
}
