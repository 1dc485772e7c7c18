// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.console;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.Separator;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.LocalResourceManager;
import org.eclipse.jface.text.IFindReplaceTarget;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.IActionBars;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.actions.ActionFactory;
import org.eclipse.ui.part.ViewPart;
import org.eclipse.ui.texteditor.FindReplaceAction;
import org.trapline.runtime.Guest;
import org.trapline.ui.Actions;
import org.trapline.ui.Images;
import org.trapline.ui.run.Run;
import org.trapline.ui.run.RunListener;
import org.trapline.ui.run.Runs;

/** A page for each guest of the run. */
public final class GuestConsoleView extends ViewPart implements RunListener {
    private static final int REFRESH_MS = 60;
    private static final String NOTHING_YET = """
            No machine runs.

            Open a machine configuration (.tln) or a guest program (.s) and press Run: what its guests print appears here, and what you type goes to them.""";

    private final List<ConsolePage> pages = new ArrayList<>();
    private final Runnable tick = this::tick;
    private LocalResourceManager images;
    private Composite stack;
    private StackLayout layout;
    private Label empty;
    private CTabFolder tabs;
    private Action scrollLock;
    private Action localEcho;
    private Run run;
    private Feed feed;

    @Override
    public void createPartControl(final Composite parent) {
        stack = new Composite(parent, SWT.NONE);
        layout = new StackLayout();
        stack.setLayout(layout);
        images = new LocalResourceManager(JFaceResources.getResources(), stack);
        final Composite blank = new Composite(stack, SWT.NONE);
        final org.eclipse.swt.layout.FillLayout margins = new org.eclipse.swt.layout.FillLayout();
        margins.marginWidth = 12;
        margins.marginHeight = 12;
        blank.setLayout(margins);
        empty = new Label(blank, SWT.WRAP);
        empty.setText(NOTHING_YET);
        tabs = new CTabFolder(stack, SWT.BOTTOM | SWT.FLAT);
        tabs.addListener(SWT.Selection, event -> chosen());
        layout.topControl = blank;
        createActions();
        Runs.current().addListener(this);
        Runs.current().run().ifPresent(this::runStarted);
        parent.getDisplay().timerExec(REFRESH_MS, tick);
    }

    private void createActions() {
        scrollLock = Actions.check("Scroll Lock", "scroll_lock", "Stay where you are when guests print", () -> {
            if (!scrollLock.isChecked() && page() != null) {
                page().toEnd();
            }
        });
        localEcho = Actions.check("Local Echo", "echo", "Show what you type, for guests that do not",
                () -> pages.forEach(p -> p.setLocalEcho(localEcho.isChecked())));
        final Action clear = Actions.push("Clear", "clear", "Clear this console", () -> onPage(ConsolePage::clear));
        final IActionBars bars = getViewSite().getActionBars();
        bars.getToolBarManager().add(scrollLock);
        bars.getToolBarManager().add(clear);
        bars.getMenuManager().add(localEcho);
        bars.getMenuManager().add(new Separator());
        bars.getMenuManager().add(clear);
        bars.setGlobalActionHandler(ActionFactory.COPY.getId(), Actions.key(() -> onPage(ConsolePage::copy)));
        bars.setGlobalActionHandler(ActionFactory.PASTE.getId(), Actions.key(() -> onPage(ConsolePage::paste)));
        bars.setGlobalActionHandler(ActionFactory.SELECT_ALL.getId(),
                Actions.key(() -> onPage(ConsolePage::selectAll)));
        bars.setGlobalActionHandler(ActionFactory.FIND.getId(),
                new FindReplaceAction(ResourceBundle.getBundle(GuestConsoleView.class.getPackageName() + ".find"), "find.", this));
        bars.updateActionBars();
    }

    private void onPage(final java.util.function.Consumer<ConsolePage> work) {
        if (page() != null) {
            work.accept(page());
        }
    }

    private ConsolePage page() {
        final int index = tabs.getSelectionIndex();
        return index < 0 ? null : pages.get(index);
    }

    @Override
    public void runStarted(final Run started) {
        if (feed != null) {
            feed.dispose();
        }
        final String looksAt = run != null && run.file().equals(started.file()) && page() != null ? page().guest().name() : "";
        run = started;
        feed = new Feed(run.session());
        for (final CTabItem item : tabs.getItems()) {
            item.getControl().dispose();
            item.dispose();
        }
        pages.clear();
        addPages();
        // A view that is opened later still shows it all.
        pages.forEach(page -> page.print(page.guest().console().output(), true));
        // Who runs the same once more wants to look at the same guest.
        final int same = pages.stream().map(page -> page.guest().name()).toList().indexOf(looksAt);
        tabs.setSelection(Math.max(0, same));
        layout.topControl = tabs;
        stack.layout();
        runChanged(run);
        chosen();
    }

    /** Guests may have been made since; what they print is in the feed from the first byte on. */
    private void addPages() {
        for (final Guest guest : run.session().guests()) {
            if (pages.stream().noneMatch(page -> page.guest() == guest)) {
                add(guest);
            }
        }
    }

    private void add(final Guest guest) {
        final ConsolePage page = new ConsolePage(tabs, run, guest);
        page.setLocalEcho(localEcho.isChecked());
        final CTabItem item = new CTabItem(tabs, SWT.NONE);
        item.setText(guest.name());
        item.setControl(page.control());
        item.setImage(images.create(Images.of(GuestWords.image(run, guest))));
        pages.add(page);
    }

    @Override
    public void guestChosen() {
        final Guest guest = Runs.current().chosenGuest().orElse(null);
        for (int i = 0; i < pages.size(); i++) {
            if (pages.get(i).guest() == guest && tabs.getSelectionIndex() != i) {
                tabs.setSelection(i);
            }
        }
    }

    @Override
    public void runChanged(final Run changed) {
        for (int i = 0; i < pages.size(); i++) {
            pages.get(i).update();
            tabs.getItem(i).setImage(images.create(Images.of(GuestWords.image(run, pages.get(i).guest()))));
        }
    }

    private void chosen() {
        if (page() != null) {
            Runs.current().choose(page().guest());
        }
    }

    private void tick() {
        if (stack.isDisposed()) {
            return;
        }
        if (run != null) {
            addPages();
        }
        for (final ConsolePage page : pages) {
            page.print(feed.take(page.guest()), !scrollLock.isChecked());
        }
        stack.getDisplay().timerExec(REFRESH_MS, tick);
    }

    /** Returns what a guest has printed, for tests. */
    String textOf(final String guest) {
        return pages.stream().filter(p -> p.guest().name().equals(guest)).map(ConsolePage::text).findFirst().orElse("");
    }

    /** Returns all there is to see, for tests. */
    Composite control() {
        return stack;
    }

    @Override
    public <T> T getAdapter(final Class<T> type) {
        if (type == IFindReplaceTarget.class) {
            return page() == null ? null : type.cast(page().findTarget());
        }
        return super.getAdapter(type);
    }

    @Override
    public void setFocus() {
        if (page() == null) {
            empty.setFocus();
        } else {
            page().setFocus();
        }
    }

    @Override
    public void dispose() {
        if (PlatformUI.isWorkbenchRunning()) {
            Runs.current().removeListener(this);
        }
        if (feed != null) {
            feed.dispose();
        }
        super.dispose();
    }
}
