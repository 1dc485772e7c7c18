// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state.file;

/** The kinds of sections; the four letters of a name are its code in the file. */
enum Section {
    /** What people may want to know: names and values. */
    INFO,
    /** Pages of memory, each different, numbered through the file. */
    PAGE,
    /** A state: its name, its fields, and which pages its memory has. */
    STAT,
    /** The end. */
    STOP;

    int code() {
        String name = name();
        return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
    }

    /** Returns the kind of a code, or null. */
    static Section of(int code) {
        for (Section each : values()) {
            if (each.code() == code) {
                return each;
            }
        }
        return null;
    }
}
