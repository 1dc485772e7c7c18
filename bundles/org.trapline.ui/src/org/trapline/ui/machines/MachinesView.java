// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.GroupMarker;
import org.eclipse.jface.action.IContributionManager;
import org.eclipse.jface.action.IToolBarManager;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.jface.action.Separator;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.LocalResourceManager;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.ui.IActionBars;
import org.eclipse.ui.IWorkbenchActionConstants;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.actions.ActionFactory;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.part.ViewPart;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionState;
import org.trapline.runtime.snapshot.SystemSnapshot;
import org.trapline.ui.Actions;
import org.trapline.ui.Ids;
import org.trapline.ui.SourceFiles;
import org.trapline.ui.machines.model.Deed;
import org.trapline.ui.machines.model.Inventory;
import org.trapline.ui.machines.model.Node;
import org.trapline.ui.run.Run;
import org.trapline.ui.run.RunListener;
import org.trapline.ui.run.Runs;

/** Lists the hosts of the run, their virtual machines and those machines' snapshots; takes machines through their lives. */
public final class MachinesView extends ViewPart implements RunListener {
    private static final int REFRESH_MS = 400;
    private static final String RUN = "org.trapline.ui.run.start";
    private static final String NOTHING = """
            No machine runs.

            Open a machine configuration (.tln) and <a>run it</a>: its hosts and their virtual machines are listed here. They can be switched on and off, \
            paused, kept as snapshots, cloned and moved to other hosts while they run.""";
    private static final List<List<Deed>> GROUPS = List.of(List.of(Deed.POWER_ON, Deed.PAUSE, Deed.RESUME, Deed.POWER_OFF, Deed.RESET, Deed.SUSPEND),
        List.of(Deed.SNAPSHOT, Deed.RESTORE), List.of(Deed.CLONE, Deed.TEMPLATE, Deed.MIGRATE, Deed.RESIZE), List.of(Deed.DELETE));
    /** Too many buttons are none: the rest is in the menus. */
    private static final Set<Deed> BUTTONS = Set.of(Deed.POWER_ON, Deed.PAUSE, Deed.RESUME, Deed.POWER_OFF, Deed.SNAPSHOT, Deed.RESTORE, Deed.CLONE,
        Deed.MIGRATE, Deed.DELETE);

    private final Runnable tick = this::tick;
    private final Map<Deed, Action> deeds = new EnumMap<>(Deed.class);
    private final Set<String> known = new HashSet<>();
    private Composite stack;
    private StackLayout layout;
    private Link empty;
    private Composite full;
    private MachineTree tree;
    private Label news;
    private Action create;
    private Action staysOn;
    private Action console;
    private Action source;
    private Run run;
    private Inventory shown = Inventory.NONE;
    private boolean asked;
    private boolean stale = true;

