// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trapline.asm.object.Section;

/** Gives output sections their addresses, and the names that GNU ld's built-in script defines their values. */
final class AddressAssignment {
    private static final long PAGE = 0x1000;
    private static final long HALF_REACH = 0x800;
    private static final String DATA_START = " data start";
    static final String GLOBAL_POINTER = "__global_pointer$";
    private static final Set<String> NAMES = Set.of("__executable_start", "__etext", "_etext", "etext", "_edata", "edata", "__bss_start", "__DATA_BEGIN__",
        "__SDATA_BEGIN__", "__BSS_END__", "_end", "end", GLOBAL_POINTER);

    private final Placement placement;
    private final long base;
    /** Bytes of a register, to which the end is aligned. */
    private final int word;
    private final Map<String, Long> provided = new HashMap<>();

    AddressAssignment(Placement placement, long base, int word) {
        this.placement = placement;
        this.base = base;
        this.word = word;
    }

    /** Works out all addresses anew. */
    void run() {
        placement.inOrder().forEach(OutputSection::arrange);
        long end = assign(true);
        // As ld does: if the last page of the data is mostly empty, it starts at a page instead of at the same place of the next page.
        long dataStart = provided.get(DATA_START);
        long first = -dataStart & PAGE - 1;
        long last = end & PAGE - 1;
        if (first != 0 && last != 0 && (dataStart & -PAGE) != (end & -PAGE) && first + last <= PAGE) {
            assign(false);
        }
    }

    /** Assigns addresses; returns the end. */
    private long assign(boolean keepPlaceInPage) {
        long dot = base;
        provided.clear();
        provided.put("__executable_start", base);
        for (OutputSection section : placement.inOrder()) {
            if (section.name.equals(Placement.FIRST_WRITABLE)) {
                List.of("__etext", "_etext", "etext").forEach(name -> provided.putIfAbsent(name, textEnd()));
                dot = OutputSection.align(dot, PAGE) + (keepPlaceInPage ? dot & PAGE - 1 : 0);
                provided.put(DATA_START, dot);
            }
            dot = place(section, dot);
        }
        return finish(dot);
    }

    private long place(OutputSection section, long dot) {
        long start = section.size > 0 ? OutputSection.align(dot, section.alignment) : dot;
        boolean isBss = section.name.equals(".bss");
        if (section.name.equals(".sbss")) {
            provided.put("_edata", dot);
            provided.put("edata", dot);
            provided.put("__bss_start", dot);
        }
        section.address = start;
        switch (section.name) {
            case ".data" -> provided.put("__DATA_BEGIN__", start);
            case ".sdata" -> provided.put("__SDATA_BEGIN__", start);
            default -> {
            }
        }
        if (isBss && section.size > 0) {
            section.size = OutputSection.align(start + section.size, word) - start;
        }
        // Thread-local memory without contents takes no room.
        boolean takesRoom = !(section.name.equals(".tbss") && section.type() == Section.NOBITS);
        return takesRoom ? start + section.size : dot;
    }

    private long textEnd() {
        long end = base;
        for (String name : List.of(".init", ".text", ".fini")) {
            OutputSection section = placement.output(name);
            end = section.size > 0 ? section.end() : end;
        }
        return end;
    }

    private long finish(long dot) {
        long end = OutputSection.align(dot, word);
        provided.put("__BSS_END__", end);
        provided.put("_end", end);
        provided.put("end", end);
        long nearData = Math.max(provided.get("__DATA_BEGIN__") + HALF_REACH, end - HALF_REACH);
        provided.put(GLOBAL_POINTER, Math.min(provided.get("__SDATA_BEGIN__") + HALF_REACH, nearData));
        for (OutputSection section : placement.inOrder()) {
            if (section.isUsed() && isIdentifier(section.name)) {
                provided.put("__start_" + section.name, section.address);
                provided.put("__stop_" + section.name, section.end());
            }
        }
        return end;
    }

    private static boolean isIdentifier(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*");
    }

    /** Tells whether a name may get a value from the script, whatever the program. */
    static boolean mayProvide(String name) {
        return NAMES.contains(name) || name.startsWith("__start_") || name.startsWith("__stop_");
    }

    /** Returns the value of a name that the script defines, or null. */
    Long provided(String name) {
        return provided.get(name);
    }

    OutputSection bss() {
        return placement.output(".bss");
    }

    /** Returns the output section that an address lies in, or at whose end it is, or null. */
    OutputSection sectionAt(long address) {
        OutputSection best = null;
        for (OutputSection section : placement.inOrder()) {
            if (section.isUsed() && address >= section.address && address <= section.end()) {
                best = section;
            }
        }
        return best;
    }

    /** Returns the largest alignment of all output sections. */
    long largestAlignment() {
        return placement.inOrder().stream().mapToLong(section -> section.alignment).max().orElse(1);
    }
}
