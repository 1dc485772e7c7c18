// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide;

import org.eclipse.xtext.ide.server.occurrences.IDocumentHighlightService;
import org.eclipse.xtext.ide.server.rename.IRenameService2;
import org.eclipse.xtext.ide.server.symbol.DocumentSymbolService;
import org.trapline.lang.asm.ide.reference.HighlightService;
import org.trapline.lang.asm.ide.reference.RenameService;
import org.trapline.lang.asm.ide.reference.SymbolService;

/** The editing services of the language, behind the interfaces that Xtext's language server asks for. */
public class AsmIdeModule extends AbstractAsmIdeModule {

    /** Definitions, references and the symbols of the workspace. */
    public Class<? extends DocumentSymbolService> bindDocumentSymbolService() {
        return SymbolService.class;
    }

    /** Other places that name what the caret is on. */
    public Class<? extends IDocumentHighlightService> bindIDocumentHighlightService() {
        return HighlightService.class;
    }

    @Override
    public Class<? extends IRenameService2> bindIRenameService2() {
        return RenameService.class;
    }
}
