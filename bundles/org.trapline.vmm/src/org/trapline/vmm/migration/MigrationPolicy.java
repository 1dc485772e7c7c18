// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.migration;

/**
 * How a machine is to be moved. Time is virtual, in cycles of the source's host.
 *
 * @param bytesPerSecond what the wire carries in a second of virtual time
 * @param latency        cycles that a message is on its way
 * @param maxDowntime    cycles that the machine may stand still for
 * @param maxRounds      rounds after which copying is given up if what is dirty has not become little enough
 * @param otherwise      what to do then, or when rounds get no shorter
 */
public record MigrationPolicy(long bytesPerSecond, long latency, long maxDowntime, int maxRounds, Otherwise otherwise) {
    /** Cycles of a second. */
    public static final long CYCLES_PER_SECOND = 100_000_000;

    /** What to do with a machine that writes memory faster than it can be sent. */
    public enum Otherwise {
        /** Halt it and send the rest, however long that takes. */
        STOP_AND_COPY,
        /** Let it stay. */
        CANCEL,
        /** Move it now, and let it have the rest when it needs it. */
        POST_COPY
    }

    public MigrationPolicy {
        if (bytesPerSecond < 1 || latency < 0 || maxDowntime < 0 || maxRounds < 1) {
            throw new IllegalArgumentException("a migration with " + bytesPerSecond + " bytes a second, a latency of " + latency + ", a downtime of "
                + maxDowntime + " cycles and " + maxRounds + " rounds");
        }
    }

    /** A gigabit a second, 10 microseconds on the way, a millisecond of downtime, 10 rounds, then it is halted. */
    public static MigrationPolicy standard() {
        return new MigrationPolicy(125_000_000, 1_000, 100_000, 10, Otherwise.STOP_AND_COPY);
    }

    /** Copies nothing ahead: the machine is halted for as long as it takes. */
    public static MigrationPolicy cold() {
        return standard().withMaxDowntime(Long.MAX_VALUE);
    }

    public MigrationPolicy withBytesPerSecond(final long bytes) {
        return new MigrationPolicy(bytes, latency, maxDowntime, maxRounds, otherwise);
    }

    public MigrationPolicy withLatency(final long cycles) {
        return new MigrationPolicy(bytesPerSecond, cycles, maxDowntime, maxRounds, otherwise);
    }

    public MigrationPolicy withMaxDowntime(final long cycles) {
        return new MigrationPolicy(bytesPerSecond, latency, cycles, maxRounds, otherwise);
    }

    public MigrationPolicy withMaxRounds(final int rounds) {
        return new MigrationPolicy(bytesPerSecond, latency, maxDowntime, rounds, otherwise);
    }

    public MigrationPolicy withOtherwise(final Otherwise what) {
        return new MigrationPolicy(bytesPerSecond, latency, maxDowntime, maxRounds, what);
    }

    /** Returns how many cycles so many bytes take on the wire. */
    long cycles(final long bytes) {
        final long seconds = bytes / bytesPerSecond;
        final long rest = bytes % bytesPerSecond;
        return seconds * CYCLES_PER_SECOND + (long) Math.ceil((double) rest * CYCLES_PER_SECOND / bytesPerSecond);
    }
}
