// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;

/**
 * Works through a trace in the background, again and again as it grows. Woken by the view, so that nothing happens while nobody looks.
 */
final class Follower extends Job {
    private volatile Consumer<BooleanSupplier> work = cancelled -> { };

    Follower(final String name) {
        super(name);
        setSystem(true);
        setPriority(DECORATE);
    }

    /** Does something else from now on; what was going on is cancelled. */
    void work(final Consumer<BooleanSupplier> newWork) {
        cancel();
        work = newWork;
        schedule();
    }

    /** Goes on if it has stopped. */
    void wakeUpIfIdle() {
        if (getState() == NONE) {
            schedule();
        }
    }

    @Override
    protected IStatus run(final IProgressMonitor monitor) {
        final Consumer<BooleanSupplier> mine = work;
        mine.accept(() -> monitor.isCanceled() || mine != work);
        return Status.OK_STATUS;
    }
}
