// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.names;

import org.eclipse.emf.ecore.EObject;
import org.eclipse.emf.ecore.EReference;
import org.eclipse.emf.ecore.resource.Resource;
import org.eclipse.xtext.naming.QualifiedName;
import org.eclipse.xtext.nodemodel.ICompositeNode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.resource.EObjectDescription;
import org.eclipse.xtext.scoping.IScope;
import org.eclipse.xtext.scoping.IScopeProvider;
import org.eclipse.xtext.scoping.impl.SingletonScope;
import org.eclipse.xtext.util.IResourceScopeCache;
import org.trapline.lang.asm.syntax.NumericLabel;
import org.trapline.lang.asm.syntax.SymbolReference;
import org.trapline.lang.asm.syntax.SyntaxPackage;

import com.google.inject.Inject;

/**
 * Says what a name means: in this order, what the source itself defines, what the files it includes or is included by define, and
 * what the other files of the project make global.
 */
public class NameScopeProvider implements IScopeProvider {
    @Inject
    private NameTables tables;

    @Inject
    private IResourceScopeCache cache;

    @Inject
    private LinkedFiles linkedFiles;

    @Override
    public IScope getScope(EObject context, EReference reference) {
        Resource resource = context.eResource();
        if (reference == SyntaxPackage.Literals.LOCAL_REFERENCE__LABEL) {
            return numericLabel(context, tables.of(resource));
        }
        if (reference == SyntaxPackage.Literals.OPERATION__MACRO) {
            return cache.get(reference, resource, () -> macros(resource));
        }
        return isFunction(context) ? IScope.NULLSCOPE : cache.get(reference, resource, () -> symbols(resource));
    }

    /** Tells whether a word is the function in {@code %hi(...)} or the type in {@code @function}, which are no symbols. */
    private static boolean isFunction(EObject context) {
        ICompositeNode node = NodeModelUtils.findActualNodeFor(context);
        if (node == null || node.getOffset() == 0 || !(context instanceof SymbolReference)) {
            return false;
        }
        String text = node.getRootNode().getText();
        char before = text.charAt(node.getOffset() - 1);
        if (before != '%') {
            return before == '@';
        }
        int behind = node.getEndOffset();
        while (behind < text.length() && (text.charAt(behind) == ' ' || text.charAt(behind) == '\t')) {
            behind++;
        }
        return behind < text.length() && text.charAt(behind) == '(';
    }

    private IScope macros(Resource resource) {
        NameTable table = tables.of(resource);
        return new TableScope(table::macro, table::macros, linkedFiles.macros(resource), true);
    }

    private IScope symbols(Resource resource) {
        NameTable table = tables.of(resource);
        return new TableScope(table::symbol, table::symbols, linkedFiles.symbols(resource), false);
    }

    private static IScope numericLabel(EObject context, NameTable table) {
        String text = NodeModelUtils.getTokenText(NodeModelUtils.findActualNodeFor(context));
        NumericLabel label = table.numericLabel(text, context);
        return label == null ? IScope.NULLSCOPE : new SingletonScope(EObjectDescription.create(QualifiedName.create(text), label), IScope.NULLSCOPE);
    }
}
