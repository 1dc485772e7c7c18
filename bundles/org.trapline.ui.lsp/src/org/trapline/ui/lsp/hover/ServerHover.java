// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.hover;

import java.util.Optional;

import org.eclipse.jface.text.IInformationControlCreator;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextHover;
import org.eclipse.jface.text.ITextHoverExtension;
import org.eclipse.jface.text.ITextHoverExtension2;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.ui.editors.text.EditorsUI;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.document.Positions;
import org.trapline.ui.lsp.markdown.MarkdownControl;
import org.trapline.ui.lsp.markdown.Markup;

/** Asks the server for a hover. The editor asks on a background thread, which may wait. */
public final class ServerHover implements ITextHover, ITextHoverExtension, ITextHoverExtension2 {
    private static final long TIMEOUT_MS = 2000;

    @Override
    public IRegion getHoverRegion(final ITextViewer viewer, final int offset) {
        return Connector.connected(viewer.getDocument()).map(d -> Positions.word(d.document(), offset)).orElse(null);
    }

    @Override
    public Object getHoverInfo2(final ITextViewer viewer, final IRegion region) {
        return text(viewer, region);
    }

    @Override
    @Deprecated
    public String getHoverInfo(final ITextViewer viewer, final IRegion region) {
        return text(viewer, region);
    }

    private static String text(final ITextViewer viewer, final IRegion region) {
        return Connector.connected(viewer.getDocument()).flatMap(d -> ask(d, region)).map(h -> Markup.ofHover(h.getContents()))
                .filter(text -> !text.isBlank()).orElse(null);
    }

    private static Optional<Hover> ask(final ConnectedDocument document, final IRegion region) {
        final HoverParams params = new HoverParams(document.identifier(), document.position(region.getOffset()));
        return Connector.await(document.ask(s -> s.hover(params)), TIMEOUT_MS);
    }

    @Override
    public IInformationControlCreator getHoverControlCreator() {
        return MarkdownControl.creator(EditorsUI.getTooltipAffordanceString());
    }
}
