// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.nio.file.Path;
import java.util.List;

import org.trapline.asm.object.Image;
import org.trapline.asm.object.LineMark;
import org.trapline.asm.object.Segment;
import org.trapline.asm.object.Symbol;
import org.trapline.machine.loading.Program;
import org.trapline.trace.ProgramNames;

/**
 * A program as it lies in memory.
 *
 * @param name  what people call it
 * @param files what it was made from
 * @param image what to load
 */
public record ProgramPlan(String name, List<Path> files, Image image) {

    /** Copies the list. */
    public ProgramPlan {
        files = List.copyOf(files);
    }

    /** Returns the lowest physical address it occupies. */
    public long low() {
        return image.segments().stream().mapToLong(Segment::physicalAddress).reduce((a, b) -> Long.compareUnsigned(a, b) <= 0 ? a : b).orElse(0);
    }

    /** Returns the physical address after its last byte. */
    public long high() {
        return image.segments().stream().mapToLong(segment -> segment.physicalAddress() + segment.size())
            .reduce((a, b) -> Long.compareUnsigned(a, b) >= 0 ? a : b).orElse(0);
    }

    /** Returns what of it is loaded, and where it starts. */
    public Program loadable() {
        List<Program.Part> parts = image.segments().stream()
            .map(segment -> new Program.Part(segment.physicalAddress(), segment.bytes(), segment.size())).toList();
        return new Program(name, parts, physicalEntry());
    }

    /** An entry is a virtual address; a kernel that was linked for high addresses starts where it was loaded all the same. */
    private long physicalEntry() {
        long entry = image.entry();
        for (Segment segment : image.segments()) {
            if (entry - segment.address() >= 0 && entry - segment.address() < segment.size()) {
                return entry - segment.address() + segment.physicalAddress();
            }
        }
        return entry;
    }

    /** Returns its symbols and source lines for traces. */
    public ProgramNames names() {
        long low = image.segments().isEmpty() ? 0 : image.segments().getFirst().address();
        ProgramNames.Builder names = ProgramNames.of(name, low, image.end());
        for (Symbol symbol : image.symbols()) {
            if (isPlace(symbol)) {
                names.symbol(symbol.name(), symbol.value(), symbol.size());
            }
        }
        long end = low;
        for (LineMark mark : image.lines().marks()) {
            if (mark.offset() != end) {
                names.line(end, "", 0);
            }
            names.line(mark.offset(), mark.shown().file(), mark.shown().line());
            end = mark.offset() + mark.length();
        }
        return names.line(end, "", 0).build();
    }

    /** Tells whether a symbol names a place in the program that a person would call so. */
    private static boolean isPlace(Symbol symbol) {
        boolean isPlaced = symbol.section() != Symbol.ABSOLUTE && symbol.section() != Symbol.UNDEFINED;
        boolean isKind = symbol.type() != Symbol.Type.SECTION && symbol.type() != Symbol.Type.FILE;
        // Mapping symbols and the assembler's own labels.
        boolean isNamed = !symbol.name().isEmpty() && !symbol.name().startsWith("$") && !symbol.name().startsWith(".L");
        return isPlaced && isKind && isNamed;
    }
}
