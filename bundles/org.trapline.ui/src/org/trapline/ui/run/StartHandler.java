// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.window.Window;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.dialogs.ListDialog;
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
        final List<IFile> files = needsProgram ? program(window, event) : RunTarget.find(window, HandlerUtil.getCurrentSelection(event));
        if (files.isEmpty()) {
            MessageDialog.openInformation(window.getShell(), "Run", RunTarget.outside(window)
                    .map(name -> name + " is in no project. Add its folder with File > Open Projects from File System, and open it there to run it.")
                    .orElse("Nothing to run is selected. Open or select a machine configuration (.tln) or a guest program (.s)."));
            return null;
        }
        choose(window, files).ifPresent(file -> start(window, file));
        return null;
    }

    private void start(final IWorkbenchWindow window, final IFile file) {
        final Path path = Path.of(file.getLocationURI());
        switch (how) {
            case "run" -> Launch.start(window, file, Launch.Manner.RUN);
            case "paused" -> Launch.start(window, file, Launch.Manner.PAUSED);
            case "noScenario" -> Launch.start(window, file, Launch.Manner.WITHOUT_SCENARIO);
            case "bare" -> Launch.start(window, file, () -> PlanLoader.program(path, ProgramHost.bare()));
            case "guest" -> Launch.start(window, file, () -> PlanLoader.program(path, ProgramHost.bare().ownedBy(ProgramHost.Owner.HYPERVISOR)));
            default -> throw new IllegalStateException("unknown way to start: " + how);
        }
    }

    private static List<IFile> program(final IWorkbenchWindow window, final ExecutionEvent event) {
        final List<IFile> selected = RunTarget.selected(HandlerUtil.getCurrentSelection(event));
        return !selected.isEmpty() ? selected : Optional.ofNullable(window.getActivePage().getActiveEditor())
                .map(editor -> editor.getEditorInput().getAdapter(IFile.class)).stream().toList();
    }

    /** Returns the file the user means; asks him where there are several. */
    private static Optional<IFile> choose(final IWorkbenchWindow window, final List<IFile> files) {
        if (files.size() == 1) {
            return Optional.of(files.getFirst());
        }
        final ListDialog dialog = new ListDialog(window.getShell());
        dialog.setTitle("Run");
        dialog.setMessage(files.getFirst().getProject().getName() + " has several configurations. Which one shall run?");
        dialog.setContentProvider(ArrayContentProvider.getInstance());
        dialog.setLabelProvider(LabelProvider.createTextProvider(file -> ((IFile) file).getProjectRelativePath().toString()));
        dialog.setInput(files);
        dialog.setInitialSelections(files.getFirst());
        return dialog.open() == Window.OK && dialog.getResult().length > 0 ? Optional.of((IFile) dialog.getResult()[0]) : Optional.empty();
    }
}
