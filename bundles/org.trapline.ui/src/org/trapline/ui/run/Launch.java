// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.ide.IDE;
import org.trapline.runtime.Problem;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionOptions;
import org.trapline.runtime.StartException;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.load.PlanResult;
import org.trapline.runtime.plan.ScenarioPlan;

/** Starts machines from a file: saves, reads and assembles in the background, and shows what is wrong if something is. */
public final class Launch {
    private static final long TRACE_EVENTS = 4L << 20;

    private final IWorkbenchWindow window;
    private final IFile file;
    private final Supplier<PlanResult> plan;
    private final Manner manner;

    /** How machines are started. */
    public enum Manner {
        /** At once, and what the configuration's scenario says happens to them. */
        RUN,
        /** They stop before their first instruction. */
        PAUSED,
        /** At once, and nothing happens to them. */
        WITHOUT_SCENARIO
    }

    private Launch(final IWorkbenchWindow window, final IFile file, final Supplier<PlanResult> plan, final Manner manner) {
        this.window = window;
        this.file = file;
        this.plan = plan;
        this.manner = manner;
    }

    /** Runs a configuration, or a program on a machine of its own. */
    public static void start(final IWorkbenchWindow window, final IFile file, final Manner manner) {
        final Path path = Path.of(file.getLocationURI());
        new Launch(window, file, () -> PlanLoader.load(path), manner).go();
    }

    /** Runs what a plan says that is yet to be read. */
    static void start(final IWorkbenchWindow window, final IFile file, final Supplier<PlanResult> plan) {
        new Launch(window, file, plan, Manner.RUN).go();
    }

    private void go() {
        if (!IDE.saveAllEditors(new IResource[] {file.getProject()}, false)) {
            return;
        }
        final Job job = new Job("Starting " + file.getName()) {
            @Override
            protected IStatus run(final IProgressMonitor monitor) {
                return prepare(monitor);
            }
        };
        job.setUser(true);
        job.setPriority(Job.INTERACTIVE);
        job.schedule();
    }

    private IStatus prepare(final IProgressMonitor monitor) {
        final SubMonitor progress = SubMonitor.convert(monitor, "Reading " + file.getName(), 2);
        final long limit = InstructionLimit.get();
        try {
            file.getProject().deleteMarkers(StartMarks.MARKER, true, IResource.DEPTH_INFINITE);
            final PlanResult result = plan.get();
            progress.worked(1);
            if (result.hasErrors()) {
                refuse(result.problems().stream().filter(Problem::isError).toList());
                return Status.OK_STATUS;
            }
            if (progress.isCanceled()) {
                return Status.CANCEL_STATUS;
            }
            final ScenarioChoice choice = new ScenarioChoice(window, file);
            final Optional<ScenarioPlan> scenario = manner == Manner.WITHOUT_SCENARIO ? Optional.empty() : choice.of(result.plan().scenarios());
            if (choice.isCanceled()) {
                return Status.CANCEL_STATUS;
            }
            progress.subTask("Building the machines");
            // In a scenario, everything that comes from outside is written down: nobody waits for the user.
            final SessionOptions usual = SessionOptions.interactive().withTraceCapacity(TRACE_EVENTS).withInstructionLimit(limit)
                    .withStartsPaused(manner == Manner.PAUSED).withAwaitsInput(scenario.isEmpty());
            // Whoever steps wants to step back; whoever lets machines run wants them to be fast.
            final SessionOptions options = manner == Manner.PAUSED ? usual.withTimeTravel() : usual;
            final Session session = Session.create(result.plan(), options);
            final Run run = new Run(file, session, limit, scenario.map(session::play).orElse(null));
            display().asyncExec(() -> begin(run));
            return Status.OK_STATUS;
        } catch (final StartException e) {
            refuse(List.of(e.problem()));
            return Status.OK_STATUS;
        } catch (final IOException e) {
            return Status.error("The trace of " + file.getName() + " cannot be written: " + e.getMessage(), e);
        } catch (final CoreException e) {
            return e.getStatus();
        }
    }

    private Display display() {
        return window.getWorkbench().getDisplay();
    }

    private void begin(final Run run) {
        Runs.current().show(run);
        new RunJob(run).schedule();
        final IWorkbenchPage page = window.getActivePage();
        if (page != null) {
            RunViews.bringUp(page);
        }
    }

    private void refuse(final List<Problem> problems) {
        problems.forEach(problem -> StartMarks.mark(file, problem));
        display().asyncExec(() -> new ProblemsDialog(window, file, problems).open());
    }

    /** Returns what a problem says, with what was expected. */
    static String message(final Problem problem) {
        return problem.expected().isEmpty() ? problem.message() : problem.message() + " (expected " + problem.expected() + ")";
    }
}
