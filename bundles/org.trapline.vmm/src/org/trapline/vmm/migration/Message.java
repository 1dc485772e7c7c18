// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.migration;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the two sides of a migration tell each other. {@link MessageCodec} says how it looks on a wire. */
public sealed interface Message {
    /** Returns the migration's number, by which both sides know it across connections. */
    long id();

    /**
     * Source: a machine wants to come.
     *
     * @param shape what it needs, by name
     */
    record Hello(long id, SortedMap<String, String> shape) implements Message {
        public Hello {
            shape = Collections.unmodifiableSortedMap(new TreeMap<>(shape));
        }
    }

    /** Target: there is room for it. */
    record Welcome(long id) implements Message {
    }

    /**
     * Source: what pages hold.
     *
     * @param indexes of the pages, counted from the start of its memory
     * @param pages   what each holds, 4096 bytes; null for zeros
     */
    record Pages(long id, List<Integer> indexes, List<byte[]> pages) implements Message {
        public Pages {
            indexes = List.copyOf(indexes);
            pages = Collections.unmodifiableList(pages);
            if (indexes.size() != pages.size()) {
                throw new IllegalArgumentException(indexes.size() + " pages, but the contents of " + pages.size());
            }
        }
    }

    /**
     * Source: all but memory; it is halted there now.
     *
     * @param state   a snapshot's bytes
     * @param digest  what the digest of the whole must be once it is put together; empty if pages are still to come
     * @param missing the pages that come later, as the words of a bit set
     */
    record State(long id, byte[] state, String digest, long[] missing) implements Message {
    }

    /** Target: it is here, as a whole, and can run when the source says so. */
    record Prepared(long id) implements Message {
    }

    /** Source: it is yours. */
    record Commit(long id) implements Message {
    }

    /**
     * Target: it runs here.
     *
     * @param missing the pages that have not come yet, as the words of a bit set
     */
    record Running(long id, long[] missing) implements Message {
    }

    /** Target, after a commit: pages have come. */
    record Next(long id) implements Message {
    }

    /** Source: it is known here that it runs there and lacks nothing; nobody will ask again. */
    record Settled(long id) implements Message {
    }

    /** Target, after a commit: a page is needed now. */
    record Want(long id, int page) implements Message {
    }

    /** Source: it is to stay here. Target: it cannot come here. */
    record Abort(long id, String reason) implements Message {
    }

    /** Target: it is not here, and will not run here. */
    record Gone(long id) implements Message {
    }
}
