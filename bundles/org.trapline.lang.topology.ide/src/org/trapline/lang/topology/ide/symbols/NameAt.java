// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.symbols;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.emf.ecore.EReference;
import org.eclipse.xtext.GrammarUtil;
import org.eclipse.xtext.nodemodel.ILeafNode;
import org.eclipse.xtext.nodemodel.INode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.trapline.topology.Host;
import org.trapline.topology.Named;
import org.trapline.topology.Partition;
import org.trapline.topology.TopologyPackage.Literals;

/** Which element a token names, as a declaration or as a reference; of {@code rack1.web}, each part names its own. */
public final class NameAt {

    private NameAt() {
    }

    /** The element, {@code null} if the token names none. */
    public static Named find(ILeafNode leaf) {
        EObject owner = NodeModelUtils.findActualSemanticObjectFor(leaf);
        if (owner == null || leaf.isHidden() || !isNamePart(leaf)) {
            return null;
        }
        if (owner instanceof Named named && contains(owner, Literals.NAMED__NAME, leaf)) {
            return named;
        }
        for (EReference reference : owner.eClass().getEAllReferences()) {
            if (!reference.isContainment() && !reference.isMany() && owner.eIsSet(reference) && contains(owner, reference, leaf)) {
                EObject target = (EObject) owner.eGet(reference);
                return target instanceof Named named && !target.eIsProxy() ? part(named, owner, reference, leaf) : null;
            }
        }
        return null;
    }

    /** The tokens by which an element refers to others, with what each refers to. */
    static List<Part> references(EObject owner) {
        List<Part> parts = new ArrayList<>();
        for (EReference reference : owner.eClass().getEAllReferences()) {
            if (reference.isContainment() || reference.isMany() || reference.isTransient() || !owner.eIsSet(reference)
                    || !(owner.eGet(reference) instanceof Named target) || target.eIsProxy()) {
                continue;
            }
            for (ILeafNode leaf : nameParts(owner, reference)) {
                parts.add(new Part(leaf, part(target, owner, reference, leaf)));
            }
        }
        return parts;
    }

    /** A token and the element it stands for, {@code null} if it stands for none. */
    record Part(ILeafNode leaf, Named element) {
    }

    /** Counted from the end: the last part is the target, the one before it what the target is named after, and so on. */
    private static Named part(Named target, EObject owner, EReference reference, ILeafNode leaf) {
        List<ILeafNode> parts = nameParts(owner, reference);
        Named element = target;
        for (int i = parts.size() - 1; i >= 0 && element != null; i--) {
            if (parts.get(i).getOffset() == leaf.getOffset()) {
                return element;
            }
            element = namedAfter(element);
        }
        return null;
    }

    private static Named namedAfter(Named element) {
        for (EObject e = element.eContainer(); e != null; e = e.eContainer()) {
            if (e instanceof Host || e instanceof Partition) {
                return (Named) e;
            }
        }
        return null;
    }

    private static List<ILeafNode> nameParts(EObject owner, EReference reference) {
        List<ILeafNode> parts = new ArrayList<>();
        for (INode node : NodeModelUtils.findNodesForFeature(owner, reference)) {
            for (ILeafNode leaf : node.getLeafNodes()) {
                if (!leaf.isHidden() && isNamePart(leaf)) {
                    parts.add(leaf);
                }
            }
        }
        return parts;
    }

    private static boolean isNamePart(ILeafNode leaf) {
        return !leaf.getText().isEmpty() && (Character.isLetter(leaf.getText().charAt(0)) || "_^".indexOf(leaf.getText().charAt(0)) >= 0)
                && leaf.getGrammarElement() != null && GrammarUtil.isDatatypeRule(GrammarUtil.containingRule(leaf.getGrammarElement()));
    }

    private static boolean contains(EObject owner, org.eclipse.emf.ecore.EStructuralFeature feature, ILeafNode leaf) {
        return NodeModelUtils.findNodesForFeature(owner, feature).stream()
                .anyMatch(node -> node.getOffset() <= leaf.getOffset() && leaf.getEndOffset() <= node.getEndOffset());
    }
}
