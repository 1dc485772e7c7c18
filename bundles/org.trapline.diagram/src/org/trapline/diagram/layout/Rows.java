// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.Role;

/** Spreads the boxes inside another over rows, in their order, so that the whole is not wider than a screen if that can be. */
final class Rows {

    static final double SPACING = 24;
    private static final double MOST_INSIDE = 900;
    private static final double MOST_OUTSIDE = 1300;

    private final ToDoubleFunction<Element> contentWidth;

    /** @param contentWidth the width of an element's own content */
    Rows(ToDoubleFunction<Element> contentWidth) {
        this.contentWidth = contentWidth;
    }

    /** The rows inside an element, uppermost first. A host or partition is a stack, one box each row. */
    List<List<Element>> inside(Element element) {
        boolean isStack = element.role() == Role.HOST || element.role() == Role.PARTITION;
        return rows(element.children(), isStack ? 0 : MOST_INSIDE);
    }

    /** The rows of outermost boxes of one kind. */
    List<List<Element>> outside(List<Element> elements) {
        return rows(elements, MOST_OUTSIDE);
    }

    private List<List<Element>> rows(List<Element> elements, double mostWidth) {
        List<List<Element>> rows = new ArrayList<>();
        double used = 0;
        for (Element element : elements) {
            double width = width(element);
            if (rows.isEmpty() || used + SPACING + width > mostWidth) {
                rows.add(new ArrayList<>());
                used = -SPACING;
            }
            rows.getLast().add(element);
            used += SPACING + width;
        }
        return rows;
    }

    /** About how wide the element gets. */
    private double width(Element element) {
        double widest = 0;
        for (List<Element> row : inside(element)) {
            widest = Math.max(widest, row.stream().mapToDouble(this::width).sum() + (row.size() - 1) * SPACING + 2 * ContentLayout.MARGIN);
        }
        return Math.max(widest, contentWidth.applyAsDouble(element));
    }
}
