// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.parser;

import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.AbstractElement;
import org.eclipse.xtext.conversion.ValueConverterException;
import org.eclipse.xtext.nodemodel.ILeafNode;
import org.eclipse.xtext.nodemodel.INode;
import org.eclipse.xtext.parser.DefaultEcoreElementFactory;
import org.eclipse.xtext.parser.antlr.AntlrDatatypeRuleToken;

/** Leaves a feature unset whose value is missing or incomplete: the parser has said so, and there is nothing to convert. */
public final class TolerantElements extends DefaultEcoreElementFactory {

    @Override
    public void set(EObject object, String feature, Object value, String ruleName, INode node) throws ValueConverterException {
        if (!isBroken(value, node)) {
            super.set(object, feature, value, ruleName, node);
        }
    }

    @Override
    public void add(EObject object, String feature, Object value, String ruleName, INode node) throws ValueConverterException {
        if (!isBroken(value, node)) {
            super.add(object, feature, value, ruleName, node);
        }
    }

    private static boolean isBroken(Object value, INode node) {
        if (!(value instanceof AntlrDatatypeRuleToken token)) {
            return false;
        }
        return token.getText() == null || token.getText().isEmpty() || hasError(node);
    }

    /** Whether a token of the value itself is wrong; one that was skipped before it, such as a needless =, does no harm. */
    private static boolean hasError(INode node) {
        for (ILeafNode leaf : node.getLeafNodes()) {
            if (leaf.getSyntaxErrorMessage() != null && leaf.getGrammarElement() instanceof AbstractElement) {
                return true;
            }
        }
        return false;
    }
}
