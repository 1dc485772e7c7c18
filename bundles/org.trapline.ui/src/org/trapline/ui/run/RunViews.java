// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import org.eclipse.core.runtime.ILog;
import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.trapline.ui.Ids;

/** The views that show what runs. */
final class RunViews {
    private RunViews() {
    }

    /** Opens them, and brings them to the front of their stacks, without taking the focus away. Who looks at registers or machines keeps them. */
    static void bringUp(final IWorkbenchPage page) {
        show(page, Ids.GUEST_CONSOLE);
        if (!isVisible(page, Ids.REGISTERS) && !isVisible(page, Ids.MACHINES)) {
            show(page, Ids.LIVE_TRACE);
        }
    }

    private static boolean isVisible(final IWorkbenchPage page, final String view) {
        final IViewPart part = page.findView(view);
        return part != null && page.isPartVisible(part);
    }

    /** Brings what is wrong to the front, without taking the focus away. */
    static void bringUpProblems(final IWorkbenchPage page) {
        show(page, IPageLayout.ID_PROBLEM_VIEW);
    }

    private static void show(final IWorkbenchPage page, final String view) {
        try {
            page.showView(view, null, IWorkbenchPage.VIEW_VISIBLE);
        } catch (final PartInitException e) {
            ILog.of(RunViews.class).log(e.getStatus());
        }
    }
}
