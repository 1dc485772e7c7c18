// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.topology;

import java.util.function.Consumer;

import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IPartListener2;
import org.eclipse.ui.IWorkbenchPart;
import org.eclipse.ui.IWorkbenchPartReference;

/** Tells which editor is in front, and when one closes. */
final class EditorWatch implements IPartListener2 {
    private final Consumer<IEditorPart> activated;
    private final Consumer<IWorkbenchPart> closed;

    EditorWatch(final Consumer<IEditorPart> activated, final Consumer<IWorkbenchPart> closed) {
        this.activated = activated;
        this.closed = closed;
    }

    @Override
    public void partActivated(final IWorkbenchPartReference reference) {
        inFront(reference);
    }

    @Override
    public void partBroughtToTop(final IWorkbenchPartReference reference) {
        inFront(reference);
    }

    @Override
    public void partVisible(final IWorkbenchPartReference reference) {
        inFront(reference);
    }

    private void inFront(final IWorkbenchPartReference reference) {
        if (reference.getPart(false) instanceof final IEditorPart editor) {
            activated.accept(editor);
        }
    }

    @Override
    public void partClosed(final IWorkbenchPartReference reference) {
        closed.accept(reference.getPart(false));
    }
}
