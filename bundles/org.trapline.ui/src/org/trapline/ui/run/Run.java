// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.util.Optional;

import org.eclipse.core.resources.IContainer;
import org.eclipse.core.resources.IFile;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionState;
import org.trapline.trace.TraceBuffer;

/**
 * A session together with the file it was started from.
 *
 * @param instructionLimit instructions after which a host stops
 */
public record Run(IFile file, Session session, long instructionLimit) {

    /** Returns the name for people. */
    public String name() {
        return file.getName();
    }

    /** Returns where files are looked for that are not named in full. */
    public IContainer home() {
        return file.getParent();
    }

    public Optional<TraceBuffer> trace() {
        return session.trace();
    }

    public SessionState state() {
        return session.state();
    }

    public boolean hasEnded() {
        return state() == SessionState.ENDED;
    }
}
