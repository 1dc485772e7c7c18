// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.refactor;

import org.eclipse.ltk.core.refactoring.Refactoring;
import org.trapline.ui.lsp.document.ConnectedDocument;

/** Renames without the dialog that asks for the name. */
public final class RenameAccess {
    private RenameAccess() {
    }

    public static Refactoring rename(final ConnectedDocument document, final int offset, final String newName) {
        final RenameRefactoring rename = new RenameRefactoring(document, offset);
        rename.setNewName(newName);
        return rename;
    }
}
