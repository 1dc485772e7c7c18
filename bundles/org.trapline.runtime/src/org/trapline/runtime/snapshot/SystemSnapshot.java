// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.snapshot;

import java.util.List;

/**
 * All machines of a session at an instant.
 *
 * @param hosts in the order of the plan
 */
public record SystemSnapshot(List<HostSnapshot> hosts) {

    /** Copies the list. */
    public SystemSnapshot {
        hosts = List.copyOf(hosts);
    }
}
