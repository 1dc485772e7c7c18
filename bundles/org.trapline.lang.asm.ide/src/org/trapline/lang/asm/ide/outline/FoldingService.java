// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.outline;

import java.util.List;

import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.xtext.ide.editor.folding.IFoldingRangeProvider;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.ide.server.folding.FoldingRangeService;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;
import org.trapline.lang.asm.text.Lines;
import org.trapline.lang.asm.text.TokenTables;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Turns what can be folded into lines without reading the text from its start for each of them. */
@Singleton
public class FoldingService extends FoldingRangeService {
    @Inject
    private IFoldingRangeProvider ranges;

    @Inject
    private TokenTables tokenTables;

    @Override
    public List<FoldingRange> createFoldingRanges(Document document, XtextResource resource, CancelIndicator cancel) {
        if (resource == null || resource.getParseResult() == null) {
            return List.of();
        }
        Lines lines = tokenTables.of(resource).lines();
        return ranges.getFoldingRanges(resource, cancel).stream().map(range -> {
            FoldingRange result = new FoldingRange(lines.line(range.getOffset()), lines.line(range.getOffset() + range.getLength()));
            result.setKind(range.getKind() == null ? null : range.getKind().toString());
            return result;
        }).filter(this::isValidRange).toList();
    }
}
