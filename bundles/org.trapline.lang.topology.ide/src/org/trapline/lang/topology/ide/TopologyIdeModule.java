// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide;

import org.eclipse.xtext.ide.editor.contentassist.IdeContentProposalProvider;
import org.eclipse.xtext.ide.editor.syntaxcoloring.ISemanticHighlightingCalculator;
import org.eclipse.xtext.ide.server.codeActions.ICodeActionService2;
import org.eclipse.xtext.ide.server.formatting.FormattingService;
import org.eclipse.xtext.ide.server.hover.IHoverService;
import org.eclipse.xtext.ide.server.rename.IRenameService2;
import org.eclipse.xtext.ide.server.symbol.DocumentSymbolMapper.DocumentSymbolDetailsProvider;
import org.eclipse.xtext.ide.server.symbol.DocumentSymbolMapper.DocumentSymbolKindProvider;
import org.eclipse.xtext.ide.server.symbol.DocumentSymbolMapper.DocumentSymbolNameProvider;
import org.eclipse.xtext.ide.server.symbol.DocumentSymbolService;
import org.trapline.lang.topology.ide.assist.Proposals;
import org.trapline.lang.topology.ide.fix.CodeActions;
import org.trapline.lang.topology.ide.highlighting.Highlighting;
import org.trapline.lang.topology.ide.hover.Hovers;
import org.trapline.lang.topology.ide.symbols.Definitions;
import org.trapline.lang.topology.ide.symbols.Renaming;
import org.trapline.lang.topology.ide.symbols.SymbolDetails;
import org.trapline.lang.topology.ide.symbols.SymbolKinds;
import org.trapline.lang.topology.ide.symbols.SymbolNames;

/** The editor services of the language that stand in for Xtext's own. The methods are found by what they return. */
public class TopologyIdeModule extends AbstractTopologyIdeModule {

    /** Content assist. */
    public Class<? extends IdeContentProposalProvider> bindIdeContentProposalProvider() {
        return Proposals.class;
    }

    /** Hovers. */
    public Class<? extends IHoverService> bindIHoverService() {
        return Hovers.class;
    }

    /** Code actions. */
    public Class<? extends ICodeActionService2> bindICodeActionService2() {
        return CodeActions.class;
    }

    /** Formatting. */
    public Class<? extends FormattingService> bindFormattingService() {
        return Formatting.class;
    }

    /** Semantic tokens. */
    public Class<? extends ISemanticHighlightingCalculator> bindISemanticHighlightingCalculator() {
        return Highlighting.class;
    }

    /** Go to definition, find references. */
    public Class<? extends DocumentSymbolService> bindDocumentSymbolService() {
        return Definitions.class;
    }

    /** Names in the outline. */
    public Class<? extends DocumentSymbolNameProvider> bindDocumentSymbolNameProvider() {
        return SymbolNames.class;
    }

    /** Icons in the outline. */
    public Class<? extends DocumentSymbolKindProvider> bindDocumentSymbolKindProvider() {
        return SymbolKinds.class;
    }

    /** What stands behind the names in the outline. */
    public Class<? extends DocumentSymbolDetailsProvider> bindDocumentSymbolDetailsProvider() {
        return SymbolDetails.class;
    }

    @Override
    public Class<? extends IRenameService2> bindIRenameService2() {
        return Renaming.class;
    }
}
