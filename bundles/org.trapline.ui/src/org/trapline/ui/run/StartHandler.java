// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.load.ProgramHost;

/** Starts machines. How is said behind the class's name: {@code run}, {@code paused}, {@code noScenario}, {@code bare}, {@code guest}. */
public final class StartHandler extends AbstractHandler implements IExecutableExtension {
    private String how;

    @Override
    public void setInitializationData(final IConfigurationElement element, final String propertyName, final Object data) {
        how = (String) data;
    }

    @Override
    public Object execute(final ExecutionEvent event) throws ExecutionException {
        final IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
        final boolean needsProgram = how.equals("bare") || how.equals("guest");
        final Optional<IFile> file = needsProgram ? program(window, event) : RunTarget.find(window, HandlerUtil.getCurrentSelection(event));
        if (file.isEmpty()) {
            MessageDialog.openInformation(window.getShell(), "Run",
                    "Nothing to run is selected. Open or select a machine configuration (.tln) or a guest program (.s).");
            return null;
        }
        final Path path = Path.of(file.get().getLocationURI());
        switch (how) {
            case "run" -> Launch.start(window, file.get(), Launch.Manner.RUN);
            case "paused" -> Launch.start(window, file.get(), Launch.Manner.PAUSED);
            case "noScenario" -> Launch.start(window, file.get(), Launch.Manner.WITHOUT_SCENARIO);
            case "bare" -> Launch.start(window, file.get(), () -> PlanLoader.program(path, ProgramHost.bare()));
            case "guest" -> Launch.start(window, file.get(),
                    () -> PlanLoader.program(path, ProgramHost.bare().ownedBy(ProgramHost.Owner.HYPERVISOR)));
            default -> throw new IllegalStateException("unknown way to start: " + how);
        }
        return null;
    }

    private static Optional<IFile> program(final IWorkbenchWindow window, final ExecutionEvent event) {
        final Optional<IFile> selected = RunTarget.selected(HandlerUtil.getCurrentSelection(event));
        return selected.or(() -> Optional.ofNullable(window.getActivePage().getActiveEditor())
                .map(editor -> editor.getEditorInput().getAdapter(IFile.class)));
    }
}
