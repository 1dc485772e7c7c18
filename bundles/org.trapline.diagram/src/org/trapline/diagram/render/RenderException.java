// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.render;

/** A diagram cannot be written; the message tells the user why. */
public final class RenderException extends Exception {

    /** For a reason. */
    public RenderException(String message) {
        super(message);
    }

    /** For a reason that something else is the cause of. */
    public RenderException(String message, Throwable cause) {
        super(message, cause);
    }
}
