// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import org.eclipse.core.runtime.ILog;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.trapline.ui.Ids;

/** The views that show what runs. */
final class RunViews {
    private RunViews() {
    }

    /** Opens them, and brings them to the front of their stacks, without taking the focus away. Who looks at registers keeps them. */
    static void bringUp(final IWorkbenchPage page) {
        show(page, Ids.GUEST_CONSOLE);
        final IViewPart registers = page.findView(Ids.REGISTERS);
        if (registers == null || !page.isPartVisible(registers)) {
            show(page, Ids.LIVE_TRACE);
        }
    }

    private static void show(final IWorkbenchPage page, final String view) {
        try {
            page.showView(view, null, IWorkbenchPage.VIEW_VISIBLE);
        } catch (final PartInitException e) {
            ILog.of(RunViews.class).log(e.getStatus());
        }
    }
}
