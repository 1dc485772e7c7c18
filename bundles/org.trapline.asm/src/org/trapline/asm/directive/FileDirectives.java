// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.directive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import org.trapline.asm.Diagnostic.Severity;
import org.trapline.asm.Directive;
import org.trapline.asm.SourceFile;
import org.trapline.asm.SourceFinder.Found;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.Statement;
import org.trapline.asm.text.StringReader;
import org.trapline.asm.text.SyntaxException;
import org.trapline.asm.unit.Unit;

/** Directives that read files and give messages. */
final class FileDirectives {
    private final Unit unit;
    private final Conditions conditions;

    FileDirectives(Unit unit, Conditions conditions) {
        this.unit = unit;
        this.conditions = conditions;
    }

    void register(Map<Directive, Handler> handlers) {
        handlers.put(Directive.INCLUDE, this::include);
        handlers.put(Directive.INCBIN, this::incbin);
        handlers.put(Directive.END, operands -> unit.end());
        handlers.put(Directive.ERROR, operands -> message(operands, Severity.ERROR, ".error was reached"));
        handlers.put(Directive.ERR, operands -> message(operands, Severity.ERROR, ".err was reached"));
        handlers.put(Directive.WARNING, operands -> message(operands, Severity.WARNING, ".warning was reached"));
        handlers.put(Directive.PRINT, operands -> message(operands, Severity.INFO, ""));
        handlers.put(Directive.FAIL, this::fail);
    }

    private void include(Cursor operands) {
        Found found = find(operands);
        operands.expectEnd();
        int depth = conditions.depth();
        SourceFile source = new SourceFile(found.name(), new String(found.content(), StandardCharsets.UTF_8));
        if (!unit.sources().open(source, () -> conditions.closeTo(depth, true))) {
            unit.sources().leaveAll();
            throw new SyntaxException(operands.statement().location(), "files include each other too deeply; does " + found.name() + " include itself?");
        }
    }

    private void incbin(Cursor operands) {
        Found found = find(operands);
        long skip = 0;
        long count = Long.MAX_VALUE;
        if (operands.acceptComma()) {
            if (operands.peekSolid() != ',') {
                skip = unit.number(operands, 0, Long.MAX_VALUE, "the number of bytes to skip");
            }
            if (operands.acceptComma()) {
                count = unit.number(operands, 0, Long.MAX_VALUE, "count");
            }
        }
        operands.expectEnd();
        unit.requireContents(operands);
        int size = found.content().length;
        if (skip > size) {
            throw operands.errorSince(0, found.name() + " has only " + size + " bytes", "at most that many bytes to skip");
        }
        unit.section().append(Arrays.copyOfRange(found.content(), (int) skip, (int) Math.min(size, skip + Math.min(count, size))));
    }

    private Found find(Cursor operands) {
        int start = operands.skipBlanks().position();
        String name = StringReader.text(operands);
        Statement statement = operands.statement();
        Optional<Found> found;
        try {
            found = unit.options().finder().find(name, statement.file());
        } catch (IOException unreadable) {
            throw operands.errorSince(start, "the file \"" + name + "\" cannot be read: " + unreadable.getMessage(), "");
        }
        return found.orElseThrow(() -> operands.errorSince(start, "there is no file \"" + name + "\"", ""));
    }

    private void message(Cursor operands, Severity severity, String usual) {
        String text = operands.atEnd() ? usual : StringReader.text(operands);
        operands.expectEnd();
        unit.diagnostics().report(severity, operands.statement(), operands.statement().location(), text, "");
    }

    private void fail(Cursor operands) {
        long value = unit.number(operands);
        operands.expectEnd();
        unit.diagnostics().report(value >= 500 ? Severity.WARNING : Severity.ERROR, operands.statement(), operands.statement().location(),
            ".fail " + value + " was reached", "");
    }
}
