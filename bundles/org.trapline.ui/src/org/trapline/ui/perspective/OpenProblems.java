// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.perspective;

import java.util.HashSet;
import java.util.Set;

import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPartListener2;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchPart;
import org.eclipse.ui.IWorkbenchPartReference;
import org.eclipse.ui.IWorkbenchWindow;

/** Opens the groups of the Problems view, which otherwise only says how many problems there are. */
final class OpenProblems implements IPartListener2 {
    private static final String WATCHED = OpenProblems.class.getName();

    /** Does so in a window from now on. */
    static void in(final IWorkbenchWindow window) {
        window.getPartService().addPartListener(new OpenProblems());
        final IWorkbenchPage page = window.getActivePage();
        if (page != null && page.findViewReference(IPageLayout.ID_PROBLEM_VIEW) != null) {
            open(page.findViewReference(IPageLayout.ID_PROBLEM_VIEW));
        }
    }

    @Override
    public void partOpened(final IWorkbenchPartReference reference) {
        open(reference);
    }

    @Override
    public void partVisible(final IWorkbenchPartReference reference) {
        open(reference);
    }

    private static void open(final IWorkbenchPartReference reference) {
        final IWorkbenchPart part = reference.getId().equals(IPageLayout.ID_PROBLEM_VIEW) ? reference.getPart(false) : null;
        if (part != null && part.getSite().getSelectionProvider() instanceof final TreeViewer viewer && viewer.getTree().getData(WATCHED) == null) {
            viewer.getTree().setData(WATCHED, Boolean.TRUE);
            watch(viewer);
        }
    }

    /** The view makes its groups anew whenever problems come and go; those that the user closes stay closed. */
    private static void watch(final TreeViewer viewer) {
        final Tree tree = viewer.getTree();
        final Set<String> closed = new HashSet<>();
        tree.addListener(SWT.Collapse, event -> closed.add(group((TreeItem) event.item)));
        tree.addListener(SWT.Expand, event -> closed.remove(group((TreeItem) event.item)));
        tree.addListener(SWT.Paint, event -> tree.getDisplay().asyncExec(() -> {
            if (!tree.isDisposed()) {
                expand(viewer, closed);
            }
        }));
    }

    private static void expand(final TreeViewer viewer, final Set<String> closed) {
        for (final TreeItem item : viewer.getTree().getItems()) {
            if (item.getData() != null && item.getItemCount() > 0 && !item.getExpanded() && !closed.contains(group(item))) {
                viewer.setExpandedState(item.getData(), true);
            }
        }
    }

    /** Returns a group's name, without the number of its problems. */
    private static String group(final TreeItem item) {
        return item.getText().replaceAll(" \\(.*", "");
    }
}
