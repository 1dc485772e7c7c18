// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.navigate;

import java.util.List;
import java.util.Optional;

import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.hyperlink.AbstractHyperlinkDetector;
import org.eclipse.jface.text.hyperlink.IHyperlink;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.document.Positions;

/** Makes a name a link to its definition: Ctrl+click or F3. The editor asks on the display's thread, so the wait is short. */
public final class DefinitionDetector extends AbstractHyperlinkDetector {
    private static final long TIMEOUT_MS = 500;

    @Override
    public IHyperlink[] detectHyperlinks(final ITextViewer viewer, final IRegion region, final boolean canShowMultipleHyperlinks) {
        final Optional<ConnectedDocument> connected = Connector.connected(viewer.getDocument());
        if (connected.isEmpty() || !connected.get().server().can(c -> c.getDefinitionProvider() != null)) {
            return null;
        }
        final ConnectedDocument document = connected.get();
        final DefinitionParams params = new DefinitionParams(document.identifier(), document.position(region.getOffset()));
        final Optional<Either<List<? extends Location>, List<? extends LocationLink>>> answer =
                Connector.await(document.ask(s -> s.definition(params)), TIMEOUT_MS);
        final IRegion word = Positions.word(document.document(), region.getOffset());
        final IHyperlink[] links = answer.map(a -> links(document, word, a)).orElse(new IHyperlink[0]);
        return links.length == 0 ? null : canShowMultipleHyperlinks ? links : new IHyperlink[] {links[0]};
    }

    private static IHyperlink[] links(final ConnectedDocument document, final IRegion word,
            final Either<List<? extends Location>, List<? extends LocationLink>> answer) {
        if (answer.isLeft()) {
            return answer.getLeft().stream().map(l -> new PlaceLink(word, l.getUri(), l.getRange())).toArray(IHyperlink[]::new);
        }
        return answer.getRight().stream().map(l -> new PlaceLink(
                l.getOriginSelectionRange() == null ? word : Positions.region(document.document(), l.getOriginSelectionRange()),
                l.getTargetUri(), l.getTargetSelectionRange())).toArray(IHyperlink[]::new);
    }
}
