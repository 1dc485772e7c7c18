// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.scene;

import java.util.Objects;

/**
 * What is shown of something that runs.
 * @param state where it stands
 * @param detail what has been measured, in words such as {@code 12.3 k exits}; empty if nothing
 */
public record Status(State state, String detail) {

    /** Refuses absent values. */
    public Status {
        Objects.requireNonNull(state);
        Objects.requireNonNull(detail);
    }

    /** State and detail on one line. */
    public String text() {
        return detail.isEmpty() ? state.word() : state.word() + " · " + detail;
    }
}
