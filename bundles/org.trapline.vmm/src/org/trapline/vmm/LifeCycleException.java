// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

/** A domain was to take a step in its life that it cannot take from where it stands; nothing has changed. The message says which, and from where it could. */
public final class LifeCycleException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public LifeCycleException(final String message) {
        super(message);
    }
}
