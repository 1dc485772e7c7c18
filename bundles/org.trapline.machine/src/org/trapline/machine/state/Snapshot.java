// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is kept of a system at one moment, to go on from there later, or elsewhere.
 *
 * @param about  what people may want to know about it, by name
 * @param states the states it consists of, by name
 */
public record Snapshot(Map<String, String> about, Map<String, StateImage> states) {
    public Snapshot {
        about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /**
     * Returns one of the states.
     * @throws StateException if it is not there
     */
    public StateImage state(String name) {
        StateImage image = states.get(name);
        if (image == null) {
            throw new StateException("the snapshot has no state '" + name + "', but " + String.join(", ", states.keySet()));
        }
        return image;
    }
}
