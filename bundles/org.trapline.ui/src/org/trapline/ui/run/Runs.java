// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import org.eclipse.core.resources.IResourceChangeEvent;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.services.IDisposable;
import org.trapline.runtime.Guest;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionListener;
import org.trapline.runtime.SessionState;
import org.trapline.vmm.LifeCycle;

/** The run of this workbench: one at a time, the last one is kept when it has ended so that one can look at it. */
public final class Runs implements IDisposable {
    private final Display display;
    private final List<RunListener> listeners = new CopyOnWriteArrayList<>();
    private final StartMarks marks = new StartMarks();
    private Run run;
    private Guest chosen;

    Runs(final Display display) {
        this.display = display;
        ResourcesPlugin.getWorkspace().addResourceChangeListener(marks, IResourceChangeEvent.POST_CHANGE);
    }

    /** Returns the runs of this workbench. */
    public static Runs current() {
        return PlatformUI.getWorkbench().getService(Runs.class);
    }

    public Optional<Run> run() {
        return Optional.ofNullable(run);
    }

    /** Says which guest the user looks at; commands that concern one host mean its host. */
    public void choose(final Guest guest) {
        chosen = guest;
        listeners.forEach(RunListener::guestChosen);
    }

    /** Returns the guest the user looks at; the first one unless he has chosen. */
    public Optional<Guest> chosenGuest() {
        if (run == null || run.session().guests().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(run.session().guests().contains(chosen) ? chosen : run.session().guests().getFirst());
    }

    /** Returns the number of the host that commands mean. */
    int chosenHost() {
        return chosenGuest().map(Guest::host).orElse(0);
    }

    public void addListener(final RunListener listener) {
        listeners.add(listener);
    }

    public void removeListener(final RunListener listener) {
        listeners.remove(listener);
    }

    /** Shows a run, whose session is built but not started, and starts it. The run before is stopped. For the display's thread. */
    void show(final Run next) {
        if (run != null) {
            end(run.session());
        }
        run = next;
        next.session().addListener(new Relay(next));
        listeners.forEach(l -> l.runStarted(next));
        next.session().start();
    }

    // Waiting for the end is not for the display's thread.
    private static void end(final Session session) {
        Thread.ofVirtual().start(session::close);
    }

    @Override
    public void dispose() {
        ResourcesPlugin.getWorkspace().removeResourceChangeListener(marks);
        if (run != null) {
            run.session().close();
        }
    }

    /** Passes changes from the session's thread to the display's; while one is on its way, others ride along. */
    private final class Relay implements SessionListener {
        private final Run about;
        private final AtomicBoolean underway = new AtomicBoolean();

        Relay(final Run about) {
            this.about = about;
        }

        @Override
        public void stateChanged(final SessionState state) {
            pass();
        }

        @Override
        public void guestChanged(final Guest guest, final LifeCycle lifeCycle) {
            pass();
        }

        @Override
        public void advanced() {
            // While machines run, views look by themselves.
            if (about.state() == SessionState.PAUSED && !display.isDisposed()) {
                display.asyncExec(() -> {
                    if (about == run) {
                        listeners.forEach(l -> l.runAdvanced(about));
                    }
                });
            }
        }

        private void pass() {
            if (!display.isDisposed() && underway.compareAndSet(false, true)) {
                display.asyncExec(() -> {
                    underway.set(false);
                    if (about == run) {
                        listeners.forEach(l -> l.runChanged(about));
                    }
                });
            }
        }
    }
}
