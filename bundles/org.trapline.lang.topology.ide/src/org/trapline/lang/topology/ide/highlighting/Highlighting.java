// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.highlighting;

import org.eclipse.emf.ecore.EEnum;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.AbstractElement;
import org.eclipse.xtext.AbstractRule;
import org.eclipse.xtext.EnumRule;
import org.eclipse.xtext.GrammarUtil;
import org.eclipse.xtext.Keyword;
import org.eclipse.xtext.RuleCall;
import org.eclipse.xtext.ide.editor.syntaxcoloring.IHighlightedPositionAcceptor;
import org.eclipse.xtext.ide.editor.syntaxcoloring.ISemanticHighlightingCalculator;
import org.eclipse.xtext.nodemodel.ILeafNode;
import org.eclipse.xtext.nodemodel.INode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;
import org.trapline.lang.topology.ide.symbols.NameAt;
import org.trapline.topology.Device;
import org.trapline.topology.Guest;
import org.trapline.topology.Named;
import org.trapline.topology.Network;
import org.trapline.topology.Program;
import org.trapline.topology.Scenario;
import org.trapline.topology.Size;
import org.trapline.topology.Snapshot;
import org.trapline.topology.Template;
import org.trapline.topology.TopologyPackage.Literals;

/** Gives every token that has one a token type of the language server protocol. */
public final class Highlighting implements ISemanticHighlightingCalculator {

    @Override
    public void provideHighlightingFor(XtextResource resource, IHighlightedPositionAcceptor acceptor, CancelIndicator cancelIndicator) {
        if (resource == null || resource.getParseResult() == null) {
            return;
        }
        for (ILeafNode leaf : resource.getParseResult().getRootNode().getLeafNodes()) {
            String type = leaf.getLength() == 0 ? null : type(leaf);
            if (type != null) {
                acceptor.addPosition(leaf.getOffset(), leaf.getText().stripTrailing().length(), type);
            }
        }
    }

    /** The token type, {@code null} for white space, punctuation and what cannot be told. */
    static String type(ILeafNode leaf) {
        String text = leaf.getText();
        if (leaf.isHidden()) {
            return text.isBlank() ? null : "comment";
        }
        if (text.charAt(0) == '"') {
            return "string";
        }
        if (Character.isDigit(text.charAt(0))) {
            return "number";
        }
        if (!Character.isLetter(text.charAt(0)) && text.charAt(0) != '_' && text.charAt(0) != '^') {
            return "<>=!".indexOf(text.charAt(0)) >= 0 ? "operator" : null;
        }
        Named named = NameAt.find(leaf);
        return named != null ? type(named) : word(leaf);
    }

    private static String type(Named element) {
        return switch (element) {
            case Template template -> "interface";
            case Guest guest -> "struct";
            case Program program -> "function";
            case Network network -> "namespace";
            case Size size -> "type";
            case Device device -> "variable";
            case Scenario scenario -> "method";
            case Snapshot snapshot -> "variable";
            default -> "class";
        };
    }

    private static String word(ILeafNode leaf) {
        EObject element = leaf.getGrammarElement();
        AbstractRule rule = element instanceof AbstractElement e ? GrammarUtil.containingRule(e) : null;
        if (rule == null || isWithin(leaf, "Stray")) {
            return null;
        }
        if (rule instanceof EnumRule || element instanceof Keyword && !GrammarUtil.isDatatypeRule(rule)) {
            return "keyword";
        }
        if (!isWithin(leaf, "Name")) {
            return rule.getName().startsWith("Unit") ? "number" : null;
        }
        return isEnumeration(leaf) ? "enumMember" : conditionWord(NodeModelUtils.findActualSemanticObjectFor(leaf));
    }

    private static boolean isWithin(ILeafNode leaf, String rule) {
        for (INode node = leaf.getParent(); node != null && node.getGrammarElement() instanceof RuleCall call; node = node.getParent()) {
            if (rule.equals(call.getRule().getName())) {
                return true;
            }
            if (!GrammarUtil.isDatatypeRule(call.getRule())) {
                return false;
            }
        }
        return false;
    }

    private static boolean isEnumeration(ILeafNode leaf) {
        for (INode node = leaf.getParent(); node != null && node.getGrammarElement() instanceof RuleCall call; node = node.getParent()) {
            if (call.getRule().getType() != null && call.getRule().getType().getClassifier() instanceof EEnum) {
                return true;
            }
            if (!GrammarUtil.isDatatypeRule(call.getRule())) {
                return false;
            }
        }
        return false;
    }

    private static String conditionWord(EObject owner) {
        if (owner == null) {
            return null;
        }
        if (owner.eClass() == Literals.WORD) {
            return "property";
        }
        return owner.eClass() == Literals.EVENT_PATTERN ? "event" : "type";
    }
}
