// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

import org.eclipse.jface.viewers.AbstractTreeViewer;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ITreeContentProvider;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.jface.viewers.TreeViewerColumn;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Tree;
import org.trapline.trace.analysis.Cost;
import org.trapline.ui.trace.model.StatisticsRow;

/** Shows what has been counted. Double-click on a row shows its events. */
final class StatisticsPane {
    private final TreeViewer tree;
    private List<StatisticsRow> shown = List.of();

    StatisticsPane(final Composite parent, final Consumer<String> filterChosen) {
        tree = new TreeViewer(parent, SWT.FULL_SELECTION | SWT.V_SCROLL | SWT.H_SCROLL);
        tree.getTree().setHeaderVisible(true);
        tree.setContentProvider(new Content());
        tree.setAutoExpandLevel(AbstractTreeViewer.ALL_LEVELS);
        column("What", 300, SWT.LEFT, StatisticsRow::name);
        column("Count", 110, SWT.RIGHT, row -> String.format(Locale.ROOT, "%,d", row.count()));
        column("Share", 80, SWT.RIGHT, row -> row.rows().isEmpty() ? String.format(Locale.ROOT, "%.1f %%", 100 * row.share()) : "");
        column("Min cycles", 90, SWT.RIGHT, row -> cost(row, c -> Long.toString(c.min())));
        column("Mean", 90, SWT.RIGHT, row -> cost(row, c -> String.format(Locale.ROOT, "%.1f", c.mean())));
        column("Max", 90, SWT.RIGHT, row -> cost(row, c -> Long.toString(c.max())));
        column("Cycles in all", 120, SWT.RIGHT, row -> cost(row, c -> String.format(Locale.ROOT, "%,d", c.total())));
        tree.addDoubleClickListener(event -> {
            if (tree.getStructuredSelection().getFirstElement() instanceof final StatisticsRow row && !row.filter().isEmpty()) {
                filterChosen.accept(row.filter());
            }
        });
        tree.setInput(shown);
    }

    Tree control() {
        return tree.getTree();
    }

    private void column(final String title, final int width, final int style, final Function<StatisticsRow, String> text) {
        final TreeViewerColumn column = new TreeViewerColumn(tree, style);
        column.getColumn().setText(title);
        column.getColumn().setWidth(width);
        column.getColumn().setResizable(true);
        column.setLabelProvider(new ColumnLabelProvider() {
            @Override
            public String getText(final Object element) {
                return text.apply((StatisticsRow) element);
            }
        });
    }

    private static String cost(final StatisticsRow row, final Function<Cost, String> text) {
        return row.cost() == null || row.cost().timed() == 0 ? "" : text.apply(row.cost());
    }

    /** Shows new figures; what is folded and where one has scrolled to stays. */
    void show(final List<StatisticsRow> rows) {
        if (rows.equals(shown) || control().isDisposed()) {
            return;
        }
        final boolean sameHeadings = rows.stream().map(StatisticsRow::name).toList().equals(shown.stream().map(StatisticsRow::name).toList());
        final int top = control().getTopItem() == null ? -1 : control().indexOf(control().getTopItem());
        final boolean[] folded = new boolean[rows.size()];
        for (int i = 0; sameHeadings && i < rows.size(); i++) {
            folded[i] = !control().getItem(i).getExpanded();
        }
        shown = rows;
        control().setRedraw(false);
        tree.setInput(rows);
        for (int i = 0; i < rows.size(); i++) {
            control().getItem(i).setExpanded(!folded[i]);
        }
        if (top >= 0 && top < control().getItemCount()) {
            control().setTopItem(control().getItem(top));
        }
        control().setRedraw(true);
    }

    private static final class Content implements ITreeContentProvider {
        @Override
        public Object[] getElements(final Object input) {
            return ((List<?>) input).toArray();
        }

        @Override
        public Object[] getChildren(final Object parent) {
            return ((StatisticsRow) parent).rows().toArray();
        }

        @Override
        public Object getParent(final Object element) {
            return null;
        }

        @Override
        public boolean hasChildren(final Object element) {
            return !((StatisticsRow) element).rows().isEmpty();
        }
    }
}
