// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace;

import java.util.Locale;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.IToolBarManager;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.jface.action.Separator;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.IActionBars;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.actions.ActionFactory;
import org.eclipse.ui.part.ViewPart;
import org.trapline.runtime.Moment;
import org.trapline.runtime.SessionState;
import org.trapline.trace.SourceLine;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceSource;
import org.trapline.trace.analysis.TraceFilter;
import org.trapline.trace.text.EventText;
import org.trapline.ui.Actions;
import org.trapline.ui.SourceFiles;
import org.trapline.ui.run.Run;
import org.trapline.ui.run.RunListener;
import org.trapline.ui.run.Runs;
import org.trapline.ui.trace.model.AllRows;
import org.trapline.ui.trace.model.FilteredRows;
import org.trapline.ui.trace.model.KindCondition;
import org.trapline.ui.trace.model.Rows;
import org.trapline.ui.trace.table.EventTable;

/** Shows the trace of the machines that run, or of a file. */
public final class LiveTraceView extends ViewPart implements FindBar.Target {
    private static final int REFRESH_MS = 100;
    private static final int FIND_WIDTH = 220;
    private static final String NOTHING_YET = """
            No trace yet.
            Open a machine configuration (.tln) or a guest program (.s) and press Run. Every trap, emulated instruction, \
            page walk and device access of the running machines appears here as it happens.""";
    private static final String NO_MATCH = "No event passes the filter so far.";
    private static final String NO_EVENT = "The machines have not reported anything yet.";

    private final Follower scanner = new Follower("Filtering the trace");
    private final Follower counting = new Follower("Counting the trace");
    private final RunListener runs = new Watch();
    private final Runnable tick = this::tick;
    private FilterField filterField;
    private GroupBar groups;
    private FindBar find;
    private CTabFolder tabs;
    private CTabItem statisticsTab;
    private EventTable table;
    private StatisticsPane statistics;
    private Label status;
    private Action follow;
    private Action freeze;
    private Action export;
    private TraceInput input;
    private TraceFilter filter;
    private Rows rows;
    private FilteredRows filtered;
    private Counter counter;
    private String said;

    @Override
    public void createPartControl(final Composite parent) {
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(parent);
        createBars(parent);
        tabs = new CTabFolder(parent, SWT.BOTTOM | SWT.FLAT);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(tabs);
        table = new EventTable(tabs);
        table.onFollowingChanged(() -> follow.setChecked(table.isFollowing()));
        table.onOpen(this::openSource);
        table.addListener(SWT.Selection, event -> showStatus());
        tab("Events", table);
        statistics = new StatisticsPane(tabs, this::showOnly);
        statisticsTab = tab("Statistics", statistics.control());
        tabs.setSelection(0);
        tabs.addListener(SWT.Selection, event -> wakeUp());
        status = new Label(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).indent(6, 2).applyTo(status);
        createActions();
        createMenu();
        setInput(null);
        Runs.current().addListener(runs);
        Runs.current().run().ifPresent(this::show);
        parent.getDisplay().timerExec(REFRESH_MS, tick);
    }

