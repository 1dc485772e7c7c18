// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

/** Told of every store to the pages it {@link Ram#watch}es, after it was done. */
@FunctionalInterface
public interface StoreWatcher {
    /**
     * Bytes were stored.
     * @param offset of the first one in the RAM
     */
    void stored(Ram ram, long offset, int length);
}
