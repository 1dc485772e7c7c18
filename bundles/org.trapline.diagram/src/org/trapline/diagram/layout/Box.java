// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.List;
import java.util.Optional;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.Status;

/**
 * An element with its place.
 * @param element what it stands for
 * @param bounds its place
 * @param depth 0 for an outermost box, one more for each box around it
 * @param texts its title and lines
 * @param statusText where its state is said; empty without a state
 */
public record Box(Element element, Rect bounds, int depth, List<Text> texts, Optional<Text> statusText) {

    /** Copies the list. */
    public Box {
        texts = List.copyOf(texts);
    }

    /** Its live state. */
    public Optional<Status> status() {
        return element.status();
    }
}
