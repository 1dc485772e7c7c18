// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trapline.diagram.scene.Link;
import org.trapline.diagram.scene.Scene;

/**
 * Gives everything in a scene its place: what software makes up above what it is made of, and below the hosts what they use.
 * Hosts and the boxes inside stand in rows, in the order of the file; ELK's layered algorithm places what they use and leads the lines there.
 */
public final class LayeredLayout {

    static final double BORDER = 20;

    private LayeredLayout() {
    }

    /** Arranges a scene. Takes some ten milliseconds; may be called by several threads at once. */
    public static Picture arrange(Scene scene) {
        Frames frames = new Frames(scene);
        OuterGraph graph = new OuterGraph(frames);
        double top = BORDER + TextStyle.HEADING.lineHeight() + 8;
        List<Box> boxes = new ArrayList<>();
        frames.page().rows.forEach(row -> row.forEach(host -> add(host, graph.origin(frames.page()), top, 0, boxes)));
        frames.others().forEach(frame -> add(frame, graph.origin(frame), top, 0, boxes));
        List<Wire> wires = scene.links().stream().map(link -> wire(link, graph, top)).toList();
        String title = boxes.isEmpty() ? scene.title() + ": nothing is configured yet" : scene.title();
        double textWidth = TextMetrics.width(title, TextStyle.HEADING);
        Text heading = new Text(title, BORDER, BORDER + TextStyle.HEADING.size(), textWidth, TextStyle.HEADING);
        double width = Math.max(Math.max(graph.width(), textWidth), 320);
        double bottom = top + graph.height();
        Optional<Legend> legend = boxes.isEmpty() ? Optional.empty() : Optional.of(LegendLayout.below(scene, BORDER, bottom + 16, width));
        double right = Math.max(BORDER + width, legend.map(l -> l.bounds().right()).orElse(0.0));
        double height = legend.map(l -> l.bounds().bottom()).orElse(bottom) + BORDER;
        return new Picture(scene, Math.ceil(right + BORDER), Math.ceil(height), heading, boxes, wires, legend);
    }

    private static void add(Frame frame, Point origin, double top, int depth, List<Box> boxes) {
        Rect bounds = frame.bounds().movedBy(BORDER + origin.x(), top + origin.y());
        Content content = frame.content;
        boxes.add(new Box(frame.element, bounds, depth, moved(content.texts(), bounds), content.statusText().map(t -> t.movedBy(bounds.x(), bounds.y()))));
        for (Content.Chip chip : content.chips()) {
            boxes.add(new Box(chip.part(), chip.bounds().movedBy(bounds.x(), bounds.y()), depth + 1, moved(chip.texts(), bounds),
                    chip.statusText().map(t -> t.movedBy(bounds.x(), bounds.y()))));
        }
        frame.rows.forEach(row -> row.forEach(child -> add(child, origin, top, depth + 1, boxes)));
    }

    private static List<Text> moved(List<Text> texts, Rect by) {
        return texts.stream().map(text -> text.movedBy(by.x(), by.y())).toList();
    }

    private static Wire wire(Link link, OuterGraph graph, double top) {
        List<Point> points = graph.points(link).stream().map(point -> new Point(BORDER + point.x(), top + point.y())).toList();
        return new Wire(link, points);
    }
}
