// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.names;

import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.naming.IQualifiedNameProvider;
import org.eclipse.xtext.naming.QualifiedName;
import org.trapline.lang.asm.syntax.MacroDefinition;
import org.trapline.lang.asm.syntax.Symbol;

/** Names symbols and macros; nothing else can be asked for by name outside of its surroundings. */
public class SymbolNames extends IQualifiedNameProvider.AbstractImpl {

    @Override
    public QualifiedName getFullyQualifiedName(EObject object) {
        String name = switch (object) {
            case Symbol symbol -> symbol.getName();
            case MacroDefinition macro -> macro.getName();
            default -> null;
        };
        return name == null || name.isEmpty() ? null : QualifiedName.create(name);
    }
}
