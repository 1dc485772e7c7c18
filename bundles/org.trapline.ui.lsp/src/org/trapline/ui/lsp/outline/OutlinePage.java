// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.outline;

import java.util.List;

import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.jface.viewers.AbstractTreeViewer;
import org.eclipse.jface.viewers.DelegatingStyledCellLabelProvider;
import org.eclipse.jface.viewers.DelegatingStyledCellLabelProvider.IStyledLabelProvider;
import org.eclipse.jface.viewers.IPostSelectionProvider;
import org.eclipse.jface.viewers.ISelectionChangedListener;
import org.eclipse.jface.viewers.ITreeContentProvider;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.viewers.SelectionChangedEvent;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.StyledString;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.views.contentoutline.ContentOutlinePage;
import org.trapline.ui.lsp.connector.Answers;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.document.Positions;

/** Shows the symbols of a connected document. */
public final class OutlinePage extends ContentOutlinePage {
    private final ITextEditor editor;
    private final ConnectedDocument document;
    private final Runnable settled = this::ask;
    private final ISelectionChangedListener caret = event -> followCaret();
    private List<SymbolNode> roots = List.of();
    private boolean following;

    OutlinePage(final ITextEditor editor, final ConnectedDocument document) {
        this.editor = editor;
        this.document = document;
    }

    @Override
    public void createControl(final Composite parent) {
        super.createControl(parent);
        final TreeViewer tree = getTreeViewer();
        tree.setContentProvider(new Content());
        tree.setLabelProvider(new DelegatingStyledCellLabelProvider(new Labels()));
        tree.setAutoExpandLevel(AbstractTreeViewer.ALL_LEVELS);
        tree.setUseHashlookup(true);
        tree.setInput(roots);
        document.addSettledListener(settled);
        if (editor.getSelectionProvider() instanceof final IPostSelectionProvider provider) {
            provider.addPostSelectionChangedListener(caret);
        }
    }

    @Override
    public void dispose() {
        document.removeSettledListener(settled);
        if (editor.getSelectionProvider() instanceof final IPostSelectionProvider provider) {
            provider.removePostSelectionChangedListener(caret);
        }
        super.dispose();
    }

    private void ask() {
        if (document.server().can(c -> c.getDocumentSymbolProvider() != null)) {
            Answers.show(document.ask(s -> s.documentSymbol(new DocumentSymbolParams(document.identifier()))), getControl(),
                    answer -> show(SymbolNode.roots(answer)));
        }
    }

    private void show(final List<SymbolNode> symbols) {
        final TreeViewer tree = getTreeViewer();
        final boolean first = roots.isEmpty();
        final Object[] expanded = tree.getExpandedElements();
        roots = symbols;
        following = true;
        try {
            tree.getControl().setRedraw(false);
            tree.setInput(symbols);
            if (!first) {
                tree.setExpandedElements(expanded);
            }
        } finally {
            tree.getControl().setRedraw(true);
            following = false;
        }
        followCaret();
    }

    private void followCaret() {
        if (getControl() == null || getControl().isDisposed() || getControl().isFocusControl()
                || !(editor.getSelectionProvider().getSelection() instanceof final ITextSelection selection)) {
            return;
        }
        final SymbolNode node = SymbolNode.at(roots, document.position(selection.getOffset()));
        following = true;
        try {
            getTreeViewer().setSelection(node == null ? StructuredSelection.EMPTY : new StructuredSelection(node), true);
        } finally {
            following = false;
        }
    }

    @Override
    public void selectionChanged(final SelectionChangedEvent event) {
        super.selectionChanged(event);
        if (!following && event.getStructuredSelection().getFirstElement() instanceof final SymbolNode node) {
            final IRegion region = Positions.region(document.document(), node.nameRange());
            editor.selectAndReveal(region.getOffset(), region.getLength());
        }
    }

    private static final class Content implements ITreeContentProvider {
        @Override
        public Object[] getElements(final Object input) {
            return ((List<?>) input).toArray();
        }

        @Override
        public Object[] getChildren(final Object parent) {
            return ((SymbolNode) parent).children().toArray();
        }

        @Override
        public Object getParent(final Object element) {
            return ((SymbolNode) element).parent();
        }

        @Override
        public boolean hasChildren(final Object element) {
            return !((SymbolNode) element).children().isEmpty();
        }
    }

    private static final class Labels extends LabelProvider implements IStyledLabelProvider {
        @Override
        public StyledString getStyledText(final Object element) {
            final SymbolNode node = (SymbolNode) element;
            final StyledString text = new StyledString(node.name());
            return node.detail().isEmpty() ? text : text.append("  " + node.detail(), StyledString.QUALIFIER_STYLER);
        }

        @Override
        public String getText(final Object element) {
            return ((SymbolNode) element).name();
        }

        @Override
        public Image getImage(final Object element) {
            return SymbolImages.of(((SymbolNode) element).kind());
        }
    }
}
