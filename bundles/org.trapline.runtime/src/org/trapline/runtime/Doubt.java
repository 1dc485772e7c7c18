// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.concurrent.CompletableFuture;

/** A migration of which this process cannot find out whether the guest runs here or in the other process. May be asked by any thread. */
interface Doubt {
    /** Returns what is not known, for people. */
    String text();

    /**
     * Says where the guest is to be, by somebody who has looked.
     * @param here whether it is to run here, and the other process does not have it; otherwise it is given up here
     * @return fails with {@link IllegalStateException} if that cannot be
     */
    CompletableFuture<Void> settle(boolean here);
}
