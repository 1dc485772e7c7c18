// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Shell;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceSource;
import org.trapline.trace.analysis.TraceFilter;
import org.trapline.ui.SaveDialog;

/**
 * Saves the events of a trace that pass a filter.
 *
 * @param filter null for all events
 */
record TraceExport(Shell shell, TraceInput input, TraceFilter filter) {
    private static final int TICKS = 1000;

    /** Asks for a file, and writes it in the background. */
    void open() {
        final List<SaveDialog.Format> formats = Arrays.stream(ExportFormat.values()).map(f -> new SaveDialog.Format(f.label(), f.extension())).toList();
        new SaveDialog(shell, "Export Trace", input.home()).ask("trace", formats).ifPresent(this::export);
    }

    private void export(final Path file) {
        final Job job = Job.create("Exporting the trace to " + file.getFileName(), (ICoreRunnable) monitor -> write(file, monitor));
        job.setUser(true);
        job.schedule();
    }

    private void write(final Path file, final IProgressMonitor monitor) throws CoreException {
        final TraceSource source = input.source();
        final long first = source.firstSeq();
        final double ticksPerEvent = (double) TICKS / Math.max(1, source.nextSeq() - first);
        final SubMonitor progress = SubMonitor.convert(monitor, TICKS);
        final Predicate<TraceEvent> wanted = filter == null ? event -> true : filter.with(source.names());
        final int[] ticks = {0};
        try {
            ExportFormat.of(file).write(source, event -> {
                if (monitor.isCanceled()) {
                    throw new OperationCanceledException();
                }
                final int reached = (int) ((event.seq() - first) * ticksPerEvent);
                progress.worked(Math.max(0, reached - ticks[0]));
                ticks[0] = Math.max(reached, ticks[0]);
                return wanted.test(event);
            }, file);
            SaveDialog.written(file);
        } catch (final IOException e) {
            throw new CoreException(Status.error(file + " could not be written: " + e.getMessage(), e));
        }
    }
}
