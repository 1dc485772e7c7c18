// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * What is measured: whole programs by their instructions, privileged events by their number.
 *
 * @param name   as the user says it
 * @param kind   what one repetition is
 * @param source the file in {@code guests}
 * @param define a macro for the source, or empty
 * @param isa    what the hart must have besides {@code rv64gc}, or empty
 * @param long_  repetitions of the long run
 */
record Workload(String name, Kind kind, String source, String define, String isa, long long_) {

    /** What is counted. */
    enum Kind {
        /** Instructions; floating point in some. */
        PROGRAM("million instructions/s"),
        /** Round trips, flushes, jumps. */
        EVENT("million/s");

        private final String unit;

        Kind(String unit) {
            this.unit = unit;
        }

        String unit() {
            return unit;
        }
    }

    /** The short run's part of the long one: enough for compilers behind an engine to be done with their work. */
    private static final int SHORT = 5;

    private static Workload program(String name, long repetitions) {
        return new Workload(name, Kind.PROGRAM, name + ".c", "", "", repetitions);
    }

    private static Workload event(String define, String isa, long count) {
        return new Workload(define.toLowerCase(Locale.ROOT), Kind.EVENT, "event.S", define, isa, count);
    }

    /** All of them; the numbers make about two thousand million instructions, or so many events that getting up to speed takes little of the time. */
    static final List<Workload> ALL = List.of(
        program("mixed", 10_000),
        program("records", 7_500),
        program("sieve", 800),
        program("matmul", 1_000),
        program("quicksort", 2_500),
        program("radixsort", 1_250),
        program("median", 2_500),
        program("dmatmul", 800),
        program("spmv", 1_000),
        program("planets", 12_000),
        program("fft", 3_000),
        program("spheres", 2_500),
        program("sha256", 4_000),
        program("states", 4_000),
        program("blocksort", 2_000),
        event("ECALL_U_M", "", 12_000_000),
        event("ECALL_S_M", "", 12_000_000),
        event("ILLEGAL_S_M", "", 12_000_000),
        event("ECALL_U_S", "", 12_000_000),
        event("ECALL_VS_HS", "h", 2_000_000),
        event("VIRTUAL_VS_HS", "h", 2_000_000),
        event("SFENCE_VMA", "", 3_000_000),
        event("FENCE_I", "", 1_000_000),
        event("INDIRECT", "", 60_000_000));

    long shortRun() {
        return Math.max(1, long_ / SHORT);
    }

    /** Returns the workload with its runs that many times as long. */
    Workload scaled(double factor) {
        return new Workload(name, kind, source, define, isa, Math.max(SHORT, Math.round(long_ * factor)));
    }
}
