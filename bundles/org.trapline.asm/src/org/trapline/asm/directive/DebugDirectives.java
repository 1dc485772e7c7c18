// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.directive;

import java.util.HashMap;
import java.util.Map;

import org.trapline.asm.Directive;
import org.trapline.asm.Location;
import org.trapline.asm.object.Section;
import org.trapline.asm.section.SectionBuilder;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.StringReader;
import org.trapline.asm.unit.Unit;

/** Directives that compilers write for debuggers. */
final class DebugDirectives {
    private final Unit unit;
    private final Map<Long, String> files = new HashMap<>();

    DebugDirectives(Unit unit) {
        this.unit = unit;
    }

    void register(Map<Directive, Handler> handlers) {
        handlers.put(Directive.FILE, this::file);
        handlers.put(Directive.LOC, this::loc);
        handlers.put(Directive.IDENT, this::ident);
        handlers.put(Directive.LINE, Cursor::rest);
        handlers.put(Directive.CFI, Cursor::rest);
        handlers.put(Directive.LISTING, Cursor::rest);
    }

    /** Tools sign their work in a section of strings, the first of which is empty. */
    private void ident(Cursor operands) {
        byte[] text = StringReader.bytes(operands);
        operands.expectEnd();
        SectionBuilder comment = unit.sections().find(".comment");
        if (comment == null) {
            comment = unit.sections().make(".comment", Section.PROGBITS, Section.MERGE | Section.STRINGS, 1);
            comment.append(0, 1);
        }
        comment.append(text);
        comment.append(0, 1);
    }

    private void file(Cursor operands) {
        if (operands.peekSolid() == '"') {
            StringReader.text(operands);
            operands.expectEnd();
            return;
        }
        long number = unit.number(operands, 0, Integer.MAX_VALUE, "file number");
        String name = StringReader.text(operands);
        if (operands.peekSolid() == '"') {
            // DWARF 5 gives folder and name apart.
            String inFolder = StringReader.text(operands);
            name = inFolder.startsWith("/") ? inFolder : name + '/' + inFolder;
        }
        operands.rest();
        files.put(number, name);
    }

    private void loc(Cursor operands) {
        int start = operands.skipBlanks().position();
        long number = unit.number(operands, 0, Integer.MAX_VALUE, "file number");
        String name = files.get(number);
        if (name == null) {
            throw operands.errorSince(start, "there is no .file " + number, "");
        }
        long line = unit.number(operands, 0, Integer.MAX_VALUE, "line");
        boolean hasColumn = !operands.atEnd() && Character.isDigit(operands.peek());
        long column = hasColumn ? unit.number(operands, 0, Integer.MAX_VALUE, "column") : 1;
        operands.rest();
        unit.origin(new Location(name, (int) line, (int) Math.max(1, column), 1));
    }
}
