// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.function.Consumer;

/**
 * Something for some of the pages of a RAM, in pieces that are there once something is in them: a hart executes code of few pages, and a host of many
 * guests has a hart for each of their vCPUs.
 */
final class PageMap<T> {
    private static final int SHIFT = 9;
    private static final int SIZE = 1 << SHIFT;

    private final Object[][] pieces;

    /** Creates an empty map. */
    PageMap(int pages) {
        pieces = new Object[pages + SIZE - 1 >>> SHIFT][];
    }

    /** Returns what a page has; null if it has nothing. */
    @SuppressWarnings("unchecked")
    T get(int page) {
        Object[] piece = pieces[page >>> SHIFT];
        return piece == null ? null : (T) piece[page & SIZE - 1];
    }

    /** Gives a page something, or null. */
    void put(int page, T value) {
        Object[] piece = pieces[page >>> SHIFT];
        if (piece == null) {
            piece = pieces[page >>> SHIFT] = new Object[SIZE];
        }
        piece[page & SIZE - 1] = value;
    }

    /** Has something done with all that pages have. */
    @SuppressWarnings("unchecked")
    void forEach(Consumer<T> what) {
        for (Object[] piece : pieces) {
            for (int i = 0; piece != null && i < SIZE; i++) {
                if (piece[i] != null) {
                    what.accept((T) piece[i]);
                }
            }
        }
    }
}
