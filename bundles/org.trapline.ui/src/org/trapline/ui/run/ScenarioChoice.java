// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.window.Window;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.dialogs.ListDialog;
import org.trapline.runtime.plan.ScenarioPlan;

/** Which scenario of a configuration happens: its only one, or the one that the user chooses. */
final class ScenarioChoice {
    private static final String NONE = "(none: only run the machines)";

    private final IWorkbenchWindow window;
    private final IFile file;
    private boolean canceled;

    ScenarioChoice(final IWorkbenchWindow window, final IFile file) {
        this.window = window;
        this.file = file;
    }

    /** Returns one of the scenarios, or none. Asks if there are several. */
    Optional<ScenarioPlan> of(final List<ScenarioPlan> scenarios) {
        if (scenarios.size() < 2) {
            return scenarios.stream().findFirst();
        }
        final Object[] chosen = {NONE};
        window.getWorkbench().getDisplay().syncExec(() -> chosen[0] = ask(scenarios));
        return chosen[0] instanceof final ScenarioPlan scenario ? Optional.of(scenario) : Optional.empty();
    }

    private Object ask(final List<ScenarioPlan> scenarios) {
        final List<Object> choices = new java.util.ArrayList<>(scenarios);
        choices.add(NONE);
        final ListDialog dialog = new ListDialog(window.getShell());
        dialog.setTitle("Run");
        dialog.setMessage(file.getName() + " has several scenarios. Which one shall happen?");
        dialog.setContentProvider(ArrayContentProvider.getInstance());
        dialog.setLabelProvider(new LabelProvider() {
            @Override
            public String getText(final Object element) {
                return element instanceof final ScenarioPlan scenario ? scenario.name() : NONE;
            }
        });
        dialog.setInput(choices);
        dialog.setInitialSelections(scenarios.getFirst());
        canceled = dialog.open() != Window.OK;
        return canceled || dialog.getResult().length == 0 ? NONE : dialog.getResult()[0];
    }

    /** Tells whether the user wants nothing to run after all. */
    boolean isCanceled() {
        return canceled;
    }
}
