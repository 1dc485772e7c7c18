// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.registers;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.FontRegistry;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ColumnViewerToolTipSupport;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.viewers.TableViewerColumn;
import org.eclipse.jface.viewers.Viewer;
import org.eclipse.jface.viewers.ViewerFilter;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.actions.ActionFactory;
import org.eclipse.ui.part.ViewPart;
import org.trapline.runtime.Guest;
import org.trapline.runtime.SessionState;
import org.trapline.runtime.snapshot.SystemSnapshot;
import org.trapline.ui.Actions;
import org.trapline.ui.run.Run;
import org.trapline.ui.run.RunListener;
import org.trapline.ui.run.Runs;

/** Shows the registers of the guest whose console is in front: the hart's, and beside them the vCPU's. */
public final class RegistersView extends ViewPart implements RunListener {
    private static final int REFRESH_MS = 400;
    private static final String NOTHING = "Run something, and pause it: its registers are shown here, the hart's beside those that the guest sees.";
    private static final String CHANGED_COLOR = "org.trapline.ui.registers.changed";

    private final Runnable tick = this::tick;
    private Label title;
    private TableViewer viewer;
    private TableViewerColumn virtual;
    private Action differing;
    private CpuChoice choice;
    private Map<String, RegisterRow> before = Map.of();
    private RegisterTable shown;
    private Run shownRun;
    private boolean asked;
    private boolean stale;

    @Override
    public void createPartControl(final Composite parent) {
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(parent);
        title = new Label(parent, SWT.WRAP);
        title.setText(NOTHING);
        GridDataFactory.fillDefaults().grab(true, false).indent(8, 4).applyTo(title);
        viewer = new TableViewer(parent, SWT.MULTI | SWT.FULL_SELECTION | SWT.V_SCROLL | SWT.H_SCROLL);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(viewer.getControl());
        viewer.getTable().setHeaderVisible(true);
        viewer.setContentProvider(ArrayContentProvider.getInstance());
        column("Register", 110, RegisterRow::name, false);
        column("Hart", 190, RegisterRow::physical, true);
        virtual = column("vCPU", 190, RegisterRow::virtual, true);
        column("Meaning", 420, RegisterRow::meaning, false);
        ColumnViewerToolTipSupport.enableFor(viewer);
        differing = Actions.check("Only What Differs", "filter", "Show only registers in which the guest sees something else than the hart holds",
                viewer::refresh);
        viewer.addFilter(new ViewerFilter() {
            @Override
            public boolean select(final Viewer view, final Object parentElement, final Object element) {
                return !differing.isChecked() || ((RegisterRow) element).differs();
            }
        });
        choice = new CpuChoice(getViewSite().getActionBars(), () -> stale = true);
        getViewSite().getActionBars().getToolBarManager().add(differing);
        getViewSite().getActionBars().setGlobalActionHandler(ActionFactory.COPY.getId(), Actions.key(this::copy));
        getViewSite().getActionBars().setGlobalActionHandler(ActionFactory.SELECT_ALL.getId(), Actions.key(() -> viewer.getTable().selectAll()));
        Runs.current().addListener(this);
        stale = true;
        parent.getDisplay().timerExec(REFRESH_MS, tick);
    }

    private TableViewerColumn column(final String name, final int width, final Function<RegisterRow, String> text, final boolean isValue) {
        final TableViewerColumn column = new TableViewerColumn(viewer, SWT.LEFT);
        column.getColumn().setText(name);
        column.getColumn().setWidth(width);
        column.getColumn().setResizable(true);
        column.setLabelProvider(new Cell(text, isValue));
        return column;
    }

    /** Copies the selected rows, as a table that other programs read. */
    private void copy() {
        final StringBuilder text = new StringBuilder();
        for (final TableItem item : viewer.getTable().getSelection()) {
            final RegisterRow row = (RegisterRow) item.getData();
            text.append(String.join("\t", row.name(), row.physical(), row.virtual(), row.meaning())).append('\n');
        }
        if (!text.isEmpty()) {
            final Clipboard clipboard = new Clipboard(viewer.getControl().getDisplay());
            clipboard.setContents(new Object[] {text.toString()}, new Transfer[] {TextTransfer.getInstance()});
            clipboard.dispose();
        }
    }

