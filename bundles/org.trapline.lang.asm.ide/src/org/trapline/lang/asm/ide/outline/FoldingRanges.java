// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.outline;

import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import org.eclipse.xtext.ide.editor.folding.FoldingRange;
import org.eclipse.xtext.ide.editor.folding.FoldingRangeKind;
import org.eclipse.xtext.ide.editor.folding.IFoldingRangeProvider;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;
import org.trapline.lang.asm.text.Block;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.Token.Kind;
import org.trapline.lang.asm.text.TokenTables;
import org.trapline.lang.asm.text.Tokens;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** What can be folded: macros, repetitions, conditions, the contents of sections, and comments of several lines. */
@Singleton
public class FoldingRanges implements IFoldingRangeProvider {
    private static final Comparator<FoldingRange> ORDER = Comparator.comparingInt(FoldingRange::getOffset).thenComparingInt(FoldingRange::getLength);

    @Inject
    private TokenTables tokenTables;

    @Override
    public SortedSet<FoldingRange> getFoldingRanges(XtextResource resource, CancelIndicator cancel) {
        Tokens tokens = tokenTables.of(resource);
        SortedSet<FoldingRange> result = new TreeSet<>(ORDER);
        for (Block block : tokens.blocks()) {
            if (block.closer() != null) {
                result.add(range(block.opener().offset(), block.closer().end(), null));
            }
        }
        for (Region region : Region.of(tokens)) {
            result.add(range(region.opener().offset(), region.end(), FoldingRangeKind.REGION));
        }
        addComments(tokens, result);
        return result;
    }

    private static FoldingRange range(int from, int to, FoldingRangeKind kind) {
        return new FoldingRange(from, to - from, kind);
    }

    /** Finds block comments, and comments that fill lines below each other. */
    private static void addComments(Tokens tokens, SortedSet<FoldingRange> result) {
        Token first = null;
        Token last = null;
        for (int i = 0; i < tokens.all().size(); i++) {
            Token token = tokens.all().get(i);
            if (token.kind() == Kind.BLOCK_COMMENT) {
                result.add(range(token.offset(), token.end(), FoldingRangeKind.COMMENT));
            } else if (token.kind() == Kind.LINE_COMMENT && isFirstOfLine(tokens.all(), i)) {
                if (first == null || line(tokens, token) != line(tokens, last) + 1) {
                    addRun(first, last, result);
                    first = token;
                }
                last = token;
            }
        }
        addRun(first, last, result);
    }

    private static boolean isFirstOfLine(List<Token> tokens, int index) {
        int before = index - 1;
        if (before >= 0 && tokens.get(before).kind() == Kind.BLANK) {
            before--;
        }
        return before < 0 || tokens.get(before).kind() == Kind.NEWLINE;
    }

    private static int line(Tokens tokens, Token token) {
        return tokens.lines().line(token.offset());
    }

    private static void addRun(Token first, Token last, SortedSet<FoldingRange> result) {
        if (first != last) {
            result.add(range(first.offset(), last.end(), FoldingRangeKind.COMMENT));
        }
    }
}
