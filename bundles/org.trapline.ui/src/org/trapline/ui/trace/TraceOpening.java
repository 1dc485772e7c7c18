// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.core.resources.IContainer;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;
import org.trapline.trace.file.TraceFile;
import org.trapline.trace.file.TraceFileException;

/** Opens trace files; of a damaged one, what can still be read. */
final class TraceOpening {
    private TraceOpening() {
    }

    /** Asks for a file; proposes a folder to look into, if that is not null. */
    static Optional<TraceInput> choose(final Shell shell, final IContainer home) {
        final FileDialog dialog = new FileDialog(shell, SWT.OPEN);
        dialog.setText("Open Trace File");
        dialog.setFilterNames(new String[] {"Trapline traces (*.trace, *.trl)", "All files"});
        dialog.setFilterExtensions(new String[] {"*.trace;*.trl", "*"});
        if (home != null && home.getLocation() != null) {
            dialog.setFilterPath(home.getLocation().toOSString());
        }
        final String chosen = dialog.open();
        return chosen == null ? Optional.empty() : open(shell, Path.of(chosen));
    }

    private static Optional<TraceInput> open(final Shell shell, final Path path) {
        try {
            return Optional.of(input(TraceFile.open(path)));
        } catch (final TraceFileException e) {
            return recover(shell, path, e);
        } catch (final IOException e) {
            MessageDialog.openError(shell, "Open Trace File", path + " cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<TraceInput> recover(final Shell shell, final Path path, final TraceFileException damage) {
        if (damage.readableEvents() == 0) {
            MessageDialog.openError(shell, "Open Trace File", damage.getMessage());
            return Optional.empty();
        }
        final boolean wanted = MessageDialog.openQuestion(shell, "Open Trace File", damage.getMessage() + "\n\n"
                + damage.readableEvents() + " events before the damage can be read. Show them?");
        try {
            return wanted ? Optional.of(input(TraceFile.recover(path))) : Optional.empty();
        } catch (final IOException e) {
            MessageDialog.openError(shell, "Open Trace File", path + " cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static TraceInput input(final TraceFile file) {
        return new TraceInput(file.path().getFileName().toString(), file, null);
    }
}
