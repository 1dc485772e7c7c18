// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.names;

import org.eclipse.emf.ecore.EObject;
import org.eclipse.emf.ecore.EReference;
import org.eclipse.xtext.linking.lazy.LazyLinker;
import org.eclipse.xtext.nodemodel.INode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.trapline.asm.Directive;
import org.trapline.lang.asm.syntax.SyntaxPackage;
import org.trapline.lang.asm.words.Vocabulary;

import com.google.inject.Inject;

/**
 * Leaves words alone that are registers, mnemonics or directives, unless the source itself gives them another meaning. They are most
 * words of a source, and to look each up in all files of a project whenever one of them changes takes longer than parsing does.
 */
public class WordLinker extends LazyLinker {
    @Inject
    private NameTables nameTables;

    @Override
    protected void createAndSetProxy(EObject object, INode node, EReference reference) {
        if (!isCertain(NodeModelUtils.getTokenText(node), reference, nameTables.of(object.eResource()))) {
            super.createAndSetProxy(object, node, reference);
        }
    }

    private static boolean isCertain(String word, EReference reference, NameTable names) {
        if (reference == SyntaxPackage.Literals.SYMBOL_REFERENCE__SYMBOL) {
            return Vocabulary.isRegister(word) && names.symbol(word) == null;
        }
        return reference == SyntaxPackage.Literals.OPERATION__MACRO && names.macro(word) == null
            && (word.startsWith(".") ? Directive.named(word) != null : !Vocabulary.usages(word).isEmpty());
    }
}
