// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;
import org.trapline.diagram.paint.Theme;
import org.trapline.diagram.render.DiagramFormat;
import org.trapline.diagram.render.RenderException;

/** Saves a drawing. */
record DiagramExport(Shell shell, Drawing drawing, Theme theme) {
    private static final double PNG_SCALE = 2;

    /** Asks for a file, and writes it in the background. */
    void open() {
        final DiagramFormat[] formats = DiagramFormat.values();
        final FileDialog dialog = new FileDialog(shell, SWT.SAVE);
        dialog.setText("Export Drawing");
        dialog.setOverwrite(true);
        dialog.setFilterNames(Arrays.stream(formats).map(f -> f.label() + " (*." + f.extensions().getFirst() + ")").toArray(String[]::new));
        dialog.setFilterExtensions(Arrays.stream(formats).map(f -> "*." + f.extensions().getFirst()).toArray(String[]::new));
        dialog.setFileName(drawing.picture().scene().title().replaceAll("\\.tln$", ""));
        final String chosen = dialog.open();
        if (chosen == null) {
            return;
        }
        final boolean hasExtension = Path.of(chosen).getFileName().toString().indexOf('.') >= 0;
        final Path file = Path.of(hasExtension ? chosen : chosen + "." + formats[Math.max(0, dialog.getFilterIndex())].extensions().getFirst());
        final Optional<DiagramFormat> format = DiagramFormat.ofFileName(file.getFileName().toString());
        if (format.isEmpty()) {
            MessageDialog.openError(shell, "Export Drawing", "The name of the file says the format. It may end in " + DiagramFormat.endings() + ".");
            return;
        }
        Job.create("Exporting to " + file.getFileName(), (ICoreRunnable) monitor -> write(format.get(), file)).schedule();
    }

    private void write(final DiagramFormat format, final Path file) throws CoreException {
        try {
            Files.write(file, format.render(drawing.result().model(), drawing.live(), theme, PNG_SCALE));
        } catch (final RenderException e) {
            throw new CoreException(Status.error("The drawing cannot be exported: " + e.getMessage(), e));
        } catch (final IOException e) {
            throw new CoreException(Status.error(file + " could not be written: " + e.getMessage(), e));
        }
    }
}
