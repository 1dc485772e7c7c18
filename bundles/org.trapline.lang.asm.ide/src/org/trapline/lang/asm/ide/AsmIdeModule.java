// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide;

import org.eclipse.xtext.ide.editor.folding.IFoldingRangeProvider;
import org.eclipse.xtext.ide.editor.syntaxcoloring.ISemanticHighlightingCalculator;
import org.eclipse.xtext.ide.server.codeActions.ICodeActionService2;
import org.eclipse.xtext.ide.server.contentassist.ContentAssistService;
import org.eclipse.xtext.ide.server.folding.FoldingRangeService;
import org.eclipse.xtext.ide.server.formatting.FormattingService;
import org.eclipse.xtext.ide.server.hover.IHoverService;
import org.eclipse.xtext.ide.server.occurrences.IDocumentHighlightService;
import org.eclipse.xtext.ide.server.rename.IRenameService2;
import org.eclipse.xtext.ide.server.signatureHelp.ISignatureHelpService;
import org.eclipse.xtext.ide.server.symbol.DocumentSymbolService;
import org.eclipse.xtext.ide.server.symbol.HierarchicalDocumentSymbolService;
import org.trapline.lang.asm.ide.action.Repairs;
import org.trapline.lang.asm.ide.assist.AssistService;
import org.trapline.lang.asm.ide.assist.Signatures;
import org.trapline.lang.asm.ide.format.ColumnFormatting;
import org.trapline.lang.asm.ide.highlight.Highlighting;
import org.trapline.lang.asm.ide.hover.WordHover;
import org.trapline.lang.asm.ide.outline.FoldingRanges;
import org.trapline.lang.asm.ide.outline.FoldingService;
import org.trapline.lang.asm.ide.outline.OutlineService;
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

    /** The outline. */
    public Class<? extends HierarchicalDocumentSymbolService> bindHierarchicalDocumentSymbolService() {
        return OutlineService.class;
    }

    /** What can be folded. */
    public Class<? extends IFoldingRangeProvider> bindIFoldingRangeProvider() {
        return FoldingRanges.class;
    }

    /** What can be folded, in lines. */
    public Class<? extends FoldingRangeService> bindFoldingRangeService() {
        return FoldingService.class;
    }

    /** Columns. */
    public Class<? extends FormattingService> bindFormattingService() {
        return ColumnFormatting.class;
    }

    /** Colours. */
    public Class<? extends ISemanticHighlightingCalculator> bindISemanticHighlightingCalculator() {
        return Highlighting.class;
    }

    /** Proposals. */
    public Class<? extends ContentAssistService> bindContentAssistService() {
        return AssistService.class;
    }

    /** The operands a mnemonic wants. */
    public Class<? extends ISignatureHelpService> bindISignatureHelpService() {
        return Signatures.class;
    }

    /** Pages about the word under the pointer. */
    public Class<? extends IHoverService> bindIHoverService() {
        return WordHover.class;
    }

    /** Repairs. */
    public Class<? extends ICodeActionService2> bindICodeActionService2() {
        return Repairs.class;
    }
}
