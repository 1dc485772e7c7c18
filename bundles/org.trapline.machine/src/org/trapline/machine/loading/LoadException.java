// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.loading;

/** Something that was to be loaded is damaged, or there is no room for it; the message is for the user. */
public final class LoadException extends Exception {
    private static final long serialVersionUID = 1;

    public LoadException(String message) {
        super(message);
    }
}
