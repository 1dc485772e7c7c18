// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.table;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;

/** Tells assistive technology what the painted table shows: the selected row, explained. */
final class EventTableAccess {
    private EventTableAccess() {
    }

    static void install(final EventTable table) {
        table.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(final AccessibleEvent event) {
                event.result = "Trace events";
            }
        });
        table.getAccessible().addAccessibleControlListener(new AccessibleControlAdapter() {
            @Override
            public void getRole(final AccessibleControlEvent event) {
                event.detail = ACC.ROLE_LIST;
            }

            @Override
            public void getValue(final AccessibleControlEvent event) {
                event.result = table.describe();
            }
        });
        table.addListener(SWT.Selection, event -> table.getAccessible().selectionChanged());
    }
}
