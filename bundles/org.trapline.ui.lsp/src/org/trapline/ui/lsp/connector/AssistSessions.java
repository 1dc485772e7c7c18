// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.connector;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.eclipse.jface.text.ITextViewer;

/** Remembers in which editors the user has asked for completion; in the others it came up by itself. Safe for use by several threads. */
public final class AssistSessions {
    private final Set<ITextViewer> asked = ConcurrentHashMap.newKeySet();

    /** Notes that completion begins in an editor. */
    public void begin(final ITextViewer viewer, final boolean byItself) {
        if (byItself) {
            asked.remove(viewer);
        } else {
            asked.add(viewer);
        }
    }

    /** Notes that an editor is gone. */
    public void forget(final ITextViewer viewer) {
        asked.remove(viewer);
    }

    /** Returns whether the user has not asked for it. */
    public boolean isByItself(final ITextViewer viewer) {
        return !asked.contains(viewer);
    }
}
