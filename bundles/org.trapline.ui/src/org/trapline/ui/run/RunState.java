// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.util.Locale;
import java.util.Map;

import org.eclipse.ui.AbstractSourceProvider;
import org.eclipse.ui.ISources;
import org.eclipse.ui.services.IServiceLocator;

/** Tells the workbench's expressions how the run is, so that commands are enabled when they make sense. */
public final class RunState extends AbstractSourceProvider implements RunListener {
    /** The variable: {@code none}, or a {@link org.trapline.runtime.SessionState} in lower case. */
    static final String VARIABLE = "org.trapline.ui.run.state";

    /** The variable: {@code yes} or {@code no}, whether one can go back in the run. */
    static final String GOES_BACK = "org.trapline.ui.run.goesBack";

    @Override
    public void initialize(final IServiceLocator locator) {
        locator.getService(Runs.class).addListener(this);
    }

    @Override
    public Map<String, String> getCurrentState() {
        return Map.of(VARIABLE, Runs.current().run().map(RunState::word).orElse("none"), GOES_BACK,
                Runs.current().run().map(RunState::goesBack).orElse("no"));
    }

    @Override
    public String[] getProvidedSourceNames() {
        return new String[] {VARIABLE, GOES_BACK};
    }

    private static String word(final Run run) {
        return run.state().name().toLowerCase(Locale.ROOT);
    }

    private static String goesBack(final Run run) {
        return run.session().moment().isPresent() ? "yes" : "no";
    }

    @Override
    public void runStarted(final Run run) {
        runChanged(run);
    }

    @Override
    public void runChanged(final Run run) {
        fireSourceChanged(ISources.WORKBENCH, Map.of(VARIABLE, word(run), GOES_BACK, goesBack(run)));
    }

    @Override
    public void dispose() {
        // The runs go with the workbench.
    }
}
