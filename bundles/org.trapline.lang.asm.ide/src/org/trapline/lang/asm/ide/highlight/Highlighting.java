// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.highlight;

import java.util.HashMap;
import java.util.Map;

import org.eclipse.xtext.ide.editor.syntaxcoloring.IHighlightedPositionAcceptor;
import org.eclipse.xtext.ide.editor.syntaxcoloring.ISemanticHighlightingCalculator;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.service.OperationCanceledManager;
import org.eclipse.xtext.util.CancelIndicator;
import org.trapline.isa.Csr;
import org.trapline.isa.Operand;
import org.trapline.lang.asm.syntax.Common;
import org.trapline.lang.asm.syntax.Constant;
import org.trapline.lang.asm.syntax.Iteration;
import org.trapline.lang.asm.syntax.Label;
import org.trapline.lang.asm.syntax.MacroDefinition;
import org.trapline.lang.asm.syntax.NumericLabel;
import org.trapline.lang.asm.syntax.Operation;
import org.trapline.lang.asm.syntax.Parameter;
import org.trapline.lang.asm.syntax.Reference;
import org.trapline.lang.asm.syntax.Statement;
import org.trapline.lang.asm.syntax.Symbol;
import org.trapline.lang.asm.syntax.SymbolReference;
import org.trapline.lang.asm.syntax.TemplateLabel;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.Token.Kind;
import org.trapline.lang.asm.text.TokenTables;
import org.trapline.lang.asm.text.Tokens;
import org.trapline.lang.asm.words.Usage;
import org.trapline.lang.asm.words.UsageOperand;
import org.trapline.lang.asm.words.Vocabulary;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Gives every word of a source its style. */
@Singleton
public class Highlighting implements ISemanticHighlightingCalculator {
    @Inject
    private TokenTables tokenTables;

    @Inject
    private OperationCanceledManager cancelling;

    @Override
    public void provideHighlightingFor(XtextResource resource, IHighlightedPositionAcceptor acceptor, CancelIndicator cancel) {
        if (resource == null || resource.getParseResult() == null) {
            return;
        }
        Tokens tokens = tokenTables.of(resource);
        for (Token token : tokens.all()) {
            if (token.kind().isComment()) {
                addLines(token, token.text().startsWith("#@") ? Style.HINT : Style.COMMENT, acceptor);
            }
        }
        for (Clause clause : tokens.clauses()) {
            cancelling.checkCanceled(cancel);
            new Painter(clause, acceptor).paint();
        }
    }

    /** Styles a comment line by line, since clients need not take in tokens that span several. */
    private static void addLines(Token token, Style style, IHighlightedPositionAcceptor acceptor) {
        int from = 0;
        for (String line : token.text().split("\n", -1)) {
            if (!line.isBlank()) {
                acceptor.addPosition(token.offset() + from, line.stripTrailing().length(), style.ids());
            }
            from += line.length() + 1;
        }
    }

    private static void add(Token token, Style style, IHighlightedPositionAcceptor acceptor) {
        if (style != null) {
            acceptor.addPosition(token.offset(), token.length(), style.ids());
        }
    }

    private static void define(Token token, Style style, IHighlightedPositionAcceptor acceptor) {
        acceptor.addPosition(token.offset(), token.length(), style.definitionIds());
    }

    /** Paints one statement. */
    private static final class Painter {
        private final Clause clause;
        private final Statement statement;
        private final IHighlightedPositionAcceptor acceptor;
        private final Usage usage;
        private Map<Integer, Reference> references;

        Painter(Clause clause, IHighlightedPositionAcceptor acceptor) {
            this.clause = clause;
            this.statement = clause.statement();
            this.acceptor = acceptor;
            this.usage = isMacroCall() ? null : Vocabulary.usage(clause);
        }

        private boolean isMacroCall() {
            return statement instanceof Operation operation && operation.getMacro() != null && !operation.getMacro().eIsProxy();
        }

        void paint() {
            Token head = clause.head();
            switch (statement) {
                case Label label -> define(head, Style.LABEL, acceptor);
                case NumericLabel label -> define(head, Style.LABEL, acceptor);
                case TemplateLabel label -> paintHoles(head);
                case Constant constant when isAssignment() -> define(head, Style.CONSTANT, acceptor);
                default -> add(head, headStyle(head), acceptor);
            }
            int defined = definedOperands();
            for (int i = 0; i < clause.operands().size(); i++) {
                Token token = clause.operands().get(i);
                if (i < defined && token.kind() == Kind.WORD) {
                    paintDefined(token, i);
                } else {
                    paintOperand(token, i);
                }
            }
        }

