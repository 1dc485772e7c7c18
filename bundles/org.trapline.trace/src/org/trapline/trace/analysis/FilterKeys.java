// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every key of the filter language by its name, the common ones first. */
final class FilterKeys {
    private static final Map<String, FilterKey> ALL = collect();

    private FilterKeys() {
    }

    static Map<String, FilterKey> all() {
        return ALL;
    }

    private static Map<String, FilterKey> collect() {
        Map<String, FilterKey> keys = new LinkedHashMap<>();
        for (CommonKey key : CommonKey.values()) {
            keys.put(key.label(), key);
        }
        // An argument never hides a common key.
        ArgKey.all().forEach(keys::putIfAbsent);
        return Collections.unmodifiableMap(keys);
    }
}
