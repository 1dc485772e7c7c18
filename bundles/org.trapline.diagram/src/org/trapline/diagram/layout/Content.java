// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.List;
import java.util.Optional;
import org.trapline.diagram.scene.Element;

/**
 * What a box itself contains, texts and small parts, as seen from its top left corner. The boxes inside it come below.
 * @param element what it stands for
 * @param width of the content with its margins
 * @param height of the content with its margins
 * @param texts title and lines
 * @param statusText the live state
 * @param chips its small parts
 */
record Content(Element element, double width, double height, List<Text> texts, Optional<Text> statusText, List<Content.Chip> chips) {

    /** A small part with its place in the box. */
    record Chip(Element part, Rect bounds, List<Text> texts, Optional<Text> statusText) {
    }

    Optional<Chip> chip(String id) {
        return chips.stream().filter(chip -> chip.part().id().equals(id)).findFirst();
    }
}
