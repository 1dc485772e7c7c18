// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.topology;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Display;
import org.trapline.diagram.LiveState;
import org.trapline.lang.topology.TopologyLoader;
import org.trapline.runtime.Session;
import org.trapline.ui.run.Run;

/** Reads and draws in the background; only the newest wish counts. */
final class Draftsman extends Job {
    private static final int SNAPSHOT_SECONDS = 5;

    /**
     * What to draw.
     * @param run what runs, if it was started from the same file; else null
     */
    record Wish(Path file, String text, Run run) {
    }

    private final Display display;
    private final Consumer<Drawing> done;
    private volatile Wish wish;
    // Confined to the job.
    private TopologyLoader loader;
    private Wish drawn;
    private Drawing drawing;

    /** @param done gets each drawing, on the display's thread */
    Draftsman(final Display display, final Consumer<Drawing> done) {
        super("Drawing the topology");
        this.display = display;
        this.done = done;
        setSystem(true);
        setPriority(DECORATE);
    }

    /** Draws that as soon as possible. */
    void draw(final Wish newWish) {
        wish = newWish;
        schedule();
    }

    /** Tells whether all that was wished for is drawn. */
    boolean isIdle() {
        return getState() == NONE;
    }

    @Override
    protected IStatus run(final IProgressMonitor monitor) {
        final Wish mine = wish;
        if (loader == null) {
            loader = new TopologyLoader();
        }
        final LiveState live = mine.run() == null ? null : live(mine.run().session()).orElse(null);
        final boolean sameText = drawn != null && drawn.text().equals(mine.text()) && Objects.equals(drawn.file(), mine.file());
        drawing = sameText ? drawing.with(live) : Drawing.read(loader, mine.file(), mine.text(), live);
        drawn = mine;
        final Drawing result = drawing;
        if (!display.isDisposed() && mine == wish) {
            display.asyncExec(() -> {
                if (mine == wish) {
                    done.accept(result);
                }
            });
        }
        return Status.OK_STATUS;
    }

    private static Optional<LiveState> live(final Session session) {
        try {
            return Optional.of(RunActivity.of(session.plan(), session.state(), session.guests(), session.snapshot().get(SNAPSHOT_SECONDS, TimeUnit.SECONDS)));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final TimeoutException e) {
            // The machines are too busy to answer; the next drawing asks again.
        } catch (final ExecutionException e) {
            ILog.of(Draftsman.class).warn("The session did not tell its state", e);
        }
        return Optional.empty();
    }
}
