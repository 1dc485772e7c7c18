// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.parser;

import org.antlr.runtime.MismatchedTokenException;
import org.antlr.runtime.RecognitionException;
import org.antlr.runtime.Token;
import org.antlr.runtime.TokenStream;
import org.antlr.runtime.UnwantedTokenException;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.AbstractRule;
import org.eclipse.xtext.GrammarUtil;
import org.eclipse.xtext.RuleCall;
import org.eclipse.xtext.nodemodel.INode;
import org.eclipse.xtext.nodemodel.SyntaxErrorMessage;
import org.eclipse.xtext.parser.antlr.SyntaxErrorMessageProvider;
import org.trapline.lang.topology.Describe;
import org.trapline.lang.topology.convert.Expected;

/** Says what the parser expected, in the language's own terms. */
public final class SyntaxMessages extends SyntaxErrorMessageProvider {

    @Override
    public SyntaxErrorMessage getSyntaxErrorMessage(IParserErrorContext context) {
        RecognitionException exception = context.getRecognitionException();
        if (exception == null) {
            return message(lexerMessage(context.getDefaultMessage()));
        }
        if (exception instanceof UnwantedTokenException unwanted) {
            return message(unexpected(unwanted.getUnexpectedToken()));
        }
        String found = found(exception.token);
        if (exception instanceof MismatchedTokenException mismatch) {
            return message(mismatch(context, mismatch, found));
        }
        return message("expected %s but found %s".formatted(expectedByRule(context.getCurrentNode()), found));
    }

    @Override
    public SyntaxErrorMessage getSyntaxErrorMessage(IValueConverterErrorContext context) {
        return message(context.getDefaultMessage());
    }

    private static String mismatch(IParserErrorContext context, MismatchedTokenException mismatch, String found) {
        String expected = mismatch.expecting == Token.EOF ? "the end of the file"
                : mismatch.expecting < 0 ? expectedByRule(context.getCurrentNode()) : context.getTokenNames()[mismatch.expecting];
        return switch (expected) {
            case "'}'" -> missingBrace(context, (TokenStream) mismatch.input);
            case "'{'" -> "expected '{' after %s but found %s".formatted(Describe.element(context.getCurrentContext()), found);
            case "'as'" -> "expected 'as' and a name for the program but found %s: import \"hello.s\" as hello".formatted(found);
            case "RULE_STRING" -> "expected a text in double quotes but found %s".formatted(found);
            case "RULE_INT" -> "expected %s but found %s".formatted(valueOfRule(context.getCurrentNode(), "a number"), found);
            default -> "expected %s but found %s".formatted(expectedInValue(context.getCurrentNode(), expected), found);
        };
    }

    private static String missingBrace(IParserErrorContext context, TokenStream tokens) {
        Token open = Braces.innermostOpen(tokens);
        EObject element = context.getCurrentContext();
        String where = open == null ? "" : " opened in line " + open.getLine();
        return element == null ? "expected '}' to close what was" + where : "expected '}' to close %s%s".formatted(Describe.element(element), where);
    }

    private static String unexpected(Token token) {
        return switch (token.getText()) {
            case "=", ":" -> "no '%s' belongs here: a setting is a word and its value, such as cores 2".formatted(token.getText());
            default -> "unexpected %s".formatted(found(token));
        };
    }

    /** Within a value, what the value is says more than its next character. */
    private static String expectedInValue(INode node, String token) {
        AbstractRule rule = rule(node);
        return rule != null && GrammarUtil.isDatatypeRule(rule) ? valueOfRule(node, token) : token;
    }

    private static String expectedByRule(INode node) {
        return valueOfRule(node, "something else");
    }

    private static String valueOfRule(INode node, String otherwise) {
        for (INode n = node; n != null; n = n.getParent()) {
            AbstractRule rule = rule(n);
            if (rule != null && "UnitWord".equals(rule.getName()) && n.getParent() != null) {
                return "a unit: " + valueOfRule(n.getParent(), "");
            }
            String expected = rule == null ? null : Expected.byRule(rule.getName());
            if (expected != null) {
                return expected;
            }
        }
        return otherwise;
    }

    private static AbstractRule rule(INode node) {
        return switch (node == null ? null : node.getGrammarElement()) {
            case RuleCall call -> call.getRule();
            case AbstractRule rule -> rule;
            case null, default -> null;
        };
    }

    private static String found(Token token) {
        return token == null || token.getType() == Token.EOF ? "the end of the file" : "'" + token.getText() + "'";
    }

    private static String lexerMessage(String message) {
        return message != null && message.contains("expecting '*'") ? "this comment is not closed: */ is missing" : message;
    }

    private static SyntaxErrorMessage message(String text) {
        return new SyntaxErrorMessage(text, org.eclipse.xtext.diagnostics.Diagnostic.SYNTAX_DIAGNOSTIC);
    }
}
