// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.directive;

import java.util.Map;

import org.trapline.asm.Directive;
import org.trapline.asm.object.Section;
import org.trapline.asm.section.SectionBuilder;
import org.trapline.asm.text.Characters;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.StringReader;
import org.trapline.asm.unit.Sections;
import org.trapline.asm.unit.Unit;

/** Directives that say in which section to go on. */
final class SectionDirectives {
    private static final int LARGEST_SUBSECTION = 8192;

    private final Unit unit;

    /** What a section directive says about the section; a type of 0 says nothing. */
    private record Attributes(long flags, int type, long entrySize, boolean given) {
    }

    SectionDirectives(Unit unit) {
        this.unit = unit;
    }

    void register(Map<Directive, Handler> handlers) {
        handlers.put(Directive.TEXT, operands -> builtIn(operands, ".text"));
        handlers.put(Directive.DATA, operands -> builtIn(operands, ".data"));
        handlers.put(Directive.BSS, operands -> builtIn(operands, ".bss"));
        handlers.put(Directive.RODATA, this::rodata);
        handlers.put(Directive.SECTION, operands -> section(operands, false));
        handlers.put(Directive.PUSHSECTION, operands -> section(operands, true));
        handlers.put(Directive.POPSECTION, this::popSection);
        handlers.put(Directive.PREVIOUS, this::previous);
        handlers.put(Directive.SUBSECTION, this::subsection);
    }

    private void rodata(Cursor operands) {
        unit.diagnostics().report(org.trapline.asm.Diagnostic.Severity.WARNING, operands.statement(), operands.statement().location(),
            "GNU as does not know .rodata", ".section .rodata");
        builtIn(operands, ".rodata");
    }

    private void builtIn(Cursor operands, String name) {
        int subsection = operands.atEnd() ? 0 : (int) unit.number(operands, 0, LARGEST_SUBSECTION, "subsection");
        operands.expectEnd();
        unit.sections().select(findOrMake(name, new Attributes(0, 0, 0, false)), subsection);
    }

    private void subsection(Cursor operands) {
        int number = operands.atEnd() ? 0 : (int) unit.number(operands, 0, LARGEST_SUBSECTION, "subsection");
        operands.expectEnd();
        unit.sections().select(unit.section(), number);
    }

    private void previous(Cursor operands) {
        operands.expectEnd();
        if (!unit.sections().selectPrevious()) {
            throw operands.errorSince(0, ".previous without a section before this one", "");
        }
    }

    private void popSection(Cursor operands) {
        operands.expectEnd();
        if (!unit.sections().pop()) {
            throw operands.errorSince(0, ".popsection without .pushsection", "");
        }
    }

    private void section(Cursor operands, boolean push) {
        String name = name(operands);
        int start = operands.skipBlanks().position();
        int subsection = 0;
        Attributes attributes = new Attributes(0, 0, 0, false);
        if (operands.acceptComma()) {
            if (push && operands.peekSolid() != '"') {
                subsection = (int) unit.number(operands, 0, LARGEST_SUBSECTION, "subsection");
                if (operands.acceptComma()) {
                    attributes = attributes(operands);
                }
            } else {
                attributes = attributes(operands);
            }
        }
        operands.expectEnd();
        boolean known = unit.sections().find(name) != null;
        SectionBuilder section = findOrMake(name, attributes);
        if (known && attributes.given() && isChanged(section, attributes)) {
            unit.diagnostics().warning(operands.statement(), operands.placeSince(start),
                "section " + name + " keeps the flags and type it was made with");
        }
        if (push) {
            unit.sections().push(section, subsection);
        } else {
            unit.sections().select(section, subsection);
        }
    }

    private static boolean isChanged(SectionBuilder section, Attributes attributes) {
        long compared = Section.ALLOC | Section.WRITE | Section.EXECUTE;
        return (section.flags() & compared) != (attributes.flags() & compared) || attributes.type() != 0 && section.type() != attributes.type();
    }

    /** Section names may contain more characters than symbols. */
    private static String name(Cursor operands) {
        if (operands.peekSolid() == '"') {
            return StringReader.text(operands);
        }
        int start = operands.position();
        while (operands.peek() != 0 && operands.peek() != ',' && !Characters.isBlank(operands.peek())) {
            operands.advance();
        }
        if (operands.position() == start) {
            throw operands.unexpected("the name of a section");
        }
        return operands.since(start);
    }

