// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.hover;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.eclipse.emf.common.util.URI;
import org.eclipse.emf.ecore.resource.Resource;
import org.eclipse.xtext.resource.XtextResource;
import org.trapline.asm.Directive;
import org.trapline.isa.Cause;
import org.trapline.isa.Help;
import org.trapline.lang.asm.assembly.Assemblies;
import org.trapline.lang.asm.assembly.Assembly;
import org.trapline.lang.asm.ide.reference.Occurrence;
import org.trapline.lang.asm.ide.reference.Occurrences;
import org.trapline.lang.asm.ide.reference.Target;
import org.trapline.lang.asm.ide.reference.Target.MacroTarget;
import org.trapline.lang.asm.ide.reference.Target.NumericTarget;
import org.trapline.lang.asm.ide.reference.Target.ParameterTarget;
import org.trapline.lang.asm.ide.reference.Target.SymbolTarget;
import org.trapline.lang.asm.syntax.Constant;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Lines;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.Token.Kind;
import org.trapline.lang.asm.text.TokenTables;
import org.trapline.lang.asm.text.Tokens;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Pages about what a source itself defines: its line, the comment that goes with it, its value and how often it is used. */
@Singleton
class SymbolPages {
    @Inject
    private Occurrences occurrences;

    @Inject
    private TokenTables tokenTables;

    @Inject
    private Assemblies assemblies;

    /** Returns the page of something that is named in {@code here}. */
    String of(Target target, XtextResource here) {
        XtextResource home = home(target, here);
        List<Occurrence> places = home == null ? List.of() : occurrences.find(target, home);
        List<Occurrence> definitions = places.stream().filter(Occurrence::declaration).toList();
        StringBuilder page = new StringBuilder("**`" + target.name() + "`** · " + kind(target, home, definitions));
        page.append(value(target, home));
        if (!definitions.isEmpty()) {
            Tokens tokens = tokenTables.of(home);
            Clause definition = tokens.clauseAt(definitions.getFirst().offset());
            page.append("\n\n```\n").append(definitionLine(tokens, definition, home)).append("\n```\n").append(comment(tokens, definition));
            page.append("\nLine ").append(tokens.lines().line(definition.offset()) + 1);
            page.append(home == here ? "" : " of " + home.getURI().lastSegment());
            page.append(definitions.size() > 1 ? ", and " + (definitions.size() - 1) + " more" : "");
        }
        int uses = (home == here ? places : occurrences.find(target, here)).stream().mapToInt(place -> place.declaration() ? 0 : 1).sum();
        page.append(definitions.isEmpty() ? "\n\nUsed " : "; used ").append(uses == 1 ? "once" : uses + " times").append(" in this file\n");
        return page.append(cause(target, home)).toString();
    }

    private static XtextResource home(Target target, XtextResource here) {
        URI file = switch (target) {
            case SymbolTarget symbol -> symbol.file();
            case MacroTarget macro -> macro.file();
            case NumericTarget numeric -> null;
            case ParameterTarget parameter -> null;
        };
        if (file == null || file.equals(here.getURI())) {
            return here;
        }
        Resource other = here.getResourceSet().getResource(file, true);
        return other instanceof XtextResource source ? source : null;
    }

    private String kind(Target target, XtextResource home, List<Occurrence> definitions) {
        return switch (target) {
            case SymbolTarget symbol when !definitions.isEmpty() ->
                tokenTables.of(home).clauseAt(definitions.getFirst().offset()).statement() instanceof Constant ? "constant" : "label";
            case SymbolTarget symbol -> "symbol";
            case MacroTarget macro -> "macro";
            case NumericTarget numeric -> "numeric label";
            case ParameterTarget parameter -> "parameter of `" + parameterOwner(parameter) + '`';
        };
    }

    private static String parameterOwner(ParameterTarget parameter) {
        Clause opener = parameter.block().opener();
        return opener.word() + (opener.operands().isEmpty() || opener.directive() != Directive.MACRO ? ""
            : ' ' + opener.operands().getFirst().text());
    }

    private String value(Target target, XtextResource home) {
        Assembly.Value value = home != null && target instanceof SymbolTarget symbol ? assemblies.of(home).value(symbol.name()) : null;
        if (value == null) {
            return "";
        }
        if (value.section() != null) {
            return " · `" + value.section() + "` " + (value.placed() ? "" : "+ ") + "`0x" + Long.toHexString(value.number()) + '`';
        }
        return " = " + value.number() + " · `0x" + Long.toHexString(value.number()) + '`';
    }

    /** Returns the page of the cause that a constant stands for, if its name says that it stands for one. */
    private String cause(Target target, XtextResource home) {
        boolean named = home != null && target instanceof SymbolTarget && target.name().toUpperCase(Locale.ROOT).contains("CAUSE");
        Assembly.Value value = named ? assemblies.of(home).value(target.name()) : null;
        Cause cause = value == null || value.section() != null ? null : Cause.of(value.number());
        return cause == null ? "" : "\n---\n\n" + Help.of(cause);
    }

    /** Returns the line of a definition without its comment; of a macro, all of it if it is short. */
    private static String definitionLine(Tokens tokens, Clause definition, XtextResource home) {
        String text = home.getParseResult().getRootNode().getText();
        Lines lines = tokens.lines();
        int line = lines.line(definition.offset());
        int end = tokens.blocks().stream().filter(block -> block.opener() == definition && block.closer() != null)
            .mapToInt(block -> lines.line(block.closer().offset())).findFirst().orElse(line);
        List<String> result = new ArrayList<>();
        for (int i = line; i <= Math.min(end, line + 11); i++) {
            result.add(withoutComment(tokens, lines.start(i), text));
        }
        return result.stream().collect(Collectors.joining("\n")) + (end > line + 11 ? "\n..." : "");
    }

    private static String withoutComment(Tokens tokens, int start, String text) {
        int end = start;
        for (int i = tokens.index(start); i < tokens.all().size(); i++) {
            Token token = tokens.all().get(i);
            if (token.kind() == Kind.NEWLINE || token.kind() == Kind.LINE_COMMENT) {
                break;
            }
            end = token.end();
        }
        return text.substring(start, end).stripTrailing();
    }

    /** Returns the comment behind a definition, or that in the lines right above it. */
    private static String comment(Tokens tokens, Clause definition) {
        List<String> lines = new ArrayList<>();
        List<Token> all = tokens.all();
        for (int i = tokens.index(definition.offset()); i < all.size() && all.get(i).kind() != Kind.NEWLINE; i++) {
            if (all.get(i).kind() == Kind.LINE_COMMENT) {
                lines.add(text(all.get(i)));
            }
        }
        if (lines.isEmpty()) {
            int line = tokens.lines().line(definition.offset()) - 1;
            for (Token token = commentOf(tokens, line); token != null; token = commentOf(tokens, --line)) {
                lines.addFirst(text(token));
            }
        }
        String joined = lines.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining("\n"));
        return joined.isEmpty() ? "" : "\n" + joined + '\n';
    }

    /** Returns the comment that a line consists of, or null. */
    private static Token commentOf(Tokens tokens, int line) {
        if (line < 0) {
            return null;
        }
        int index = tokens.index(tokens.lines().start(line));
        Token first = tokens.all().get(index);
        if (first.kind() == Kind.BLANK && index + 1 < tokens.all().size()) {
            first = tokens.all().get(index + 1);
        }
        return first.kind() == Kind.LINE_COMMENT && !first.text().startsWith("#@") ? first : null;
    }

    private static String text(Token comment) {
        return comment.text().replaceFirst("^(#+|//+)\\s*(-{3,})?", "").strip();
    }
}
