// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IMarkerDelta;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.IResourceChangeEvent;
import org.eclipse.core.resources.IResourceChangeListener;
import org.eclipse.core.resources.IResourceDelta;
import org.eclipse.core.resources.WorkspaceJob;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.trapline.runtime.Problem;
import org.trapline.ui.SourceFiles;

/**
 * Marks what prevented a start at its lines. A mark goes when its file is changed, for then nobody knows whether it is still true, and when the
 * language service says the same.
 */
final class StartMarks implements IResourceChangeListener {
    /** The type of markers for what prevented a start. */
    static final String MARKER = "org.trapline.ui.startProblem";

    /** Marks a problem of a run of that file. */
    static void mark(final IFile file, final Problem problem) {
        final IFile where = SourceFiles.find(problem.file(), file.getParent()).orElse(file);
        try {
            final IMarker marker = where.createMarker(MARKER);
            marker.setAttribute(IMarker.SEVERITY, IMarker.SEVERITY_ERROR);
            marker.setAttribute(IMarker.MESSAGE, Launch.message(problem));
            if (problem.line() > 0) {
                marker.setAttribute(IMarker.LINE_NUMBER, problem.line());
            }
            removeTwins(where);
        } catch (final CoreException e) {
            ILog.of(StartMarks.class).log(e.getStatus());
        }
    }

    @Override
    public void resourceChanged(final IResourceChangeEvent event) {
        final Set<IFile> told = new HashSet<>();
        for (final IMarkerDelta delta : event.findMarkerDeltas(IMarker.PROBLEM, true)) {
            if (delta.getKind() == IResourceDelta.ADDED && !delta.isSubtypeOf(MARKER) && delta.getResource() instanceof final IFile file) {
                told.add(file);
            }
        }
        try {
            final List<IMarker> outdated = changed(event.getDelta()).stream().flatMap(file -> marks(file).stream()).toList();
            told.removeIf(file -> marks(file).isEmpty());
            if (!told.isEmpty() || !outdated.isEmpty()) {
                tidyUp(told, outdated);
            }
        } catch (final CoreException e) {
            ILog.of(StartMarks.class).log(e.getStatus());
        }
    }

    private static Set<IFile> changed(final IResourceDelta all) throws CoreException {
        final Set<IFile> changed = new HashSet<>();
        if (all != null) {
            all.accept(delta -> {
                if (delta.getKind() == IResourceDelta.CHANGED && (delta.getFlags() & IResourceDelta.CONTENT) != 0
                        && delta.getResource() instanceof final IFile file) {
                    changed.add(file);
                }
                return true;
            });
        }
        return changed;
    }

    private static List<IMarker> marks(final IFile file) {
        try {
            return file.isAccessible() ? List.of(file.findMarkers(MARKER, true, IResource.DEPTH_ZERO)) : List.of();
        } catch (final CoreException e) {
            // It has gone meanwhile, and its marks with it.
            return List.of();
        }
    }

    // Who is told of a change must not change anything himself. Marks that are set meanwhile are of the next start.
    private static void tidyUp(final Set<IFile> told, final List<IMarker> outdated) {
        final WorkspaceJob job = new WorkspaceJob("Removing what is no longer wrong") {
            @Override
            public IStatus runInWorkspace(final IProgressMonitor monitor) throws CoreException {
                for (final IMarker mark : outdated) {
                    mark.delete();
                }
                for (final IFile file : told) {
                    removeTwins(file);
                }
                return Status.OK_STATUS;
            }
        };
        job.setSystem(true);
        job.schedule();
    }

    /** Removes those that only say what the language service says of the same line. */
    private static void removeTwins(final IFile file) throws CoreException {
        if (!file.isAccessible()) {
            return;
        }
        final IMarker[] all = file.findMarkers(IMarker.PROBLEM, true, IResource.DEPTH_ZERO);
        for (final IMarker mark : file.findMarkers(MARKER, false, IResource.DEPTH_ZERO)) {
            if (Arrays.stream(all).anyMatch(other -> !isOurs(other) && isTwin(mark, other))) {
                mark.delete();
            }
        }
    }

    private static boolean isOurs(final IMarker marker) {
        try {
            return !marker.exists() || marker.isSubtypeOf(MARKER);
        } catch (final CoreException e) {
            return true;
        }
    }

    // One of the two may add what was expected.
    private static boolean isTwin(final IMarker mark, final IMarker other) {
        final String message = mark.getAttribute(IMarker.MESSAGE, "");
        final String said = other.getAttribute(IMarker.MESSAGE, "");
        return mark.getAttribute(IMarker.LINE_NUMBER, 0) == other.getAttribute(IMarker.LINE_NUMBER, 0) && !said.isEmpty()
                && (message.startsWith(said) || said.startsWith(message));
    }
}
