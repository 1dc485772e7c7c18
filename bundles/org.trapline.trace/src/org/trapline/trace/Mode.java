// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

/**
 * The number an event uses for a privilege mode: the two bits of the privilege level, plus {@link #V} under the H extension's
 * virtualization mode.
 */
public final class Mode {
    public static final int U = 0;
    public static final int S = 1;
    public static final int M = 3;
    /** Added to {@link #U} or {@link #S} when virtualization mode is on. */
    public static final int V = 4;
    public static final int VU = V + U;
    public static final int VS = V + S;

    private Mode() {
    }

    /** Returns {@code U}, {@code S}, {@code M}, {@code VU} or {@code VS}; {@code mode N} for a number that is no mode. */
    public static String name(long mode) {
        if (mode == U) {
            return "U";
        }
        if (mode == S) {
            return "S";
        }
        if (mode == M) {
            return "M";
        }
        if (mode == VU) {
            return "VU";
        }
        return mode == VS ? "VS" : "mode " + mode;
    }
}
