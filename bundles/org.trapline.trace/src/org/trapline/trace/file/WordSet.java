// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

/** A growing set of instruction words, without an object for each. 0 is no instruction and never a member. */
final class WordSet {
    private int[] table = new int[256];
    private int size;

    /** Adds a word; returns whether it is new. */
    boolean add(int word) {
        if (word == 0 || !insert(table, word)) {
            return false;
        }
        size++;
        if (size * 2 > table.length) {
            int[] larger = new int[table.length * 2];
            for (int member : table) {
                if (member != 0) {
                    insert(larger, member);
                }
            }
            table = larger;
        }
        return true;
    }

    private static boolean insert(int[] into, int word) {
        int at = word * 0x9e3779b9 >>> Integer.numberOfLeadingZeros(into.length) + 1;
        while (into[at] != 0) {
            if (into[at] == word) {
                return false;
            }
            at = at + 1 & into.length - 1;
        }
        into[at] = word;
        return true;
    }
}
