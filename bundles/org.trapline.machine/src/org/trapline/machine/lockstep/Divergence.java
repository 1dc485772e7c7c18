// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.lockstep;

/** Two machines in lockstep are not in the same state, or have not come there the same way: one of their engines is wrong. */
public final class Divergence extends RuntimeException {
    private static final long serialVersionUID = 1;

    Divergence(String message) {
        super(message);
    }
}
