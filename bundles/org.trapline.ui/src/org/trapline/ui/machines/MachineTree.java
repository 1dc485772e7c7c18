// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.eclipse.jface.resource.LocalResourceManager;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ColumnViewerToolTipSupport;
import org.eclipse.jface.viewers.IElementComparer;
import org.eclipse.jface.viewers.ITreeContentProvider;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.jface.viewers.TreeViewerColumn;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Tree;
import org.trapline.ui.Images;
import org.trapline.ui.machines.model.Column;
import org.trapline.ui.machines.model.Inventory;
import org.trapline.ui.machines.model.Node;

/** The rows; what was selected and open stays so from one look to the next. */
final class MachineTree {
    private final TreeViewer viewer;
    private final LocalResourceManager images;
    private Inventory inventory = Inventory.NONE;

    MachineTree(final Composite parent, final LocalResourceManager images) {
        this.images = images;
        viewer = new TreeViewer(parent, SWT.MULTI | SWT.FULL_SELECTION | SWT.V_SCROLL | SWT.H_SCROLL);
        viewer.getTree().setHeaderVisible(true);
        viewer.setComparer(new ByKey());
        viewer.setContentProvider(new Rows());
        for (final Column column : Column.values()) {
            final TreeViewerColumn made = new TreeViewerColumn(viewer, column.isNumber() ? SWT.RIGHT : SWT.LEFT);
            made.getColumn().setText(column.title());
            made.getColumn().setWidth(column.width());
            made.setLabelProvider(new Cell(column));
        }
        ColumnViewerToolTipSupport.enableFor(viewer);
        viewer.setInput(this);
    }

    TreeViewer viewer() {
        return viewer;
    }

    Tree control() {
        return viewer.getTree();
    }

    List<Node> selection() {
        return Arrays.stream(viewer.getStructuredSelection().toArray()).map(Node.class::cast).toList();
    }

    /**
     * Shows other rows from now on.
     * @param known the {@link #place places} of those that were there before; what has come is made visible
     */
    void show(final Inventory newInventory, final Set<String> known) {
        inventory = newInventory;
        viewer.getTree().setRedraw(false);
        viewer.refresh();
        inventory.all().filter(node -> node.children().stream().anyMatch(child -> !known.contains(place(node, child)))).forEach(node -> viewer.setExpandedState(node, true));
        viewer.getTree().setRedraw(true);
    }

    /** Returns what tells a row below another from the same row elsewhere. */
    static String place(final Node parent, final Node child) {
        return parent.key() + " > " + child.key();
    }

    /** Copies the selected rows, as a table that other programs read. */
    void copy() {
        final String text = selection().stream().map(node -> Arrays.stream(Column.values()).map(node::text).collect(Collectors.joining("\t")) + "\n")
                .collect(Collectors.joining());
        if (!text.isEmpty()) {
            final Clipboard clipboard = new Clipboard(viewer.getControl().getDisplay());
            clipboard.setContents(new Object[] {text}, new Transfer[] {TextTransfer.getInstance()});
            clipboard.dispose();
        }
    }

    private static final class ByKey implements IElementComparer {
        @Override
        public boolean equals(final Object one, final Object other) {
            return one instanceof final Node first && other instanceof final Node second ? first.key().equals(second.key()) : one == other;
        }

        @Override
        public int hashCode(final Object element) {
            return element instanceof final Node node ? node.key().hashCode() : element.hashCode();
        }
    }

    private final class Rows implements ITreeContentProvider {
        @Override
        public Object[] getElements(final Object input) {
            return inventory.roots().toArray();
        }

        @Override
        public Object[] getChildren(final Object parent) {
            return ((Node) parent).children().toArray();
        }

        @Override
        public Object getParent(final Object element) {
            final String key = ((Node) element).key();
            return inventory.all().filter(node -> node.children().stream().anyMatch(child -> child.key().equals(key))).findFirst().orElse(null);
        }

        @Override
        public boolean hasChildren(final Object element) {
            return !((Node) element).children().isEmpty();
        }
    }

    private final class Cell extends ColumnLabelProvider {
        private final Column column;

        Cell(final Column column) {
            this.column = column;
        }

        @Override
        public String getText(final Object element) {
            return ((Node) element).text(column);
        }

        @Override
        public Image getImage(final Object element) {
            return column == Column.NAME ? images.create(Images.of(((Node) element).image())) : null;
        }
    }
}
