// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.navigate;

import java.util.Arrays;
import java.util.Comparator;

import org.eclipse.core.resources.IFile;
import org.eclipse.jface.viewers.DelegatingStyledCellLabelProvider;
import org.eclipse.jface.viewers.DelegatingStyledCellLabelProvider.IStyledLabelProvider;
import org.eclipse.jface.viewers.ITreeContentProvider;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.viewers.OpenEvent;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.viewers.StyledString;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.search.ui.text.AbstractTextSearchViewPage;
import org.eclipse.search.ui.text.Match;
import org.eclipse.swt.graphics.Image;
import org.eclipse.ui.ISharedImages;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.model.WorkbenchLabelProvider;
import org.eclipse.ui.texteditor.ITextEditor;

/** The Search view's page for references: files, and in them the lines. */
public final class ReferencePage extends AbstractTextSearchViewPage {

    public ReferencePage() {
        super(FLAG_LAYOUT_TREE);
    }

    @Override
    protected void configureTreeViewer(final TreeViewer viewer) {
        viewer.setContentProvider(new Content());
        viewer.setLabelProvider(new DelegatingStyledCellLabelProvider(new Labels()));
    }

    @Override
    protected void configureTableViewer(final TableViewer viewer) {
        throw new UnsupportedOperationException("this page is a tree");
    }

    @Override
    protected void elementsChanged(final Object[] objects) {
        getViewer().refresh();
        ((TreeViewer) getViewer()).expandAll();
    }

    @Override
    protected void clear() {
        getViewer().refresh();
    }

    @Override
    protected void handleOpen(final OpenEvent event) {
        final Object element = ((IStructuredSelection) event.getSelection()).getFirstElement();
        if (element instanceof final ReferenceMatch match) {
            try {
                showMatch(match, match.getOffset(), match.getLength(), true);
            } catch (final PartInitException e) {
                org.eclipse.core.runtime.ILog.of(ReferencePage.class).log(e.getStatus());
            }
        } else {
            super.handleOpen(event);
        }
    }

    @Override
    protected void showMatch(final Match match, final int offset, final int length, final boolean activate) throws PartInitException {
        if (IDE.openEditor(getSite().getPage(), (IFile) match.getElement(), activate) instanceof final ITextEditor editor) {
            editor.selectAndReveal(offset, length);
        }
    }

    private static final class Content implements ITreeContentProvider {
        private ReferenceResult result;

        @Override
        public void inputChanged(final org.eclipse.jface.viewers.Viewer viewer, final Object oldInput, final Object newInput) {
            result = newInput instanceof final ReferenceResult r ? r : null;
        }

        @Override
        public Object[] getElements(final Object input) {
            return result == null ? new Object[0] : result.getElements();
        }

        @Override
        public Object[] getChildren(final Object parent) {
            if (result == null || !(parent instanceof IFile)) {
                return new Object[0];
            }
            final Match[] matches = result.getMatches(parent);
            Arrays.sort(matches, Comparator.comparingInt(Match::getOffset));
            return matches;
        }

        @Override
        public Object getParent(final Object element) {
            return element instanceof final ReferenceMatch match ? match.file() : null;
        }

        @Override
        public boolean hasChildren(final Object element) {
            return element instanceof IFile;
        }
    }

    private static final class Labels extends LabelProvider implements IStyledLabelProvider {
        private final WorkbenchLabelProvider files = new WorkbenchLabelProvider();

        @Override
        public StyledString getStyledText(final Object element) {
            if (element instanceof final ReferenceMatch match) {
                return new StyledString(match.line() + ": ", StyledString.QUALIFIER_STYLER).append(match.text());
            }
            final IFile file = (IFile) element;
            return new StyledString(file.getName()).append(" - " + file.getParent().getFullPath().makeRelative(),
                    StyledString.QUALIFIER_STYLER);
        }

        @Override
        public String getText(final Object element) {
            return getStyledText(element).getString();
        }

        @Override
        public Image getImage(final Object element) {
            return element instanceof IFile ? files.getImage(element)
                    : PlatformUI.getWorkbench().getSharedImages().getImage(ISharedImages.IMG_TOOL_FORWARD);
        }

        @Override
        public void dispose() {
            files.dispose();
            super.dispose();
        }
    }
}
