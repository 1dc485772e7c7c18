// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.reference;

import java.util.List;

import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightKind;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.ide.server.occurrences.IDocumentHighlightService;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Marks all places in a source that name what the caret is on. */
@Singleton
public class HighlightService implements IDocumentHighlightService {
    @Inject
    private Occurrences occurrences;

    @Inject
    private Places places;

    @Override
    public List<? extends DocumentHighlight> getDocumentHighlights(Document document, XtextResource resource, DocumentHighlightParams params,
            CancelIndicator cancel) {
        if (resource == null) {
            return List.of();
        }
        Target target = occurrences.targetAt(resource, places.offset(resource, params.getPosition()));
        if (target == null) {
            return List.of();
        }
        return occurrences.find(target, resource).stream()
            .map(o -> new DocumentHighlight(places.range(resource, o), o.declaration() ? DocumentHighlightKind.Write : DocumentHighlightKind.Read))
            .toList();
    }
}
