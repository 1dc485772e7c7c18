// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionState;
import org.trapline.trace.analysis.FilterException;
import org.trapline.trace.analysis.TraceFilter;

/** Commands on the run. Which one is said behind the class's name: {@code ControlHandler:pause}. */
public final class ControlHandler extends AbstractHandler implements IExecutableExtension {
    private static final String EXIT = "kind=vm_exit or kind=trap";

    private String control;

    @Override
    public void setInitializationData(final IConfigurationElement element, final String propertyName, final Object data) {
        control = (String) data;
    }

    @Override
    public Object execute(final ExecutionEvent event) {
        Runs.current().run().ifPresent(run -> control(run.session(), Runs.current().chosenHost()));
        return null;
    }

    private void control(final Session session, final int host) {
        switch (control) {
            case "pause" -> {
                if (session.state() == SessionState.PAUSED) {
                    session.resume();
                } else {
                    session.pause();
                }
            }
            case "step" -> session.step(host);
            case "exit" -> session.stepTo(host, exits());
            // On the way back, what counts is what has retired on all hosts together.
            case "stepBack" -> session.moment().ifPresent(moment -> session.goTo(Math.max(0, moment.instructions() - 1)));
            case "backExit" -> session.runBackTo(exits());
            case "stop" -> session.stop();
            default -> throw new IllegalStateException("unknown control " + control);
        }
    }

    private static TraceFilter exits() {
        try {
            return TraceFilter.parse(EXIT);
        } catch (final FilterException e) {
            throw new IllegalStateException(e);
        }
    }
}
