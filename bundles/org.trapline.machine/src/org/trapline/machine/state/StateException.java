// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state;

/** A state does not fit where it is to be brought back. The message says where and why; nothing has been changed. */
public final class StateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateException(String message) {
        super(message);
    }
}
