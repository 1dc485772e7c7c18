// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.time.Duration;

import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.PlatformUI;

/** Shows a run among the workbench's jobs for as long as it lasts; cancelling it there stops the machines. */
final class RunJob extends Job {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Run run;

    RunJob(final Run run) {
        super("Running " + run.name());
        this.run = run;
        setPriority(LONG);
    }

    @Override
    protected IStatus run(final IProgressMonitor monitor) {
        monitor.beginTask("", IProgressMonitor.UNKNOWN);
        try {
            while (!run.session().awaitEnd(LOOK_EVERY)) {
                if (monitor.isCanceled()) {
                    run.session().stop();
                }
            }
            final Display display = PlatformUI.getWorkbench().getDisplay();
            if (run.scenario() != null && !display.isDisposed()) {
                display.asyncExec(() -> ScenarioMarks.show(run));
            }
            return Status.OK_STATUS;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return Status.CANCEL_STATUS;
        } catch (final IllegalStateException e) {
            ILog.of(RunJob.class).error("The engine failed while running " + run.name(), e);
            return Status.error("The engine failed while running " + run.name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    protected void canceling() {
        run.session().stop();
    }
}