    private void tick() {
        if (viewer.getControl().isDisposed()) {
            return;
        }
        final boolean moves = Runs.current().run().filter(run -> run.state() == SessionState.RUNNING || run.state() == SessionState.WAITING)
                .isPresent();
        if ((stale || moves) && !asked && getSite().getPage().isPartVisible(this)) {
            ask();
        }
        viewer.getControl().getDisplay().timerExec(REFRESH_MS, tick);
    }

    private void ask() {
        stale = false;
        final Run run = Runs.current().run().orElse(null);
        final Guest guest = Runs.current().chosenGuest().orElse(null);
        if (run == null || guest == null || run.state() == SessionState.READY) {
            return;
        }
        asked = true;
        final CompletableFuture<SystemSnapshot> snapshot = run.session().snapshot();
        snapshot.whenComplete((state, failure) -> {
            if (!viewer.getControl().isDisposed()) {
                viewer.getControl().getDisplay().asyncExec(() -> {
                    asked = false;
                    if (failure == null && !viewer.getControl().isDisposed() && Runs.current().run().filter(now -> now == run).isPresent()) {
                        show(run, RegisterTable.of(guest, state, choice.chosen()));
                    }
                });
            }
        });
    }

    private void show(final Run run, final RegisterTable table) {
        if (table.equals(shown) && run == shownRun) {
            // A second look at the same instant must not make what has just changed look old.
            return;
        }
        // What another run, or another guest, had in its registers has nothing to do with what changes in these.
        before = run != shownRun || !shown.title().equals(table.title()) ? table.byName() : shown.byName();
        shown = table;
        shownRun = run;
        title.setText(table.note().isEmpty() ? table.title() : table.title() + ". " + table.note());
        title.requestLayout();
        choice.offer(table.cpu(), table.cpus());
        virtual.getColumn().setWidth(table.hasVirtual() ? Math.max(virtual.getColumn().getWidth(), 190) : 0);
        final int top = viewer.getTable().getTopIndex();
        viewer.getTable().setRedraw(false);
        viewer.setInput(table.rows());
        viewer.getTable().setTopIndex(top);
        viewer.getTable().setRedraw(true);
    }

    @Override
    public void runStarted(final Run run) {
        stale = true;
    }

    @Override
    public void runChanged(final Run run) {
        stale = true;
    }

    @Override
    public void guestChosen() {
        stale = true;
    }

    @Override
    public void runAdvanced(final Run run) {
        stale = true;
    }

    /** Returns all there is to see, for tests. */
    public Composite control() {
        return viewer.getTable().getParent();
    }

    /** Returns the choice among the guest's CPUs, for tests. */
    CpuChoice choice() {
        return choice;
    }

    /** Returns whether the hart's register of that name is shown as changed, for tests. */
    boolean hasChanged(final String name) {
        return !before.get(name).physical().equals(shown.byName().get(name).physical());
    }

    /** Returns what is shown, for tests. */
    RegisterTable shown() {
        return shown;
    }

    @Override
    public void setFocus() {
        viewer.getControl().setFocus();
    }

    @Override
    public void dispose() {
        if (PlatformUI.isWorkbenchRunning()) {
            Runs.current().removeListener(this);
        }
        super.dispose();
    }

    /** Values are set in a fixed-width font, and in another colour if they have just changed. */
    private final class Cell extends ColumnLabelProvider {
        private final Function<RegisterRow, String> text;
        private final boolean isValue;

        Cell(final Function<RegisterRow, String> text, final boolean isValue) {
            this.text = text;
            this.isValue = isValue;
        }

        @Override
        public String getText(final Object element) {
            return text.apply((RegisterRow) element);
        }

        @Override
        public Font getFont(final Object element) {
            final FontRegistry fonts = JFaceResources.getFontRegistry();
            return !isValue ? null : hasChanged(element) ? fonts.getBold(JFaceResources.TEXT_FONT) : fonts.get(JFaceResources.TEXT_FONT);
        }

        @Override
        public Color getForeground(final Object element) {
            return isValue && hasChanged(element) ? JFaceResources.getColorRegistry().get(CHANGED_COLOR) : null;
        }

        private boolean hasChanged(final Object element) {
            final RegisterRow now = (RegisterRow) element;
            final RegisterRow then = before.get(now.name());
            return then != null && !text.apply(then).equals(text.apply(now));
        }

        @Override
        public String getToolTipText(final Object element) {
            final RegisterRow row = (RegisterRow) element;
            return (row.meaning() + (row.parts().isEmpty() ? "" : "\n" + row.parts())).replace("&", "&&");
        }
    }
}