    private Attributes attributes(Cursor operands) {
        int start = operands.skipBlanks().position();
        if (operands.peek() == '@' || operands.peek() == '%') {
            return new Attributes(0, type(operands), 0, false);
        }
        String letters = StringReader.text(operands);
        long flags = 0;
        for (char letter : letters.toCharArray()) {
            flags |= switch (letter) {
                case 'a' -> Section.ALLOC;
                case 'w' -> Section.WRITE;
                case 'x' -> Section.EXECUTE;
                case 'M' -> Section.MERGE;
                case 'S' -> Section.STRINGS;
                case 'e' -> Section.EXCLUDE;
                case 'G' -> Section.GROUP;
                case 'T' -> throw operands.errorSince(start, "thread-local sections are not supported", "");
                default -> throw operands.errorSince(start, "unknown section flag '" + letter + "'", "letters out of a w x M S e G");
            };
        }
        int type = 0;
        long entrySize = 0;
        if (operands.acceptComma()) {
            type = type(operands);
            if ((flags & Section.MERGE) != 0) {
                operands.expect(',');
                entrySize = unit.number(operands, 1, 1 << 20, "entry size");
            }
            if ((flags & Section.GROUP) != 0) {
                passGroup(operands);
            }
        } else if ((flags & Section.MERGE) != 0) {
            throw operands.errorSince(start, "a mergeable section needs the size of its entries", "\"aM\", @progbits, size");
        }
        // Groups let a linker drop what several objects have; that does not concern programs of assembler sources.
        return new Attributes(flags & ~Section.GROUP, type, entrySize, true);
    }

    private static void passGroup(Cursor operands) {
        operands.expect(',');
        operands.symbolName();
        if (operands.acceptComma()) {
            operands.name();
        }
    }

    private static int type(Cursor operands) {
        int start = operands.skipBlanks().position();
        if (operands.peek() == '@' || operands.peek() == '%') {
            operands.advance();
        }
        String name = operands.peek() == '"' ? StringReader.text(operands) : operands.name();
        return switch (name) {
            case "progbits" -> Section.PROGBITS;
            case "nobits" -> Section.NOBITS;
            case "note" -> Section.NOTE;
            case "init_array" -> Section.INIT_ARRAY;
            case "fini_array" -> Section.FINI_ARRAY;
            case "preinit_array" -> Section.PREINIT_ARRAY;
            default -> throw operands.errorSince(start, "unknown section type",
                "@progbits, @nobits, @note, @init_array, @fini_array or @preinit_array");
        };
    }

    private SectionBuilder findOrMake(String name, Attributes attributes) {
        Sections sections = unit.sections();
        SectionBuilder found = sections.find(name);
        if (found != null) {
            return found;
        }
        Attributes usual = usual(name);
        long flags = attributes.given() ? attributes.flags() : usual.flags();
        int type = attributes.type() != 0 ? attributes.type() : usual.type();
        return sections.make(name, type, flags, attributes.entrySize());
    }

    /** Returns what sections of well-known names are unless a directive says otherwise. */
    private static Attributes usual(String name) {
        if (isKind(name, ".text") || isKind(name, ".init") || isKind(name, ".fini")) {
            return new Attributes(Section.ALLOC | Section.EXECUTE, Section.PROGBITS, 0, false);
        }
        if (isKind(name, ".data") || name.equals(".data1")) {
            return new Attributes(Section.ALLOC | Section.WRITE, Section.PROGBITS, 0, false);
        }
        if (isKind(name, ".bss")) {
            return new Attributes(Section.ALLOC | Section.WRITE, Section.NOBITS, 0, false);
        }
        if (isKind(name, ".rodata") || name.equals(".rodata1")) {
            return new Attributes(Section.ALLOC, Section.PROGBITS, 0, false);
        }
        if (isKind(name, ".init_array")) {
            return new Attributes(Section.ALLOC | Section.WRITE, Section.INIT_ARRAY, 0, false);
        }
        if (isKind(name, ".fini_array")) {
            return new Attributes(Section.ALLOC | Section.WRITE, Section.FINI_ARRAY, 0, false);
        }
        if (isKind(name, ".preinit_array")) {
            return new Attributes(Section.ALLOC | Section.WRITE, Section.PREINIT_ARRAY, 0, false);
        }
        return new Attributes(0, name.startsWith(".note") ? Section.NOTE : Section.PROGBITS, 0, false);
    }

    private static boolean isKind(String name, String kind) {
        return name.equals(kind) || name.startsWith(kind + '.');
    }
}
