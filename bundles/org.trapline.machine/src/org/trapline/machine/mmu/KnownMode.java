// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

/**
 * The contexts that a mode has been found to have, so that a trap need not look for them. It only says again what {@link Contexts} has said, of the
 * same {@link Contexts#version}: it is no state.
 */
final class KnownMode {
    private static final long NONE = -1;

    /** Of which version the rest is. */
    long version = NONE;
    int dataTag;
    int fetchTag;
    long fetchSerial;
}
