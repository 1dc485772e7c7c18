// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trapline.diagram.scene.Scene;

/** Gives everything in a scene its place: what software makes up above what it is made of, programs on top, networks at the bottom. */
public final class LayeredLayout {

    static final double BORDER = 20;

    private LayeredLayout() {
    }

    /** Arranges a scene. Takes some ten milliseconds; may be called by several threads at once. */
    public static Picture arrange(Scene scene) {
        LayoutGraph graph = new LayoutGraph(scene);
        graph.layout();
        double top = BORDER + TextStyle.HEADING.lineHeight() + 8;
        GraphReader reader = new GraphReader(graph, BORDER, top);
        List<Box> boxes = new ArrayList<>(reader.boxes());
        List<Wire> wires = reader.wires();
        String title = boxes.isEmpty() ? scene.title() + ": nothing is configured yet" : scene.title();
        double textWidth = TextMetrics.width(title, TextStyle.HEADING);
        Text heading = new Text(title, BORDER, BORDER + TextStyle.HEADING.size(), textWidth, TextStyle.HEADING);
        double width = Math.max(Math.max(graph.width(), textWidth), 320);
        double bottom = top + graph.height();
        Optional<Legend> legend = boxes.isEmpty() ? Optional.empty() : Optional.of(LegendLayout.below(scene, BORDER, bottom + 16, width));
        double legendRight = legend.map(l -> l.bounds().right()).orElse(0.0);
        double height = legend.map(l -> l.bounds().bottom()).orElse(bottom) + BORDER;
        return new Picture(scene, Math.ceil(Math.max(width + BORDER, legendRight) + BORDER), Math.ceil(height), heading, boxes, wires, legend);
    }
}
