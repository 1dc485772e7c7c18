// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.navigate;

import org.eclipse.core.resources.IFile;
import org.eclipse.search.ui.text.Match;

/** One use of a name. */
final class ReferenceMatch extends Match {
    private final int line;
    private final String text;

    ReferenceMatch(final IFile file, final int offset, final int length, final int line, final String text) {
        super(file, offset, length);
        this.line = line;
        this.text = text;
    }

    IFile file() {
        return (IFile) getElement();
    }

    /** Returns the line's number, from 1. */
    int line() {
        return line;
    }

    /** Returns the line's text, for people. */
    String text() {
        return text;
    }
}