    @Override
    public void createPartControl(final Composite parent) {
        stack = new Composite(parent, SWT.NONE);
        layout = new StackLayout();
        stack.setLayout(layout);
        final Composite blank = new Composite(stack, SWT.NONE);
        GridLayoutFactory.fillDefaults().margins(12, 12).applyTo(blank);
        empty = new Link(blank, SWT.WRAP);
        empty.setText(NOTHING);
        empty.addListener(SWT.Selection, event -> start());
        GridDataFactory.fillDefaults().grab(true, true).applyTo(empty);
        full = new Composite(stack, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(full);
        tree = new MachineTree(full, new LocalResourceManager(JFaceResources.getResources(), stack));
        GridDataFactory.fillDefaults().grab(true, true).applyTo(tree.control());
        news = new Label(full, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).indent(8, 3).applyTo(news);
        layout.topControl = blank;
        createActions();
        tree.viewer().addSelectionChangedListener(event -> selected());
        tree.viewer().addDoubleClickListener(event -> showConsole());
        getSite().setSelectionProvider(tree.viewer());
        Runs.current().addListener(this);
        Runs.current().run().ifPresent(this::runStarted);
        parent.getDisplay().timerExec(REFRESH_MS, tick);
    }

    private void start() {
        try {
            getSite().getService(IHandlerService.class).executeCommand(RUN, null);
        } catch (final org.eclipse.core.commands.common.CommandException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- actions ----

    private void createActions() {
        create = Actions.push("&New Virtual Machine...", "machine_new", "Make a virtual machine like one that there is, or of a template",
                () -> doer().ifPresent(doer -> doer.create(selection().isEmpty() ? null : selection().getFirst())));
        for (final Deed deed : Deed.values()) {
            deeds.put(deed, Actions.push(deed.label(), deed.image(), deed.tip(), () -> doer().ifPresent(doer -> doer.carryOut(deed, selection()))));
        }
        staysOn = Actions.check("&Keep Hosts On", "host_on", "Hosts stay on when all their machines have ended, so that one can be started again", () -> {
            if (run != null) {
                run.session().lives().setHostsStayOn(staysOn.isChecked());
            }
        });
        console = Actions.push("Show Conso&le", "console", "Bring the machine's console to the front", this::showConsole);
        source = Actions.push("Go to Conf&iguration", "source", "Show where it is declared", this::showSource);
        final IActionBars bars = getViewSite().getActionBars();
        fillToolBar(bars.getToolBarManager());
        fill(bars.getMenuManager());
        final MenuManager menu = new MenuManager();
        fill(menu);
        menu.add(new GroupMarker(IWorkbenchActionConstants.MB_ADDITIONS));
        tree.control().setMenu(menu.createContextMenu(tree.control()));
        deeds.get(Deed.DELETE).setActionDefinitionId(ActionFactory.DELETE.getCommandId());
        bars.setGlobalActionHandler(ActionFactory.DELETE.getId(), deeds.get(Deed.DELETE));
        bars.setGlobalActionHandler(ActionFactory.COPY.getId(), Actions.key(tree::copy));
        bars.setGlobalActionHandler(ActionFactory.SELECT_ALL.getId(), Actions.key(() -> tree.viewer().getTree().selectAll()));
        bars.updateActionBars();
        enable();
    }

    private void fillToolBar(final IToolBarManager tools) {
        tools.add(create);
        for (final List<Deed> group : GROUPS) {
            tools.add(new Separator());
            group.stream().filter(BUTTONS::contains).forEach(deed -> tools.add(deeds.get(deed)));
        }
    }

    private void fill(final IContributionManager menu) {
        menu.add(create);
        for (final List<Deed> group : GROUPS) {
            menu.add(new Separator());
            group.forEach(deed -> menu.add(deeds.get(deed)));
        }
        menu.add(new Separator());
        menu.add(console);
        menu.add(source);
        menu.add(new Separator());
        menu.add(staysOn);
    }

    private List<Node> selection() {
        return tree.selection();
    }

    private Optional<Doer> doer() {
        return Optional.ofNullable(run).map(now -> new Doer(getSite().getShell(), now.session(), shown, sentence -> {
            say(sentence);
            staysOn.setChecked(true);
            stale = true;
            look();
        }));
    }

    private void say(final String sentence) {
        if (!news.isDisposed()) {
            news.setText(sentence.replace("&", "&&"));
            news.setToolTipText(sentence.replace("&", "&&"));
        }
    }

    private void enable() {
        final List<Node> nodes = selection();
        deeds.forEach((deed, action) -> action.setEnabled(deed.isPossible(shown, nodes)));
        create.setEnabled(shown.isAlive() && !shown.hypervisors().isEmpty() && !NewMachineDialog.models(shown).isEmpty());
        staysOn.setEnabled(shown.isAlive());
        console.setEnabled(nodes.size() == 1 && nodes.getFirst().ofGuest().isPresent());
        source.setEnabled(run != null && nodes.size() == 1 && nodes.getFirst().line() > 0);
    }

    private void selected() {
        enable();
        if (selection().size() == 1) {
            selection().getFirst().ofGuest().ifPresent(guest -> Runs.current().choose(guest));
        }
    }

    private void showConsole() {
        if (selection().size() != 1 || selection().getFirst().ofGuest().isEmpty()) {
            return;
        }
        Runs.current().choose(selection().getFirst().ofGuest().orElseThrow());
        try {
            getSite().getPage().showView(Ids.GUEST_CONSOLE);
        } catch (final PartInitException e) {
            org.eclipse.core.runtime.ILog.of(MachinesView.class).log(e.getStatus());
        }
    }

    private void showSource() {
        if (run != null && !selection().isEmpty()) {
            SourceFiles.open(getSite().getPage(), run.file(), selection().getFirst().line());
        }
    }

    // ---- looking ----

    private void tick() {
        if (stack.isDisposed()) {
            return;
        }
        look();
        stack.getDisplay().timerExec(REFRESH_MS, tick);
    }

    private void look() {
        final boolean moves = run != null && (run.state() == SessionState.RUNNING || run.state() == SessionState.WAITING);
        if ((stale || moves) && !asked && run != null && run.state() != SessionState.READY && getSite().getPage().isPartVisible(this)) {
            ask(run);
        }
    }

    private void ask(final Run about) {
        stale = false;
        asked = true;
        final Session session = about.session();
        session.snapshot().thenCombine(session.lives().templates(), (now, templates) -> inventory(about, now, templates)).whenComplete((inventory, failure) -> {
            if (!stack.isDisposed()) {
                stack.getDisplay().asyncExec(() -> {
                    asked = false;
                    if (failure == null && about == run && !stack.isDisposed()) {
                        show(inventory);
                    }
                });
            }
        });
    }

    private static Inventory inventory(final Run run, final SystemSnapshot now, final List<String> templates) {
        return Inventory.of(run.session().plan(), run.session().guests(), now, templates, run.state());
    }

    private void show(final Inventory inventory) {
        if (layout.topControl != full) {
            layout.topControl = full;
            stack.layout();
        }
        if (!inventory.equals(shown)) {
            final boolean hasEnded = shown.isAlive() && !inventory.isAlive();
            shown = inventory;
            tree.show(inventory, known);
            known.clear();
            inventory.all().forEach(node -> node.children().forEach(child -> known.add(MachineTree.place(node, child))));
            if (hasEnded) {
                say(run.scenarioNews().map(words -> words + " ").orElse("") + "The run has ended, and all hosts are off.");
            }
            enable();
        }
    }

    @Override
    public void runStarted(final Run started) {
        run = started;
        known.clear();
        shown = new Inventory(List.of(), true);
        staysOn.setChecked(false);
        say("");
        stale = true;
    }

    @Override
    public void runChanged(final Run changed) {
        stale = true;
    }

    @Override
    public void runAdvanced(final Run advanced) {
        stale = true;
    }

    /** Returns what is shown, for tests. */
    Inventory shown() {
        return shown;
    }

    /** Selects rows, for tests. */
    void select(final List<Node> nodes) {
        tree.viewer().setSelection(new StructuredSelection(nodes));
    }

    /** Returns the action of a deed, for tests. */
    Action action(final Deed deed) {
        return deeds.get(deed);
    }

    /** Returns what was said last, for tests. */
    String said() {
        return news.getText();
    }

    @Override
    public void setFocus() {
        if (layout.topControl == full) {
            tree.control().setFocus();
        } else {
            empty.setFocus();
        }
    }

    @Override
    public void dispose() {
        if (PlatformUI.isWorkbenchRunning()) {
            Runs.current().removeListener(this);
        }
        super.dispose();
    }
}
