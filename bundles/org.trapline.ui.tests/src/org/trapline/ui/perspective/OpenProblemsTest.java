// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.perspective;

import static org.trapline.ui.Bench.ui;
import static org.trapline.ui.Bench.until;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IViewPart;
import org.junit.jupiter.api.Test;
import org.trapline.ui.Bench;

/** The Problems view. */
final class OpenProblemsTest {

    @Test
    void problemsAreToldAndNotOnlyCounted() throws CoreException {
        try (Bench bench = Bench.empty()) {
            final IViewPart problems = Bench.view(IPageLayout.ID_PROBLEM_VIEW, IViewPart.class);
            final Tree tree = ui(() -> ((TreeViewer) problems.getSite().getSelectionProvider()).getTree());
            Bench.open(bench.file("wrong.s", "_start: frobnicate a0\n"));
            until("the group is open and its problem is there", () -> tree.getItemCount() > 0 && tree.getItem(0).getExpanded()
                    && tree.getItem(0).getItem(0).getText().contains("frobnicate"));
        }
    }
}
