// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.trapline.asm.object.Section;

/**
 * Merges what mergeable sections have in common, as GNU ld does: equal constants and strings are kept once, where they come first, and a
 * string that another one ends in becomes part of that.
 */
final class Merger {
    private final Map<String, Group> groups = new LinkedHashMap<>();

    /** Sections whose entries are merged with each other. */
    private static final class Group {
        private final List<InputSection> sections = new ArrayList<>();
        private final Map<String, Entry> byContent = new HashMap<>();
        private final List<Entry> entries = new ArrayList<>();
        private final Map<InputSection, NavigableMap<Long, Entry>> byOffset = new HashMap<>();
    }

    /** A constant or string; {@code alignment} is 0 once it is not kept for itself. */
    private static final class Entry {
        private final byte[] content;
        private final InputSection home;
        private int alignment;
        private Entry whole;
        private long offset;

        Entry(byte[] content, int alignment, InputSection home) {
            this.content = content;
            this.alignment = alignment;
            this.home = home;
        }

        boolean endsIn(Entry other) {
            int rest = content.length - other.content.length;
            return rest > 0 && Arrays.equals(content, rest, content.length, other.content, 0, other.content.length);
        }
    }

    /** Merges sections that have been placed. */
    void merge(List<OutputSection> outputs) {
        for (OutputSection output : outputs) {
            for (InputSection input : output.inputs) {
                if (isMergeable(input)) {
                    Section section = input.section;
                    String key = output.name + ' ' + (section.flags() & Section.STRINGS) + ' ' + section.entrySize() + ' ' + section.alignment();
                    groups.computeIfAbsent(key, none -> new Group()).sections.add(input);
                }
            }
        }
        groups.values().forEach(Merger::merge);
    }

    private static boolean isMergeable(InputSection input) {
        Section section = input.section;
        long entry = section.entrySize();
        boolean strings = (section.flags() & Section.STRINGS) != 0;
        if ((section.flags() & Section.MERGE) == 0 || input.size == 0 || entry == 0 || input.size % entry != 0 || !input.relocations.isEmpty()
            || section.isEmptyInFile()) {
            return false;
        }
        if (entry < section.alignment() ? !strings || Long.bitCount(entry) != 1 : entry % section.alignment() != 0) {
            return false;
        }
        return !strings || entry == 1 && input.bytes[input.bytes.length - 1] == 0;
    }

    private static void merge(Group group) {
        boolean strings = (group.sections.getFirst().section.flags() & Section.STRINGS) != 0;
        for (InputSection section : group.sections) {
            group.byOffset.put(section, new TreeMap<>());
            if (strings) {
                addStrings(group, section);
            } else {
                addConstants(group, section);
            }
        }
        if (strings) {
            joinSuffixes(group);
        }
        place(group);
    }

    private static void addConstants(Group group, InputSection section) {
        int size = (int) section.section.entrySize();
        for (int at = 0; at < section.bytes.length; at += size) {
            add(group, section, at, Arrays.copyOfRange(section.bytes, at, at + size), 1);
        }
    }

    private static void addStrings(Group group, InputSection section) {
        byte[] bytes = section.bytes;
        int alignment = (int) section.alignment();
        boolean emptySeen = false;
        int at = 0;
        while (at < bytes.length) {
            int end = at;
            while (bytes[end] != 0) {
                end++;
            }
            int here = at == 0 ? alignment : Math.min(Integer.lowestOneBit(at), alignment);
            add(group, section, at, Arrays.copyOfRange(bytes, at, end + 1), here);
            at = end + 1;
            // Padding up to the next string; at an aligned place it counts as one empty string.
            while (at < bytes.length && bytes[at] == 0) {
                if (!emptySeen && at % alignment == 0) {
                    emptySeen = true;
                    add(group, section, at, new byte[1], alignment);
                }
                at++;
            }
        }
    }

    private static void add(Group group, InputSection section, int at, byte[] content, int alignment) {
        String key = new String(content, java.nio.charset.StandardCharsets.ISO_8859_1);
        Entry known = group.byContent.get(key);
        if (known == null || known.alignment < alignment) {
            Entry entry = new Entry(content, alignment, section);
            if (known != null) {
                known.alignment = 0;
                known.whole = entry;
            }
            group.byContent.put(key, entry);
            group.entries.add(entry);
            known = entry;
        }
        group.byOffset.get(section).put((long) at, known);
    }

    /** Sorted by their ends, a string stands right before those that end in it. */
    private static void joinSuffixes(Group group) {
        List<Entry> kept = new ArrayList<>(group.entries);
        kept.removeIf(entry -> entry.alignment == 0);
        boolean alike = kept.stream().mapToInt(entry -> entry.alignment).distinct().count() == 1 && kept.getFirst().alignment > 1;
        kept.sort((a, b) -> compareFromEnd(a, b, alike));
        Entry longest = kept.removeLast();
        while (!kept.isEmpty()) {
            Entry next = kept.removeLast();
            boolean fits = longest.alignment >= next.alignment && (longest.content.length - next.content.length & next.alignment - 1) == 0;
            if (fits && longest.endsIn(next)) {
                next.whole = longest;
                next.alignment = 0;
            } else {
                longest = next;
            }
        }
    }

    private static int compareFromEnd(Entry a, Entry b, boolean byTail) {
        // The zero at the end does not count.
        int lengthA = a.content.length - 1;
        int lengthB = b.content.length - 1;
        if (byTail && (lengthA & a.alignment - 1) != (lengthB & a.alignment - 1)) {
            return (lengthA & a.alignment - 1) - (lengthB & a.alignment - 1);
        }
        for (int i = 1; i <= Math.min(lengthA, lengthB); i++) {
            int difference = (a.content[lengthA - i] & 0xff) - (b.content[lengthB - i] & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return lengthA - lengthB;
    }

    private static void place(Group group) {
        Map<InputSection, Long> sizes = new HashMap<>();
        group.sections.forEach(section -> sizes.put(section, 0L));
        for (Entry entry : group.entries) {
            if (entry.alignment != 0) {
                entry.offset = OutputSection.align(sizes.get(entry.home), entry.alignment);
                sizes.put(entry.home, entry.offset + entry.content.length);
            }
        }
        for (InputSection section : group.sections) {
            section.object.mergeSymbols(section, offset -> where(group, section, offset));
        }
        for (InputSection section : group.sections) {
            section.bytes = new byte[sizes.get(section).intValue()];
            section.size = section.bytes.length;
        }
        for (Entry entry : group.entries) {
            if (entry.alignment != 0) {
                System.arraycopy(entry.content, 0, entry.home.bytes, (int) entry.offset, entry.content.length);
            }
        }
    }

    /** Returns where what was at an offset of a section is now. */
    private static LinkedObject.Place where(Group group, InputSection section, long offset) {
        Map.Entry<Long, Entry> found = group.byOffset.get(section).floorEntry(offset);
        Entry entry = found.getValue();
        long within = offset - found.getKey();
        while (entry.whole != null) {
            within += entry.whole.content.length - entry.content.length;
            entry = entry.whole;
        }
        return new LinkedObject.Place(entry.home, entry.offset + within);
    }
}
