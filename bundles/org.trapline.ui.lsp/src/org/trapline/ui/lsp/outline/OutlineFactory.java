// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.outline;

import org.eclipse.core.runtime.IAdapterFactory;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.views.contentoutline.IContentOutlinePage;
import org.trapline.ui.lsp.connector.Connector;

/** Gives the Generic Editor an outline if a server serves its document. */
public final class OutlineFactory implements IAdapterFactory {

    @Override
    public <T> T getAdapter(final Object adaptable, final Class<T> type) {
        if (type == IContentOutlinePage.class && adaptable instanceof final ITextEditor editor) {
            return Connector.connected(editor).map(document -> type.cast(new OutlinePage(editor, document))).orElse(null);
        }
        return null;
    }

    @Override
    public Class<?>[] getAdapterList() {
        return new Class<?>[] {IContentOutlinePage.class};
    }
}
