// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.AbstractRule;
import org.eclipse.xtext.CrossReference;
import org.eclipse.xtext.Keyword;
import org.eclipse.xtext.RuleCall;
import org.eclipse.xtext.nodemodel.ICompositeNode;
import org.eclipse.xtext.nodemodel.ILeafNode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.resource.XtextResource;
import org.trapline.lang.asm.syntax.Source;
import org.trapline.lang.asm.syntax.Statement;
import org.trapline.lang.asm.text.Token.Kind;

/** The tokens of a source, in order and without gaps, and the clauses they make. */
public final class Tokens {
    private final List<Token> all;
    private final List<Clause> clauses;
    private final List<Block> blocks;
    private final Lines lines;

    private Tokens(String text, List<Token> all, List<Clause> clauses) {
        this.all = Collections.unmodifiableList(all);
        this.clauses = Collections.unmodifiableList(clauses);
        this.blocks = Collections.unmodifiableList(Block.in(clauses));
        this.lines = Lines.of(text);
    }

    /** Reads the tokens of a parsed resource. */
    static Tokens of(XtextResource resource) {
        if (resource.getParseResult() == null) {
            return new Tokens("", List.of(), List.of());
        }
        List<Token> all = new ArrayList<>();
        for (ILeafNode leaf : resource.getParseResult().getRootNode().getLeafNodes()) {
            all.add(new Token(kind(leaf), leaf.getOffset(), leaf.getText()));
        }
        List<Clause> clauses = new ArrayList<>();
        if (resource.getParseResult().getRootASTElement() instanceof Source source) {
            int at = 0;
            for (Statement statement : source.getStatements()) {
                at = addClause(statement, all, at, clauses);
            }
        }
        return new Tokens(resource.getParseResult().getRootNode().getText(), all, clauses);
    }

    private static int addClause(Statement statement, List<Token> all, int from, List<Clause> clauses) {
        ICompositeNode node = NodeModelUtils.findActualNodeFor(statement);
        int at = from;
        while (at < all.size() && all.get(at).offset() < node.getOffset()) {
            at++;
        }
        List<Token> visible = new ArrayList<>();
        while (at < all.size() && all.get(at).offset() < node.getEndOffset()) {
            if (all.get(at).kind().isVisible()) {
                visible.add(all.get(at));
            }
            at++;
        }
        if (!visible.isEmpty()) {
            clauses.add(new Clause(statement, visible.getFirst(), Collections.unmodifiableList(visible.subList(1, visible.size()))));
        }
        return at;
    }

    private static Kind kind(ILeafNode leaf) {
        EObject element = leaf.getGrammarElement();
        if (element instanceof CrossReference reference) {
            element = reference.getTerminal();
        }
        return switch (element) {
            case RuleCall call -> kind(call.getRule());
            case AbstractRule rule -> kind(rule);
            case Keyword keyword when keyword.getValue().equals(";") -> Kind.SEPARATOR;
            case Keyword keyword when keyword.getValue().length() > 1 -> Kind.WORD;
            case null, default -> leaf.isHidden() && leaf.getText().isBlank() ? Kind.BLANK : Kind.SIGN;
        };
    }

    private static Kind kind(AbstractRule rule) {
        return switch (rule.getName()) {
            case "WORD" -> Kind.WORD;
            case "LOCAL" -> Kind.LOCAL;
            case "NUMBER" -> Kind.NUMBER;
            case "STRING" -> Kind.STRING;
            case "CHARACTER" -> Kind.CHARACTER;
            case "TEMPLATE" -> Kind.TEMPLATE;
            case "NEWLINE" -> Kind.NEWLINE;
            case "WS" -> Kind.BLANK;
            case "LINE_COMMENT" -> Kind.LINE_COMMENT;
            case "BLOCK_COMMENT" -> Kind.BLOCK_COMMENT;
            default -> Kind.SIGN;
        };
    }

    /** Returns every token. */
    public List<Token> all() {
        return all;
    }

    /** Returns all statements in order. */
    public List<Clause> clauses() {
        return clauses;
    }

    /** Returns all blocks, by the place where they open. */
    public List<Block> blocks() {
        return blocks;
    }

    /** Returns where the lines are. */
    public Lines lines() {
        return lines;
    }

    /** Returns the token that holds the character at {@code offset}, or null behind the last. */
    public Token at(int offset) {
        int index = index(offset);
        return index < all.size() ? all.get(index) : null;
    }

    /** Returns the visible token or comment that a caret touches; of two, the one that is no sign, and else the one behind the caret. */
    public Token touchedBy(int caret) {
        Token behind = at(caret);
        Token before = caret == 0 ? null : at(caret - 1);
        if (behind == null || !isText(behind) || behind.kind() == Kind.SIGN && before != null && isText(before) && before.kind() != Kind.SIGN) {
            return before != null && isText(before) ? before : behind != null && isText(behind) ? behind : null;
        }
        return behind;
    }

    private static boolean isText(Token token) {
        return token.kind().isVisible() || token.kind().isComment();
    }

    /** Returns the index of the token that holds the character at {@code offset}. */
    public int index(int offset) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).end() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Returns the statement that a caret is in or would continue: the last to start at or before it, if only blanks and block
     * comments lie between its end and the caret.
     */
    public Clause clauseAt(int caret) {
        int low = 0;
        int high = clauses.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (clauses.get(middle).offset() <= caret) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return null;
        }
        Clause clause = clauses.get(low - 1);
        for (int i = index(clause.end()); i < all.size() && all.get(i).offset() < caret; i++) {
            Kind kind = all.get(i).kind();
            if (kind != Kind.BLANK && kind != Kind.BLOCK_COMMENT) {
                return null;
            }
        }
        return clause;
    }
}
