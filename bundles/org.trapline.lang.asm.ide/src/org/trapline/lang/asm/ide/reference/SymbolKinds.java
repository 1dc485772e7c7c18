// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.reference;

import org.eclipse.emf.ecore.EClass;
import org.eclipse.lsp4j.SymbolKind;
import org.trapline.lang.asm.syntax.SyntaxPackage;

/** What the things of the language are called in the language server protocol. */
public final class SymbolKinds {
    /** A section. */
    public static final SymbolKind SECTION = SymbolKind.Namespace;

    private SymbolKinds() {
    }

    /** Returns the kind of a symbol or macro. */
    public static SymbolKind of(EClass type) {
        return switch (type.getClassifierID()) {
            case SyntaxPackage.CONSTANT -> SymbolKind.Constant;
            case SyntaxPackage.COMMON -> SymbolKind.Variable;
            case SyntaxPackage.MACRO_DEFINITION -> SymbolKind.Method;
            default -> SymbolKind.Function;
        };
    }
}