        private boolean isAssignment() {
            return !clause.operands().isEmpty() && clause.operands().getFirst().is("=");
        }

        private Style headStyle(Token head) {
            if (head.kind() != Kind.WORD) {
                return simpleStyle(head);
            }
            if (isMacroCall()) {
                return Style.MACRO;
            }
            if (usage != null) {
                return Vocabulary.isPrivileged(usage, clause) ? Style.PRIVILEGED : usage.pseudo() != null ? Style.PSEUDO : Style.INSTRUCTION;
            }
            return clause.directive() != null ? Style.DIRECTIVE : null;
        }

        /** Returns how many of the first operands may be names that get their meaning here. */
        private int definedOperands() {
            return switch (statement) {
                case Constant constant when !isAssignment() && constant.getName() != null -> 1;
                case Common common when common.getName() != null -> 1;
                case MacroDefinition macro -> clause.operands().size();
                case Iteration iteration when !iteration.getParameters().isEmpty() -> 1;
                default -> 0;
            };
        }

        private void paintDefined(Token token, int index) {
            switch (statement) {
                case Constant constant -> define(token, Style.CONSTANT, acceptor);
                case Common common -> define(token, Style.LABEL, acceptor);
                case MacroDefinition macro when index == 0 && macro.getName() != null -> define(token, Style.MACRO, acceptor);
                case MacroDefinition macro when macro.getParameters().stream().anyMatch(p -> isName(p, token)) -> define(token, Style.PARAMETER, acceptor);
                case Iteration iteration -> define(token, Style.PARAMETER, acceptor);
                default -> add(token, Style.WORD, acceptor);
            }
        }

        private static boolean isName(Parameter parameter, Token token) {
            return NodeModelUtils.findActualNodeFor(parameter).getOffset() == token.offset();
        }

        private void paintOperand(Token token, int index) {
            switch (token.kind()) {
                case WORD -> add(token, wordStyle(token, index), acceptor);
                case TEMPLATE -> paintHoles(token);
                default -> add(token, simpleStyle(token), acceptor);
            }
        }

        private static Style simpleStyle(Token token) {
            return switch (token.kind()) {
                case LOCAL -> Style.LABEL;
                case NUMBER, CHARACTER -> Style.NUMBER;
                case STRING -> Style.STRING;
                default -> null;
            };
        }

        private void paintHoles(Token token) {
            String text = token.text();
            for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 1)) {
                int end = at + 1;
                while (end < text.length() && Token.continuesName(text.charAt(end))) {
                    end++;
                }
                end = end == at + 1 ? Math.min(end + 1, text.length()) : end;
                acceptor.addPosition(token.offset() + at, end - at, Style.PARAMETER.ids());
            }
        }

        private Style wordStyle(Token token, int index) {
            Token before = index > 0 ? clause.operands().get(index - 1) : null;
            if (before != null && before.end() == token.offset()) {
                boolean called = index + 1 < clause.operands().size() && clause.operands().get(index + 1).is("(");
                if (before.is("%") && called) {
                    return Style.FUNCTION;
                }
                if (before.is("@")) {
                    return Style.WORD;
                }
            }
            UsageOperand operand = usage == null ? null : usage.operand(clause.slot(token.offset()));
            if (operand != null && operand.is(Operand.Kind.CSR) && Csr.named(token.text()) != null) {
                return Style.CSR;
            }
            if (operand != null && operand.is(Operand.Kind.FENCE_SET)) {
                return Style.WORD;
            }
            if (Vocabulary.isRegister(token.text()) && (operand == null ? clause.directive() == null : operand.isRegister())) {
                return Style.REGISTER;
            }
            return symbolStyle(token);
        }

        private Style symbolStyle(Token token) {
            if (references == null) {
                references = new HashMap<>();
                for (Reference reference : statement.getReferences()) {
                    references.put(NodeModelUtils.findActualNodeFor(reference).getOffset(), reference);
                }
            }
            Symbol symbol = references.get(token.offset()) instanceof SymbolReference reference ? reference.getSymbol() : null;
            return symbol == null || symbol.eIsProxy() ? null : symbol instanceof Constant ? Style.CONSTANT : Style.LABEL;
        }
    }
}
