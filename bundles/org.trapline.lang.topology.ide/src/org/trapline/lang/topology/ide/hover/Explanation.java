// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.hover;

import com.google.inject.Inject;
import java.util.stream.Collectors;
import org.eclipse.emf.ecore.EClass;
import org.eclipse.emf.ecore.EClassifier;
import org.eclipse.emf.ecore.EEnum;
import org.eclipse.emf.ecore.EEnumLiteral;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.emf.ecore.EStructuralFeature;
import org.eclipse.emf.ecore.util.EcoreUtil;
import org.eclipse.xtext.AbstractRule;
import org.eclipse.xtext.GrammarUtil;
import org.eclipse.xtext.Keyword;
import org.eclipse.xtext.RuleCall;
import org.eclipse.xtext.nodemodel.ILeafNode;
import org.eclipse.xtext.nodemodel.INode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.trapline.lang.topology.ide.symbols.NameAt;
import org.trapline.lang.topology.words.Setting;
import org.trapline.lang.topology.words.Vocabulary;
import org.trapline.topology.ByteSize;
import org.trapline.topology.Named;
import org.trapline.topology.TopologyPackage.Literals;
import org.trapline.topology.Word;
import org.trapline.trace.EventKind;

/** Explains one token, in Markdown. What things mean is documented on the model; here it is only looked up. */
public final class Explanation {

    @Inject
    private Vocabulary vocabulary;

    /** The explanation, empty if there is nothing to say. */
    public String of(ILeafNode leaf) {
        Named named = NameAt.find(leaf);
        if (named != null) {
            return Facts.about(named);
        }
        EObject owner = NodeModelUtils.findActualSemanticObjectFor(leaf);
        EEnumLiteral literal = literal(leaf);
        if (literal != null) {
            return "**" + literal.getLiteral() + "** — " + EcoreUtil.getDocumentation(literal);
        }
        if (leaf.getGrammarElement() instanceof Keyword keyword && Character.isLetter(keyword.getValue().charAt(0)) && !isName(keyword)) {
            return keyword(keyword.getValue(), owner);
        }
        return event(leaf, owner);
    }

    private String keyword(String word, EObject owner) {
        for (EObject block = owner; block != null; block = block.eContainer()) {
            Setting setting = vocabulary.setting(block.eClass(), word).orElse(null);
            if (setting != null) {
                return "**" + word + "** — " + setting.documentation() + values(setting.feature()) + facts(owner, block);
            }
        }
        return vocabulary.block(word).map(type -> "**" + word + "** — " + EcoreUtil.getDocumentation(type)).orElse("");
    }

    /** On the first word of a block, what the block comes to. */
    private static String facts(EObject owner, EObject block) {
        return owner != block && owner instanceof Named named && named.getName() != null ? "\n\n" + Facts.about(named) : "";
    }

    private static String values(EStructuralFeature feature) {
        if (feature.getEType() instanceof EEnum type) {
            return type.getELiterals().stream().map(l -> "\n- `" + l.getLiteral() + "`: " + EcoreUtil.getDocumentation(l)).collect(Collectors.joining("", "\n", ""));
        }
        EClassifier type = feature.getEType();
        Object standard = feature.getDefaultValue();
        boolean worthSaying = feature.getDefaultValueLiteral() != null && !(type instanceof EClass);
        return !worthSaying ? "" : "\n\nDefault: `" + (type == Literals.BYTES ? ByteSize.format((Long) standard) : standard) + "`";
    }

    private static String event(ILeafNode leaf, EObject owner) {
        EventKind kind = owner instanceof Word ? null : EventKind.byLabel(leaf.getText());
        return kind == null || owner == null || owner.eClass() != Literals.EVENT_PATTERN ? "" : "**" + kind.label() + "** — " + kind.doc();
    }

    private static EEnumLiteral literal(ILeafNode leaf) {
        for (INode node = leaf.getParent(); node != null; node = node.getParent()) {
            AbstractRule rule = node.getGrammarElement() instanceof RuleCall call ? call.getRule() : null;
            if (rule != null && rule.getType() != null && rule.getType().getClassifier() instanceof EEnum type) {
                return type.getEEnumLiteralByLiteral(leaf.getText());
            }
            if (rule != null && !GrammarUtil.isDatatypeRule(rule)) {
                return null;
            }
        }
        return null;
    }

    private static boolean isName(Keyword keyword) {
        return "Name".equals(GrammarUtil.containingRule(keyword).getName());
    }
}
