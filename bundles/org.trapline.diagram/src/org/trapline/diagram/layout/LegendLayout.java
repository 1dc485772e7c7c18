// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.Layer;
import org.trapline.diagram.scene.Link;
import org.trapline.diagram.scene.LinkKind;
import org.trapline.diagram.scene.Role;
import org.trapline.diagram.scene.Scene;

/** Sets the legend: one entry after the other, as many in a row as fit. */
final class LegendLayout {

    private static final double SAMPLE = 22;
    private static final double GAP = 20;
    private static final double LINE = 18;

    private final double left;
    private final double right;
    private double x;
    private double y;
    private double widest;
    private final List<Legend.LayerSample> layers = new ArrayList<>();
    private final List<Legend.LinkSample> links = new ArrayList<>();
    private final List<Text> texts = new ArrayList<>();

    private LegendLayout(double left, double top, double width) {
        this.left = left;
        this.right = left + width;
        this.x = left;
        this.y = top;
    }

    static Legend below(Scene scene, double left, double top, double width) {
        LegendLayout layout = new LegendLayout(left, top, width);
        layers(scene).forEach(layout::layer);
        layout.nextLine();
        kinds(scene).forEach(layout::link);
        layout.nextLine();
        scene.notes().forEach(note -> {
            layout.text(note);
            layout.nextLine();
        });
        return new Legend(new Rect(left, top, layout.widest - left, layout.y - top), layout.layers, layout.links, layout.texts);
    }

    private static Set<Layer> layers(Scene scene) {
        Set<Layer> layers = EnumSet.noneOf(Layer.class);
        scene.all().map(Element::role).map(Role::layer).forEach(layers::add);
        return layers;
    }

    private static Set<LinkKind> kinds(Scene scene) {
        Set<LinkKind> kinds = EnumSet.noneOf(LinkKind.class);
        scene.links().stream().map(Link::kind).forEach(kinds::add);
        return kinds;
    }

    private void layer(Layer layer) {
        double start = start(layer.meaning());
        layers.add(new Legend.LayerSample(layer, new Rect(start, y + 2, SAMPLE - 6, 11)));
    }

    private void link(LinkKind kind) {
        double start = start(kind.meaning());
        links.add(new Legend.LinkSample(kind, new Point(start, y + 7.5), new Point(start + SAMPLE - 5, y + 7.5)));
    }

    /** Puts the words of an entry; returns where its sample begins. */
    private double start(String words) {
        double width = SAMPLE + TextMetrics.width(words, TextStyle.SMALL);
        if (x > left && x + width > right) {
            nextLine();
        }
        double start = x;
        x += SAMPLE;
        text(words);
        return start;
    }

    private void text(String words) {
        double width = TextMetrics.width(words, TextStyle.SMALL);
        texts.add(new Text(words, x, y + 11, width, TextStyle.SMALL));
        x += width;
        widest = Math.max(widest, x);
        x += GAP;
    }

    private void nextLine() {
        if (x > left) {
            x = left;
            y += LINE;
        }
    }
}
