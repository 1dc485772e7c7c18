// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.page;

import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IPersistableElement;
import org.trapline.ui.Images;

/**
 * A page that is in no file of the workspace.
 *
 * @param title for people
 * @param text in Markdown
 */
public record PageInput(String title, String text) implements IEditorInput {

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public ImageDescriptor getImageDescriptor() {
        return Images.of("page");
    }

    @Override
    public String getName() {
        return title;
    }

    @Override
    public IPersistableElement getPersistable() {
        // It is not opened again with the window.
        return null;
    }

    @Override
    public String getToolTipText() {
        return title;
    }

    @Override
    public <T> T getAdapter(final Class<T> adapter) {
        return null;
    }
}
