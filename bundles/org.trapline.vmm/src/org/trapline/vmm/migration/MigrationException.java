// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.migration;

/** A virtual machine cannot come here, or not in this way. The message says why. */
public final class MigrationException extends Exception {
    private static final long serialVersionUID = 1L;

    public MigrationException(final String message) {
        super(message);
    }

    public MigrationException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
