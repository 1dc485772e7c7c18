// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import org.eclipse.core.resources.IMarker;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.trapline.runtime.ScenarioReport;

/** Shows at its lines what did not go as a scenario says. */
final class ScenarioMarks {
    /** The type of markers for what did not. */
    static final String MARKER = "org.trapline.ui.scenarioProblem";

    private ScenarioMarks() {
    }

    /** Marks the lines of a run that has ended. For the display's thread. */
    static void show(final Run run) {
        // A run that has made room for the next one has nothing to tell any more.
        if (Runs.current().run().filter(now -> now == run).isEmpty() || !run.file().exists()) {
            return;
        }
        run.scenarioReport().filter(report -> !report.isSuccess()).ifPresent(report -> {
            report.failures().forEach(failure -> mark(run, report, failure));
            final IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
            if (window != null && window.getActivePage() != null) {
                RunViews.bringUpProblems(window.getActivePage());
            }
        });
    }

    private static void mark(final Run run, final ScenarioReport report, final ScenarioReport.Failure failure) {
        try {
            final IMarker marker = run.file().createMarker(MARKER);
            marker.setAttribute(IMarker.SEVERITY, IMarker.SEVERITY_ERROR);
            marker.setAttribute(IMarker.MESSAGE, "scenario " + report.name() + ": " + failure.what() + ": " + failure.measured());
            if (failure.line() > 0) {
                marker.setAttribute(IMarker.LINE_NUMBER, failure.line());
            }
        } catch (final CoreException e) {
            ILog.of(ScenarioMarks.class).log(e.getStatus());
        }
    }

    /** Says in a sentence how a scenario went. */
    static String words(final ScenarioReport report) {
        final int all = report.held() + report.failures().size();
        if (report.isSuccess()) {
            return report.held() == 0 ? "Scenario " + report.name() + " has happened."
                    : "Scenario " + report.name() + ": " + (all == 1 ? "its expectation held." : "all " + all + " expectations held.");
        }
        return "Scenario " + report.name() + ": " + report.failures().size() + " of " + all + " steps and expectations failed; see Problems.";
    }
}