    private void createBars(final Composite parent) {
        final Composite bar = new Composite(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(bar);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(10, 3).spacing(4, 0).applyTo(bar);
        filterField = new FilterField(bar, "Filter, e.g. kind=vm_exit cause=illegal_instruction (Ctrl+Space proposes)", this::setFilter);
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.CENTER).grab(true, false).applyTo(filterField.control());
        find = new FindBar(bar, this);
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.CENTER).hint(FIND_WIDTH, SWT.DEFAULT).applyTo(find.control());
        groups = new GroupBar(parent, group -> filterField.setFilter(KindCondition.toggle(filterField.filter(), group)));
        GridDataFactory.fillDefaults().grab(true, false).indent(6, 0).applyTo(groups.control());
    }

    private CTabItem tab(final String title, final Control control) {
        final CTabItem item = new CTabItem(tabs, SWT.NONE);
        item.setText(title);
        item.setControl(control);
        return item;
    }

    private void createActions() {
        follow = Actions.check("Follow", "follow", "Stay at the newest event", () -> table.setFollowing(follow.isChecked()));
        follow.setChecked(true);
        freeze = Actions.check("Freeze", "freeze", "Keep the picture as it is, while the machines run on", this::showStatus);
        export = Actions.push("Export...", "export", "Save the events that are shown to a file",
                () -> new TraceExport(getSite().getShell(), input, filter).open());
        final Action open = Actions.push("Open Trace File...", "open", "Look at a trace that was saved",
                () -> TraceOpening.choose(getSite().getShell(), input == null ? null : input.home()).ifPresent(this::setInput));
        final IActionBars bars = getViewSite().getActionBars();
        final IToolBarManager tools = bars.getToolBarManager();
        tools.add(follow);
        tools.add(freeze);
        tools.add(new Separator());
        tools.add(export);
        final IMenuManager menu = bars.getMenuManager();
        menu.add(open);
        menu.add(export);
        bars.setGlobalActionHandler(ActionFactory.COPY.getId(), Actions.key(this::copy));
        bars.setGlobalActionHandler(ActionFactory.SELECT_ALL.getId(), Actions.key(this::selectAll));
        bars.setGlobalActionHandler(ActionFactory.FIND.getId(), Actions.key(() -> find.field().control().setFocus()));
        bars.updateActionBars();
    }

    private void createMenu() {
        final MenuManager menu = new MenuManager();
        menu.setRemoveAllWhenShown(true);
        menu.addMenuListener(manager -> {
            final long row = table.selectedRow();
            if (row >= 0) {
                manager.add(Actions.push("Go to Source", "source", "", () -> openSource(rows.seq(row))));
                manager.add(new Separator());
                new EventFilters(event(row), input.source().names()).proposals().forEach((label, text) -> manager.add(
                        Actions.push(label, "filter", text, () -> filterField.setFilter(text))));
                manager.add(new Separator());
                manager.add(Actions.push("Copy", "copy", "", this::copy));
            }
        });
        table.setMenu(menu.createContextMenu(table));
    }

    private TraceEvent event(final long row) {
        final TraceEvent event = new TraceEvent();
        input.source().read(rows.seq(row), event);
        return event;
    }

    private void copy() {
        final Control focus = getSite().getShell().getDisplay().getFocusControl();
        if (focus instanceof final org.eclipse.swt.widgets.Text text) {
            text.copy();
        } else {
            table.copy();
        }
    }

    private void selectAll() {
        final Control focus = getSite().getShell().getDisplay().getFocusControl();
        if (focus instanceof final org.eclipse.swt.widgets.Text text) {
            text.selectAll();
        } else {
            table.selectAll();
        }
    }

    private void show(final Run run) {
        run.trace().ifPresent(source -> setInput(new TraceInput(run.name(), source, run.home())));
    }

    /** Shows that trace from now on; null for none. */
    public void setInput(final TraceInput newInput) {
        input = newInput;
        freeze.setChecked(false);
        export.setEnabled(input != null);
        filterField.setNames(input == null ? null : input.source().names());
        find.field().setNames(input == null ? null : input.source().names());
        counter = input == null ? null : new Counter(input.source());
        counting.work(cancelled -> { });
        setContentDescription("");
        table.setFollowing(true);
        applyFilter();
    }

    private void setFilter(final TraceFilter newFilter) {
        filter = newFilter.toString().isBlank() ? null : newFilter;
        applyFilter();
    }

    private void applyFilter() {
        groups.show(KindCondition.groups(filterField.filter()));
        filtered = null;
        rows = null;
        if (input != null && filter != null) {
            final FilteredRows scanned = new FilteredRows(input.source(), filter.with(input.source().names()));
            filtered = scanned;
            rows = scanned;
            scanner.work(scanned::scan);
        } else if (input != null) {
            rows = new AllRows(input.source());
            scanner.work(cancelled -> { });
        }
        said = null;
        table.setEmptyText(input == null ? NOTHING_YET : filter == null ? NO_EVENT : NO_MATCH);
        table.setInput(input == null ? null : input.source(), rows);
        wakeUp();
    }

    private void showOnly(final String text) {
        tabs.setSelection(0);
        filterField.setFilter(text);
    }

    private void tick() {
        if (table.isDisposed()) {
            return;
        }
        if (input != null && !freeze.isChecked() && getSite().getPage().isPartVisible(this)) {
            wakeUp();
            refresh();
        }
        table.getDisplay().timerExec(REFRESH_MS, tick);
    }

    private void refresh() {
        final long low = rows.low();
        final long high = rows.high();
        rows.update();
        if (low != rows.low() || high != rows.high()) {
            table.refresh();
        }
        if (tabs.getSelection() == statisticsTab) {
            statistics.show(counter.rows());
        }
        showStatus();
    }

    private void wakeUp() {
        if (filtered != null && !filtered.isComplete()) {
            scanner.wakeUpIfIdle();
        }
        if (counter != null && tabs.getSelection() == statisticsTab) {
            final Counter mine = counter;
            if (counting.getState() == Follower.NONE) {
                counting.work(mine::count);
            }
        }
    }

    private void showStatus() {
        final String text = input == null ? "" : status();
        if (!text.equals(status.getText())) {
            status.setText(text);
        }
    }

    private String status() {
        final TraceSource source = input.source();
        final StringBuilder text = new StringBuilder(input.title()).append(": ");
        final long all = source.nextSeq() - source.firstSeq();
        if (filtered == null) {
            text.append(count(all, "event"));
        } else {
            text.append(count(rows.count(), "event")).append(" of ").append(String.format(Locale.ROOT, "%,d", all));
            if (!filtered.isComplete()) {
                text.append(String.format(Locale.ROOT, ", %.0f %% looked at", 100 * filtered.progress()));
            }
        }
        if (source.firstSeq() > 0) {
            text.append(String.format(Locale.ROOT, "; the first %,d are no longer kept", source.firstSeq()));
        }
        if (freeze.isChecked()) {
            text.append("; frozen");
        }
        return said == null ? text.toString() : text.append("; ").append(said).toString();
    }

    private static String count(final long number, final String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    private void openSource(final long seq) {
        final TraceEvent event = new TraceEvent();
        if (!input.source().read(seq, event)) {
            return;
        }
        final SourceLine line = new EventText(input.source().names()).line(event);
        if (line == null) {
            say("This event has no source line: no program of this trace covers its pc");
        } else {
            SourceFiles.find(line.file(), input.home()).ifPresentOrElse(file -> SourceFiles.open(getSite().getPage(), file, line.line()),
                    () -> say(line.file() + " is not in the workspace"));
        }
    }

    @Override
    public TraceSource source() {
        return input.source();
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public long from() {
        return table.selectedRow() >= 0 ? table.selectedRow() : rows.low() - 1;
    }

    @Override
    public void found(final long row) {
        table.reveal(row);
    }

    @Override
    public void say(final String message) {
        said = message;
        showStatus();
    }

    /** Returns the table, for tests. */
    public EventTable table() {
        return table;
    }

    /** Returns the field for the filter, for tests. */
    FilterField filterField() {
        return filterField;
    }

    @Override
    public void setFocus() {
        table.setFocus();
    }

    @Override
    public void dispose() {
        if (PlatformUI.isWorkbenchRunning()) {
            Runs.current().removeListener(runs);
        }
        scanner.work(cancelled -> { });
        counting.work(cancelled -> { });
        if (find != null) {
            find.dispose();
        }
        super.dispose();
    }

    /** Shows each run, and of one that has gone back, where it stands. */
    private final class Watch implements RunListener {
        private boolean wasInPast;

        @Override
        public void runStarted(final Run run) {
            wasInPast = false;
            show(run);
        }

        @Override
        public void runChanged(final Run run) {
            final long stands = run.session().moment().filter(Moment::isInPast).map(Moment::event).orElse(-1L) - 1;
            if (run.state() == SessionState.PAUSED && rows != null && run.trace().filter(source -> source == input.source()).isPresent()
                    && stands >= input.source().firstSeq()) {
                table.reveal(rows.rowOf(stands));
                wasInPast = true;
            } else if (wasInPast && run.session().moment().filter(Moment::isInPast).isEmpty()) {
                table.setFollowing(true);
                wasInPast = false;
            }
        }
    }
}
