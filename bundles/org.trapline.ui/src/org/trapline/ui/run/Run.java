// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.eclipse.core.resources.IContainer;
import org.eclipse.core.resources.IFile;
import org.trapline.runtime.Ending;
import org.trapline.runtime.ScenarioReport;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionState;
import org.trapline.trace.TraceBuffer;

/**
 * A session together with the file it was started from.
 *
 * @param instructionLimit instructions after which a host stops
 * @param scenario what happens to the machines, and how it went once the run has ended; null for nothing
 */
public record Run(IFile file, Session session, long instructionLimit, CompletableFuture<ScenarioReport> scenario) {

    /** Returns the name for people. */
    public String name() {
        return file.getName();
    }

    /** Returns where files are looked for that are not named in full. */
    public IContainer home() {
        return file.getParent();
    }

    public Optional<TraceBuffer> trace() {
        return session.trace();
    }

    public SessionState state() {
        return session.state();
    }

    /** Returns how its scenario went; empty if there was none, or the run has not come to its end by itself. */
    public Optional<ScenarioReport> scenarioReport() {
        final boolean wasStopped = session.results().stream().anyMatch(result -> result.ending() == Ending.STOPPED);
        return scenario == null || !hasEnded() || wasStopped || !scenario.isDone() ? Optional.empty() : Optional.of(scenario.join());
    }

    /** Returns a sentence about how its scenario went; empty as {@link #scenarioReport}. */
    public Optional<String> scenarioNews() {
        return scenarioReport().map(ScenarioMarks::words);
    }

    public boolean hasEnded() {
        return state() == SessionState.ENDED;
    }
}
