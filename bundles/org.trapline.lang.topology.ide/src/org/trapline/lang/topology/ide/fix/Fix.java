// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.fix;

import java.util.List;
import org.eclipse.xtext.util.ReplaceRegion;

/**
 * A way to repair a violation.
 * @param title what it does, as a command
 * @param edits none overlapping another
 */
public record Fix(String title, List<ReplaceRegion> edits) {

    static Fix replace(String title, int offset, int length, String text) {
        return new Fix(title, List.of(new ReplaceRegion(offset, length, text)));
    }
}
