// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.List;
import java.util.Optional;
import org.trapline.diagram.scene.Scene;

/**
 * A scene with a place for everything, ready to be painted.
 * @param scene what it shows
 * @param width in pixels at scale 1
 * @param height in pixels at scale 1
 * @param heading its title
 * @param boxes in the order to paint them: what lies inside comes after what lies around it
 * @param wires to be painted after the boxes
 * @param legend what colours and lines mean; empty if there is nothing to explain
 */
public record Picture(Scene scene, double width, double height, Text heading, List<Box> boxes, List<Wire> wires, Optional<Legend> legend) {

    /** Copies the lists. */
    public Picture {
        boxes = List.copyOf(boxes);
        wires = List.copyOf(wires);
    }

    /** The innermost box at a place. */
    public Optional<Box> boxAt(double x, double y) {
        return boxes.reversed().stream().filter(box -> box.bounds().contains(x, y)).findFirst();
    }

    /** The box of an element. */
    public Optional<Box> box(String elementId) {
        return boxes.stream().filter(box -> box.element().id().equals(elementId)).findFirst();
    }
}
