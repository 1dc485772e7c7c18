// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.util.List;

import org.eclipse.core.runtime.ILog;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.trapline.ui.Ids;

/** The views that show what runs. */
final class RunViews {
    private RunViews() {
    }

    /** Opens them, and brings them to the front of their stacks, without taking the focus away. */
    static void bringUp(final IWorkbenchPage page) {
        for (final String view : List.of(Ids.GUEST_CONSOLE, Ids.LIVE_TRACE)) {
            try {
                page.showView(view, null, IWorkbenchPage.VIEW_VISIBLE);
            } catch (final PartInitException e) {
                ILog.of(RunViews.class).log(e.getStatus());
            }
        }
    }
}
