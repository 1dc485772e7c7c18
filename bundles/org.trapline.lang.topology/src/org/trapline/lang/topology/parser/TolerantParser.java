// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.parser;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.antlr.runtime.BitSet;
import org.antlr.runtime.CharStream;
import org.antlr.runtime.CommonToken;
import org.antlr.runtime.IntStream;
import org.antlr.runtime.RecognitionException;
import org.antlr.runtime.Token;
import org.antlr.runtime.TokenSource;
import org.antlr.runtime.TokenStream;
import org.eclipse.xtext.nodemodel.impl.NodeModelBuilder;
import org.eclipse.xtext.parser.IParseResult;
import org.eclipse.xtext.parser.ParseException;
import org.eclipse.xtext.parser.antlr.ITokenDefProvider;
import org.eclipse.xtext.parser.antlr.XtextTokenStream;
import org.trapline.lang.topology.parser.antlr.TopologyParser;
import org.trapline.lang.topology.parser.antlr.internal.InternalTopologyLexer;
import org.trapline.lang.topology.parser.antlr.internal.InternalTopologyParser;

/**
 * A parser that does not give a block up because of one token that does not belong into it.
 *
 * <p>Where a setting or the closing brace should stand and something else does, the generated parser would leave the block, and
 * all that follows in it would be lost: to the model, to the diagram and to the messages about other mistakes. Instead, the
 * token is remembered as a stray and the text is parsed again with the token as {@code ANY_OTHER}, which the grammar's rule
 * {@code Stray} takes in. Each repetition settles one token, so mistakes are reported in full and the result is deterministic.
 *
 * <p>A token that starts a line further left than the block's own inside is no stray: there, the closing brace is missing.
 */
@Singleton
public final class TolerantParser extends TopologyParser {

    /** After so many strays the rest is left to the generated parser: the text is no configuration. */
    private static final int MAX_STRAYS = 64;

    private final int closingBrace;

    @Inject
    TolerantParser(ITokenDefProvider tokens) {
        closingBrace = tokens.getTokenDefMap().entrySet().stream().filter(token -> token.getValue().equals("'}'")).map(Map.Entry::getKey)
                .findFirst().orElseThrow();
    }

    @Override
    protected IParseResult doParse(String ruleName, CharStream in, NodeModelBuilder nodeModelBuilder, int initialLookAhead) {
        Attempt attempt = new Attempt();
        while (true) {
            try {
                in.seek(0);
                in.setLine(1);
                in.setCharPositionInLine(0);
                return attempt.parse(ruleName, in, createNodeModelBuilder(), initialLookAhead);
            } catch (ParseException e) {
                if (!attempt.foundStray()) {
                    throw e;
                }
            }
        }
    }

    /** A whole file takes a few milliseconds; reusing parts of the previous tree does not go together with parsing more than once. */
    @Override
    protected boolean isReparseSupported() {
        return false;
    }

    private IParseResult parseOnce(String ruleName, CharStream in, NodeModelBuilder builder, int lookAhead, Attempt attempt) {
        AttemptParser parser = new AttemptParser(attempt);
        parser.setElementFactory(getElementFactory());
        parser.setTokenDefProvider(getTokenDefProvider());
        parser.setSyntaxErrorProvider(getSyntaxErrorProvider());
        parser.setUnorderedGroupHelper(getUnorderedGroupHelper());
        parser.setGrammarAccess(getGrammarAccess());
        return parser.parseOnce(ruleName, in, builder, lookAhead);
    }

    /** What is known of one text so far: the offsets of the tokens that are strays. */
    private final class Attempt {
        private final Set<Integer> strays = new HashSet<>();
        private boolean added;

        IParseResult parse(String ruleName, CharStream in, NodeModelBuilder builder, int lookAhead) {
            added = false;
            return parseOnce(ruleName, in, builder, lookAhead, this);
        }

        boolean foundStray() {
            return added;
        }

        /** Whether the token was not known as a stray before, so that parsing again makes a difference. */
        boolean add(CommonToken token) {
            added = strays.size() < MAX_STRAYS && strays.add(token.getStartIndex());
            return added;
        }
    }

    /** The generated parser and lexer with the strays of one attempt. */
    private final class AttemptParser extends TopologyParser {
        private final Attempt attempt;

        AttemptParser(Attempt attempt) {
            this.attempt = attempt;
        }

        IParseResult parseOnce(String ruleName, CharStream in, NodeModelBuilder builder, int lookAhead) {
            return doParse(ruleName, in, builder, lookAhead);
        }

        @Override
        protected TokenSource createLexer(CharStream stream) {
            return new InternalTopologyLexer(stream) {
                @Override
                public Token nextToken() {
                    Token token = super.nextToken();
                    // The end of the file is one token for all texts, and claims to start at 0.
                    boolean visible = token.getType() != Token.EOF && token.getChannel() == Token.DEFAULT_CHANNEL;
                    if (visible && attempt.strays.contains(((CommonToken) token).getStartIndex())) {
                        token.setType(RULE_ANY_OTHER);
                    }
                    return token;
                }
            };
        }

        @Override
        protected InternalTopologyParser createParser(XtextTokenStream stream) {
            return new InternalTopologyParser(stream, getGrammarAccess()) {
                @Override
                protected Object recoverFromMismatchedToken(IntStream input, int expected, BitSet follow) throws RecognitionException {
                    TokenStream tokens = (TokenStream) input;
                    if ((expected == closingBrace || expected == Token.EOF) && isStray(tokens, expected)
                            && attempt.add((CommonToken) tokens.LT(1))) {
                        throw new StrayFound();
                    }
                    return super.recoverFromMismatchedToken(input, expected, follow);
                }
            };
        }

        private boolean isStray(TokenStream tokens, int expected) {
            Token token = tokens.LT(1);
            return token.getType() != Token.EOF && (expected == Token.EOF || !Braces.closingBraceIsMissingBefore(tokens));
        }
    }

    /** Ends an attempt; it carries nothing and is always caught. */
    private static final class StrayFound extends RuntimeException {
        private static final long serialVersionUID = 1;

        StrayFound() {
            super("a token that does not belong here", null, false, false);
        }
    }
}
