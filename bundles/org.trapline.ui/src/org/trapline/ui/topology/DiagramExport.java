// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IContainer;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.swt.widgets.Shell;
import org.trapline.diagram.paint.Theme;
import org.trapline.diagram.render.DiagramFormat;
import org.trapline.diagram.render.RenderException;
import org.trapline.ui.SaveDialog;

/**
 * Saves a drawing.
 *
 * @param home folder of the configuration that is drawn
 */
record DiagramExport(Shell shell, Drawing drawing, Theme theme, IContainer home) {
    private static final double PNG_SCALE = 2;

    /** Asks for a file, and writes it in the background. */
    void open() {
        final List<SaveDialog.Format> formats = Arrays.stream(DiagramFormat.values())
                .map(f -> new SaveDialog.Format(f.label(), f.extensions().getFirst())).toList();
        new SaveDialog(shell, "Export Drawing", home).ask(drawing.picture().scene().title().replaceAll("\\.tln$", ""), formats).ifPresent(this::export);
    }

    private void export(final Path file) {
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
            SaveDialog.written(file);
        } catch (final RenderException e) {
            throw new CoreException(Status.error("The drawing cannot be exported: " + e.getMessage(), e));
        } catch (final IOException e) {
            throw new CoreException(Status.error(file + " could not be written: " + e.getMessage(), e));
        }
    }
}
