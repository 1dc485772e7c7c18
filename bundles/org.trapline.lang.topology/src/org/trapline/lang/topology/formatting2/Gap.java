// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.formatting2;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.xtext.nodemodel.ICompositeNode;
import org.eclipse.xtext.nodemodel.ILeafNode;

/**
 * What stands between two tokens, and what should.
 * @param offset where it begins
 * @param text white space and comments, as they are
 * @param wanted white space and comments, as they should be
 */
record Gap(int offset, String text, String wanted) {

    private static final String INDENT = "  ";

    /** The gaps of a file: before the first token, between any two, and after the last. */
    static List<Gap> all(ICompositeNode root) {
        List<ILeafNode> tokens = new ArrayList<>();
        List<List<ILeafNode>> hidden = new ArrayList<>(List.of(new ArrayList<>()));
        for (ILeafNode leaf : root.getLeafNodes()) {
            if (leaf.isHidden()) {
                hidden.getLast().add(leaf);
            } else if (leaf.getLength() > 0) {
                tokens.add(leaf);
                hidden.add(new ArrayList<>());
            }
        }
        boolean[] broken = brokenBlocks(tokens, hidden);
        List<Gap> gaps = new ArrayList<>();
        int depth = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            ILeafNode before = i == 0 ? null : tokens.get(i - 1);
            ILeafNode after = i == tokens.size() ? null : tokens.get(i);
            if (before != null && opens(before)) {
                depth++;
            }
            boolean closing = after != null && closes(after);
            String indentation = INDENT.repeat(closing ? depth - 1 : depth);
            Separation separation = Separation.between(before, after, depth, broken[i]);
            gaps.add(of(before == null ? 0 : before.getEndOffset(), hidden.get(i), separation, indentation, INDENT.repeat(depth)));
            if (closing) {
                depth--;
            }
        }
        return gaps;
    }

    /** For each gap, whether it lies right behind the opening or right before the closing brace of a block with a line break inside. */
    private static boolean[] brokenBlocks(List<ILeafNode> tokens, List<List<ILeafNode>> hidden) {
        boolean[] broken = new boolean[tokens.size() + 1];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (opens(tokens.get(i))) {
                open.push(i);
            } else if (closes(tokens.get(i)) && !open.isEmpty()) {
                int start = open.pop();
                broken[start + 1] = hidden.subList(start + 1, i + 1).stream().anyMatch(Gap::breaksLine);
                broken[i] = broken[start + 1];
            }
        }
        return broken;
    }

    private static Gap of(int offset, List<ILeafNode> hidden, Separation separation, String indentation, String commentIndentation) {
        StringBuilder text = new StringBuilder();
        StringBuilder wanted = new StringBuilder();
        int lineBreaks = 0;
        boolean commented = false;
        for (ILeafNode leaf : hidden) {
            text.append(leaf.getText());
            if (leaf.getText().isBlank()) {
                lineBreaks += lineBreaks(leaf.getText());
                continue;
            }
            boolean own = lineBreaks > 0 || separation == Separation.FILE_START && !commented;
            wanted.append(own ? separation.lines(lineBreaks, commented) + commentIndentation : wanted.isEmpty() ? INDENT : " ");
            wanted.append(leaf.getText().strip());
            // A line comment's text includes its line break.
            lineBreaks = lineBreaks(leaf.getText().substring(leaf.getText().stripTrailing().length()));
            commented = true;
        }
        wanted.append(commented ? separation.afterComment(lineBreaks, indentation) : separation.plain(lineBreaks, indentation));
        return new Gap(offset, text.toString(), wanted.toString());
    }

    private static boolean breaksLine(List<ILeafNode> hidden) {
        return hidden.stream().anyMatch(leaf -> lineBreaks(leaf.getText()) > 0);
    }

    private static int lineBreaks(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    private static boolean opens(ILeafNode token) {
        return "{".equals(token.getText());
    }

    private static boolean closes(ILeafNode token) {
        return "}".equals(token.getText());
    }
}
