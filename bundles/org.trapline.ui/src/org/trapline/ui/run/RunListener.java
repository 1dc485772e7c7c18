// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

/** Is told on the display's thread about the run that views show. */
public interface RunListener {

    /** Another run is shown from now on. Its machines are built, and have not started. */
    void runStarted(Run run);

    /** The run has gone over to another state, or a guest of it has. */
    default void runChanged(final Run run) {
    }

    /** The machines have gone on while the run was paused, by a step. */
    default void runAdvanced(final Run run) {
    }

    /** The user looks at another guest. */
    default void guestChosen() {
    }
}
