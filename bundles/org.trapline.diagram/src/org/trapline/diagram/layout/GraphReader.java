// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.Link;

/** Reads places out of a graph that has been laid out, in whole pixels. */
final class GraphReader {

    private final LayoutGraph graph;
    private final double left;
    private final double top;

    /** @param left what lies to the left of the graph
     *  @param top what lies above it */
    GraphReader(LayoutGraph graph, double left, double top) {
        this.graph = graph;
        this.left = left;
        this.top = top;
    }

    List<Box> boxes() {
        List<Box> boxes = new ArrayList<>();
        graph.scene().elements().forEach(element -> add(element, 0, boxes));
        return boxes;
    }

    private void add(Element element, int depth, List<Box> boxes) {
        Content content = graph.content(element);
        Rect bounds = bounds(graph.node(element));
        boxes.add(new Box(element, bounds, depth, moved(content.texts(), bounds), content.statusText().map(t -> t.movedBy(bounds.x(), bounds.y()))));
        for (Content.Chip chip : content.chips()) {
            boxes.add(new Box(chip.part(), chip.bounds().movedBy(bounds.x(), bounds.y()), depth + 1, moved(chip.texts(), bounds),
                    chip.statusText().map(t -> t.movedBy(bounds.x(), bounds.y()))));
        }
        element.children().forEach(child -> add(child, depth + 1, boxes));
    }

    List<Wire> wires() {
        return graph.scene().links().stream().map(this::wire).toList();
    }

    private Wire wire(Link link) {
        ElkEdge edge = graph.edge(link.id());
        Point origin = origin(edge.getContainingNode());
        ElkEdgeSection section = edge.getSections().getFirst();
        List<Point> points = new ArrayList<>();
        chip(link.from()).ifPresent(chip -> points.add(new Point(middle(chip), chip.bottom())));
        points.add(at(origin, section.getStartX(), section.getStartY()));
        section.getBendPoints().forEach(bend -> points.add(at(origin, bend.getX(), bend.getY())));
        points.add(at(origin, section.getEndX(), section.getEndY()));
        chip(link.to()).ifPresent(chip -> points.add(new Point(middle(chip), chip.y())));
        Optional<Text> label = edge.getLabels().stream().findFirst().map(l -> label(l, origin));
        return new Wire(link, withoutStraightBends(points), label);
    }

    private static Text label(ElkLabel label, Point origin) {
        double width = TextMetrics.width(label.getText(), TextStyle.SMALL);
        return new Text(label.getText(), Math.round(origin.x() + label.getX()) + 4.0, Math.round(origin.y() + label.getY()) + TextStyle.SMALL.size() + 1.0,
                width, TextStyle.SMALL);
    }

    /** The small part at the end of a link, if lines go on into the box to reach it. */
    private Optional<Rect> chip(String elementId) {
        Content content = graph.owner(elementId);
        Rect bounds = bounds(graph.nodeOfOwner(elementId));
        return content.element().children().isEmpty() ? content.chip(elementId).map(chip -> chip.bounds().movedBy(bounds.x(), bounds.y()))
                : Optional.empty();
    }

    private static double middle(Rect chip) {
        return Math.round(chip.x() + chip.width() / 2);
    }

    private static List<Point> withoutStraightBends(List<Point> points) {
        List<Point> bends = new ArrayList<>();
        for (Point point : points) {
            int last = bends.size() - 1;
            if (last >= 1 && (bends.get(last - 1).x() == bends.get(last).x() && bends.get(last).x() == point.x()
                    || bends.get(last - 1).y() == bends.get(last).y() && bends.get(last).y() == point.y())) {
                bends.removeLast();
            }
            if (bends.isEmpty() || !bends.getLast().equals(point)) {
                bends.add(point);
            }
        }
        return bends;
    }

    private static List<Text> moved(List<Text> texts, Rect by) {
        return texts.stream().map(text -> text.movedBy(by.x(), by.y())).toList();
    }

    private Rect bounds(ElkNode node) {
        Point origin = origin(node.getParent());
        double x = Math.round(origin.x() + node.getX());
        double y = Math.round(origin.y() + node.getY());
        return new Rect(x, y, Math.round(origin.x() + node.getX() + node.getWidth()) - x, Math.round(origin.y() + node.getY() + node.getHeight()) - y);
    }

    private static Point at(Point origin, double x, double y) {
        return new Point(Math.round(origin.x() + x), Math.round(origin.y() + y));
    }

    /** Where coordinates inside a node count from. */
    private Point origin(ElkNode container) {
        double x = left;
        double y = top;
        for (ElkNode node = container; node != null; node = node.getParent()) {
            x += node.getX();
            y += node.getY();
        }
        return new Point(x, y);
    }
}
