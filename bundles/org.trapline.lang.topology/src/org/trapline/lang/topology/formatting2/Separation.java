// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.formatting2;

import org.eclipse.xtext.AbstractElement;
import org.eclipse.xtext.AbstractRule;
import org.eclipse.xtext.Action;
import org.eclipse.xtext.Alternatives;
import org.eclipse.xtext.Assignment;
import org.eclipse.xtext.EnumLiteralDeclaration;
import org.eclipse.xtext.Group;
import org.eclipse.xtext.GrammarUtil;
import org.eclipse.xtext.Keyword;
import org.eclipse.xtext.RuleCall;
import org.eclipse.xtext.nodemodel.ICompositeNode;
import org.eclipse.xtext.nodemodel.ILeafNode;
import org.eclipse.xtext.nodemodel.INode;

/** How two neighbouring tokens are kept apart. */
enum Separation {
    /** Before the first token. */
    FILE_START,
    /** After the last token. */
    FILE_END,
    /** Not at all: {@code web[0]}. */
    NOTHING,
    /** By one space, within a setting: {@code cores 1}. */
    SPACE,
    /** By two spaces, or the line break that is there: between settings of a block. */
    SETTING,
    /** By a line break: between blocks at the top, and at the braces of a block that has line breaks. */
    LINE,
    /** By a line break, without an empty line: at the braces of a block that has line breaks. */
    BRACE;

    /** How the tokens are to be kept apart; {@code null} stands for the ends of the file. */
    static Separation between(ILeafNode before, ILeafNode after, int depth, boolean broken) {
        if (before == null || after == null) {
            return before == null ? FILE_START : FILE_END;
        }
        String left = before.getText();
        String right = after.getText();
        if (left.equals("{") || right.equals("}")) {
            return broken ? BRACE : SPACE;
        }
        if (startsSetting(after)) {
            return depth == 0 ? LINE : SETTING;
        }
        return isTight(before, left, after, right) ? NOTHING : SPACE;
    }

    /** The white space if there is no comment, given how many line breaks there are. */
    String plain(int lineBreaks, String indentation) {
        return switch (this) {
            case FILE_START, NOTHING -> "";
            case FILE_END -> "\n";
            case SPACE -> " ";
            case SETTING -> lineBreaks == 0 ? "  " : lines(lineBreaks, true) + indentation;
            case LINE -> lines(Math.max(1, lineBreaks), true) + indentation;
            case BRACE -> "\n" + indentation;
        };
    }

    /** The white space after a comment. */
    String afterComment(int lineBreaks, String indentation) {
        return switch (this) {
            case FILE_END -> "\n";
            case BRACE -> "\n" + indentation;
            case LINE -> lines(Math.max(1, lineBreaks), true) + indentation;
            default -> lineBreaks == 0 ? " " : lines(lineBreaks, true) + indentation;
        };
    }

    /** As many line breaks as there are, but at most one empty line, and none where a block or the file begins. */
    String lines(int lineBreaks, boolean commented) {
        boolean emptyLine = lineBreaks > 1 && (commented || this != BRACE && this != FILE_START);
        return this == FILE_START && !commented ? "" : emptyLine ? "\n\n" : "\n";
    }

    private static boolean isTight(ILeafNode before, String left, ILeafNode after, String right) {
        return switch (right) {
            case "[", "]", ".", "..", ",", ")", "/", "-" -> true;
            case "(" -> !(before.getGrammarElement() instanceof Keyword) || isFunction(left);
            default -> switch (left) {
                case "[", ".", "..", "(", "/", "-" -> true;
                default -> false;
            };
        };
    }

    private static boolean isFunction(String word) {
        return switch (word) {
            case "not", "and", "or", "where" -> false;
            default -> true;
        };
    }

    /**
     * Whether a setting or block begins with the token: going up from it, it stays the first of its parent until an element is
     * reached that may be repeated up to the block's closing brace, or the end of the file.
     */
    private static boolean startsSetting(ILeafNode token) {
        INode node = token;
        while (node != null) {
            if (node.getGrammarElement() instanceof AbstractElement element) {
                Boolean repeated = isFirstOfRepeated(element);
                if (repeated != null) {
                    return repeated;
                }
            }
            ICompositeNode parent = node.getParent();
            if (parent == null || firstToken(parent) != token) {
                return false;
            }
            node = parent;
        }
        return false;
    }

    /** True or false if that is decided within the element's rule, {@code null} if the element is the first of its rule. */
    private static Boolean isFirstOfRepeated(AbstractElement element) {
        if (element instanceof Action action) {
            // What a tree rewriting action puts above its first operand begins where that operand begins. An action that only
            // creates an object takes the place of the call of its rule in the tree.
            return action.getFeature() == null ? isCalledRepeatedly(GrammarUtil.containingRule(action)) : null;
        }
        if (GrammarUtil.isMultipleCardinality(element) && isFollowedByEnd(element)) {
            return true;
        }
        return switch (element.eContainer()) {
            case Group group -> onlyActionsBefore(group, element) ? isFirstOfRepeated(group) : Boolean.FALSE;
            case Alternatives alternatives -> isFirstOfRepeated(alternatives);
            case Assignment assignment -> isFirstOfRepeated(assignment);
            case AbstractRule rule -> null;
            case EnumLiteralDeclaration literal -> null;
            case null, default -> Boolean.FALSE;
        };
    }

    private static boolean isCalledRepeatedly(AbstractRule rule) {
        for (AbstractRule caller : GrammarUtil.getGrammar(rule).getRules()) {
            for (RuleCall call : GrammarUtil.containedRuleCalls(caller)) {
                Boolean repeated = call.getRule() == rule && caller != rule ? isFirstOfRepeated(call) : Boolean.FALSE;
                if (repeated == null ? isCalledRepeatedly(caller) : repeated) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean onlyActionsBefore(Group group, AbstractElement element) {
        return group.getElements().stream().takeWhile(e -> e != element).allMatch(Action.class::isInstance);
    }

    private static boolean isFollowedByEnd(AbstractElement element) {
        AbstractRule rule = GrammarUtil.containingRule(element);
        if (!(element.eContainer() instanceof Group group)) {
            return false;
        }
        int next = group.getElements().indexOf(element) + 1;
        return next == group.getElements().size() ? "Topology".equals(rule.getName())
                : group.getElements().get(next) instanceof Keyword keyword && "}".equals(keyword.getValue()) && !"StrayBlock".equals(rule.getName());
    }

    private static ILeafNode firstToken(ICompositeNode node) {
        for (ILeafNode leaf : node.getLeafNodes()) {
            if (!leaf.isHidden() && leaf.getLength() > 0) {
                return leaf;
            }
        }
        return null;
    }
}
