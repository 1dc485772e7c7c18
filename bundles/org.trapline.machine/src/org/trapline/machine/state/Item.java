// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state;

/** What a piece of an encoded state is. The position of a row is its code in files. */
enum Item {
    /** The end of a part. */
    END("the end"),
    PART("a part"),
    NUMBER("a number"),
    LONGS("numbers"),
    BYTES("bytes"),
    PAGES("memory"),
    FIXED("a text");

    private static final Item[] ALL = values();

    private final String what;

    Item(String what) {
        this.what = what;
    }

    String what() {
        return what;
    }

    /** Returns the row of a code, or null. */
    static Item of(int code) {
        return code >= 0 && code < ALL.length ? ALL[code] : null;
    }
}
