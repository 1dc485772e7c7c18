// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace;

import java.util.OptionalLong;

import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.LocalResourceManager;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import org.trapline.trace.TraceSource;
import org.trapline.trace.analysis.TraceFilter;
import org.trapline.ui.Images;
import org.trapline.ui.trace.model.Rows;
import org.trapline.ui.trace.model.Search;

/** Goes to the next or the previous event that contains a text, or that a filter describes. */
final class FindBar {
    /** Where is searched, and what is done with what is found. */
    interface Target {
        TraceSource source();

        Rows rows();

        /** Returns the row to start from. */
        long from();

        void found(long row);

        /** Says how the search went; null for nothing to say. */
        void say(String message);
    }

    private final Composite bar;
    private final FilterField field;
    private final Target target;
    private TraceFilter wanted;
    private Job running;

    FindBar(final Composite parent, final Target target) {
        this.target = target;
        bar = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).spacing(0, 0).applyTo(bar);
        field = new FilterField(bar, "Find", filter -> wanted = filter);
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.CENTER).grab(true, false).indent(8, 0).applyTo(field.control());
        field.control().addListener(SWT.DefaultSelection, event -> find((event.stateMask & SWT.MOD2) != 0 ? -1 : 1));
        final LocalResourceManager images = new LocalResourceManager(JFaceResources.getResources(), bar);
        final ToolBar buttons = new ToolBar(bar, SWT.FLAT);
        button(buttons, "next", "Find the next (Enter)", images, 1);
        button(buttons, "previous", "Find the previous (Shift+Enter)", images, -1);
    }

    private void button(final ToolBar buttons, final String image, final String tip, final LocalResourceManager images, final int step) {
        final ToolItem item = new ToolItem(buttons, SWT.PUSH);
        item.setImage(images.create(Images.of(image)));
        item.setToolTipText(tip);
        item.addListener(SWT.Selection, event -> find(step));
    }

    Composite control() {
        return bar;
    }

    FilterField field() {
        return field;
    }

    /** Searches in the background from the selected row. */
    void find(final int step) {
        if (running != null) {
            running.cancel();
        }
        if (wanted == null || field.filter().isBlank() || target.rows() == null) {
            field.control().setFocus();
            return;
        }
        final TraceSource source = target.source();
        final Rows rows = target.rows();
        final long from = target.from();
        final TraceFilter filter = wanted;
        final Display display = bar.getDisplay();
        target.say("Searching\u2026");
        running = Job.create("Searching the trace", (ICoreRunnable) monitor -> {
            final OptionalLong row = Search.find(source, rows, from, step, filter.with(source.names()), monitor::isCanceled);
            if (!display.isDisposed() && !monitor.isCanceled()) {
                display.asyncExec(() -> show(row, from, step));
            }
        });
        running.schedule();
    }

    private void show(final OptionalLong row, final long from, final int step) {
        if (bar.isDisposed()) {
            return;
        }
        if (row.isEmpty()) {
            target.say("no event is like that");
            return;
        }
        final boolean hasWrapped = step > 0 ? row.getAsLong() <= from : row.getAsLong() >= from;
        target.say(!hasWrapped ? null : step > 0 ? "found from the beginning on" : "found from the end on");
        target.found(row.getAsLong());
    }

    void dispose() {
        if (running != null) {
            running.cancel();
        }
    }
}
