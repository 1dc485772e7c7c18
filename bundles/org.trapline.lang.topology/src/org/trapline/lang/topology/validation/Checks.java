// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import org.eclipse.emf.ecore.EObject;
import org.eclipse.emf.ecore.EStructuralFeature;
import org.eclipse.xtext.diagnostics.Severity;
import org.eclipse.xtext.nodemodel.INode;
import org.eclipse.xtext.validation.AbstractDeclarativeValidator;
import org.eclipse.xtext.validation.EValidatorRegistrar;
import org.trapline.topology.Named;
import org.trapline.topology.TopologyPackage;

/** What the validators have in common: how they report. */
abstract class Checks extends AbstractDeclarativeValidator {

    /** Composed into {@link TopologyValidator}, which is registered for all. */
    @Override
    public void register(EValidatorRegistrar registrar) {
        // Not by itself.
    }

    /** Reports at the name of an element, or at the element if it has none. */
    final void report(Rule rule, EObject element, String message, String... data) {
        report(rule, element, element instanceof Named ? TopologyPackage.Literals.NAMED__NAME : null, INSIGNIFICANT_INDEX, message, data);
    }

    /** Reports at the value of a feature. */
    final void report(Rule rule, EObject element, EStructuralFeature feature, String message, String... data) {
        report(rule, element, feature, INSIGNIFICANT_INDEX, message, data);
    }

    /** Reports at one of the values of a feature. */
    final void report(Rule rule, EObject element, EStructuralFeature feature, int index, String message, String... data) {
        switch (rule.severity()) {
            case ERROR -> error(message, element, feature, index, rule.code(), data);
            case WARNING -> warning(message, element, feature, index, rule.code(), data);
            case INFO, IGNORE -> info(message, element, feature, index, rule.code(), data);
        }
    }

    /** Reports at a piece of the text. */
    final void report(Rule rule, INode node, int length, String message, String... data) {
        int offset = node.getOffset();
        getMessageAcceptor().acceptError(message, node.getSemanticElement(), offset, length, rule.code(), data);
        assert rule.severity() == Severity.ERROR : "what is wrong with the text itself is an error";
    }
}
