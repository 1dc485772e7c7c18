// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import java.util.Arrays;

import org.trapline.machine.privileged.PrivilegedState;

/**
 * The contexts that modes have been found to have, so that a trap need not look for them. It only says again what
 * {@link Contexts} has said, of the same {@link Contexts#version}: it is no state.
 */
final class KnownModes {
    private static final long NONE = -1;

    /** By {@link PrivilegedState#translationMode}: of which version the rest is. */
    final long[] version = new long[PrivilegedState.TRANSLATION_MODES];
    final int[] dataTag = new int[PrivilegedState.TRANSLATION_MODES];
    final int[] fetchTag = new int[PrivilegedState.TRANSLATION_MODES];
    final long[] fetchSerial = new long[PrivilegedState.TRANSLATION_MODES];

    KnownModes() {
        Arrays.fill(version, NONE);
    }

    void keep(int place, long ofVersion, int newDataTag, int newFetchTag, long newFetchSerial) {
        version[place] = ofVersion;
        dataTag[place] = newDataTag;
        fetchTag[place] = newFetchTag;
        fetchSerial[place] = newFetchSerial;
    }
}
