// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.navigate;

import org.eclipse.core.resources.IFile;
import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.search.ui.ISearchQuery;
import org.eclipse.search.ui.text.AbstractTextSearchResult;
import org.eclipse.search.ui.text.IEditorMatchAdapter;
import org.eclipse.search.ui.text.IFileMatchAdapter;
import org.eclipse.search.ui.text.Match;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.ISharedImages;

/** Where a name is used. */
final class ReferenceResult extends AbstractTextSearchResult implements IEditorMatchAdapter, IFileMatchAdapter {
    private final ReferenceQuery query;

    ReferenceResult(final ReferenceQuery query) {
        this.query = query;
    }

    @Override
    public String getLabel() {
        final int count = getMatchCount();
        return count + (count == 1 ? " reference to " : " references to ") + query.name();
    }

    @Override
    public String getTooltip() {
        return getLabel();
    }

    @Override
    public ImageDescriptor getImageDescriptor() {
        return PlatformUI.getWorkbench().getSharedImages().getImageDescriptor(ISharedImages.IMG_OBJ_FILE);
    }

    @Override
    public ISearchQuery getQuery() {
        return query;
    }

    @Override
    public IEditorMatchAdapter getEditorMatchAdapter() {
        return this;
    }

    @Override
    public IFileMatchAdapter getFileMatchAdapter() {
        return this;
    }

    @Override
    public boolean isShownInEditor(final Match match, final IEditorPart editor) {
        return match.getElement().equals(editor.getEditorInput().getAdapter(IFile.class));
    }

    @Override
    public Match[] computeContainedMatches(final AbstractTextSearchResult result, final IEditorPart editor) {
        final IFile file = editor.getEditorInput().getAdapter(IFile.class);
        return file == null ? new Match[0] : getMatches(file);
    }

    @Override
    public Match[] computeContainedMatches(final AbstractTextSearchResult result, final IFile file) {
        return getMatches(file);
    }

    @Override
    public IFile getFile(final Object element) {
        return element instanceof final IFile file ? file : null;
    }
}
