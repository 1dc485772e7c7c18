// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.format;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.ide.server.formatting.FormattingService;
import org.eclipse.xtext.resource.XtextResource;
import org.trapline.asm.Directive;
import org.trapline.asm.Directive.Group;
import org.trapline.lang.asm.format.Edit;
import org.trapline.lang.asm.format.SourceFormatter;
import org.trapline.lang.asm.ide.reference.Places;
import org.trapline.lang.asm.syntax.Constant;
import org.trapline.lang.asm.syntax.Operation;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token.Kind;
import org.trapline.lang.asm.text.TokenTables;
import org.trapline.lang.asm.text.Tokens;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Formats whole sources or the lines of a selection, always with blanks and in the columns of {@link SourceFormatter}. */
@Singleton
public class ColumnFormatting extends FormattingService {
    @Inject
    private TokenTables tokenTables;

    @Override
    public List<TextEdit> format(XtextResource resource, Document document, int offset, int length, FormattingOptions options) {
        Tokens tokens = tokenTables.of(resource);
        int from = tokens.lines().start(tokens.lines().line(offset));
        int to = tokens.lines().start(tokens.lines().line(offset + length) + 1);
        List<TextEdit> result = new ArrayList<>();
        for (Edit edit : SourceFormatter.format(tokens, ColumnFormatting::spacingIsFree)) {
            if (edit.offset() >= from && edit.offset() < to || edit.offset() == to && length == document.getContents().length()) {
                result.add(new TextEdit(Places.range(tokens.lines(), edit.offset(), edit.offset() + edit.length()), edit.text()));
            }
        }
        return result;
    }

    /** Tells whether blanks between operands mean nothing: not so in macro calls, and where texts are compared. */
    private static boolean spacingIsFree(Clause clause) {
        if (clause.head().kind() != Kind.WORD) {
            return false;
        }
        Directive directive = clause.directive();
        return switch (clause.statement()) {
            case Constant constant -> true;
            case Operation operation when operation.getMacro() != null && !operation.getMacro().eIsProxy() -> false;
            case Operation operation -> directive == null || directive.group() != Group.CONDITIONS && directive.group() != Group.MACROS;
            default -> false;
        };
    }
}
