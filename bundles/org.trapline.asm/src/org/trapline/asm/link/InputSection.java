// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.ArrayList;
import java.util.List;

import org.trapline.asm.Location;
import org.trapline.asm.object.LineMark;
import org.trapline.asm.object.ObjectFile;
import org.trapline.asm.object.Relocation;
import org.trapline.asm.object.RelocationType;
import org.trapline.asm.object.Section;

/** A section of an object on its way into an output section. */
final class InputSection {
    final LinkedObject object;
    final Section section;
    final List<Rel> relocations = new ArrayList<>();
    OutputSection output;
    long offset;
    byte[] bytes;
    long size;
    private final List<LineMark> originalMarks;
    private final long[] markStarts;
    private final long[] markEnds;

    /** A relocation that relaxation may change. */
    static final class Rel {
        long offset;
        RelocationType type;
        int symbol;
        long addend;
        final Location location;
        /** Where the target of a relocation that names a merged section is now, or null. */
        LinkedObject.Place place;

        Rel(Relocation relocation) {
            offset = relocation.offset();
            type = relocation.type();
            symbol = relocation.symbol();
            addend = relocation.addend();
            location = relocation.location();
        }
    }

    InputSection(LinkedObject object, Section section) {
        this.object = object;
        this.section = section;
        this.bytes = section.bytes().clone();
        this.size = section.size();
        section.relocations().forEach(relocation -> relocations.add(new Rel(relocation)));
        originalMarks = section.marks();
        markStarts = originalMarks.stream().mapToLong(LineMark::offset).toArray();
        markEnds = originalMarks.stream().mapToLong(mark -> mark.offset() + mark.length()).toArray();
    }

    long address() {
        return output.address + offset;
    }

    long alignment() {
        return section.alignment();
    }

    int word(long at) {
        int i = (int) at;
        return bytes[i] & 0xff | (bytes[i + 1] & 0xff) << 8 | (bytes[i + 2] & 0xff) << 16 | bytes[i + 3] << 24;
    }

    void putWord(long at, int word) {
        put(at, word, 4);
    }

    long get(long at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[(int) at + i] & 0xffL) << 8 * i;
        }
        return value;
    }

    void put(long at, long value, int count) {
        for (int i = 0; i < count; i++) {
            bytes[(int) at + i] = (byte) (value >> 8 * i);
        }
    }

    /** Takes bytes out, and moves all that refers to what comes after them. */
    void delete(Deletions deletions) {
        if (deletions.isEmpty()) {
            return;
        }
        bytes = deletions.apply(bytes);
        relocations.forEach(rel -> rel.offset = deletions.moved(rel.offset));
        object.moveSymbols(this, deletions);
        for (int i = 0; i < markStarts.length; i++) {
            markStarts[i] = deletions.moved(markStarts[i]);
            markEnds[i] = deletions.moved(markEnds[i]);
        }
        size = bytes.length;
    }

    /** Returns the marks with addresses for offsets. */
    List<LineMark> placedMarks() {
        List<LineMark> result = new ArrayList<>();
        for (int i = 0; i < markStarts.length; i++) {
            result.add(originalMarks.get(i).at(address() + markStarts[i], markEnds[i] - markStarts[i]));
        }
        return result;
    }

    /** Returns the place of the expression behind a relocation, or else of its statement. */
    Location locate(Rel rel) {
        return rel.location != null ? rel.location : locate(rel.offset);
    }

    /** Returns the place of the statement that made the byte at an offset. */
    Location locate(long at) {
        LineMark mark = markAt(at);
        return mark != null ? mark.location() : new Location(object.file().name(), 1, 1, 1);
    }

    /** Returns the mark of the statement that made the byte at an offset, or null. */
    LineMark markAt(long at) {
        for (int i = 0; i < markStarts.length; i++) {
            if (markStarts[i] <= at && at < markEnds[i]) {
                return originalMarks.get(i);
            }
        }
        return null;
    }

    ObjectFile file() {
        return object.file();
    }
}
