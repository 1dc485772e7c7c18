// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.paint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trapline.diagram.layout.Box;
import org.trapline.diagram.layout.Legend;
import org.trapline.diagram.layout.Picture;
import org.trapline.diagram.layout.Point;
import org.trapline.diagram.layout.Text;
import org.trapline.diagram.layout.TextStyle;
import org.trapline.diagram.layout.Wire;
import org.trapline.diagram.scene.LinkKind;
import org.trapline.diagram.scene.State;

/** Paints pictures. */
public final class Painter {

    private static final double ARROW_LENGTH = 8;
    private static final double ARROW_HALF = 3.5;
    private static final double DOT = 3.75;

    private final Theme theme;
    private final Canvas canvas;

    private Painter(Theme theme, Canvas canvas) {
        this.theme = theme;
        this.canvas = canvas;
    }

    /** Paints a picture on a canvas; its background is the canvas's own affair. */
    public static void paint(Picture picture, Theme theme, Canvas canvas) {
        Painter painter = new Painter(theme, canvas);
        canvas.text(picture.heading(), theme.text());
        picture.boxes().forEach(painter::box);
        picture.wires().forEach(painter::wire);
        picture.legend().ifPresent(painter::legend);
    }

    private void box(Box box) {
        BoxStyle style = theme.style(box.element().role());
        canvas.begin(box);
        canvas.rectangle(box.bounds(), box.element().role().isPart() ? 4 : 7, style.fill(), style.border());
        for (Text text : box.texts()) {
            boolean isTitle = text.style() == TextStyle.TITLE || text.style() == TextStyle.PART_TITLE;
            canvas.text(text, isTitle ? style.text() : style.softText());
        }
        box.statusText().ifPresent(text -> status(box.status().orElseThrow().state(), text, style));
        canvas.end();
    }

    /** A disc for what has begun to run, a ring for what has not or no longer does. */
    private void status(State state, Text text, BoxStyle style) {
        Colour colour = theme.colour(state);
        boolean isRing = state == State.DEFINED || state == State.OFF;
        Point centre = new Point(text.x() - 13 + DOT + 0.5, text.baseline() - 4);
        canvas.circle(centre, DOT, isRing ? Optional.empty() : Optional.of(colour), new Stroke(colour, 1.5, List.of()));
        canvas.text(text, style.text());
    }

    private void wire(Wire wire) {
        canvas.begin(wire);
        line(wire.points(), wire.link().kind());
        canvas.end();
    }

    private void line(List<Point> points, LinkKind kind) {
        Stroke stroke = theme.stroke(kind);
        if (!kind.isDirected()) {
            canvas.line(points, stroke);
            return;
        }
        Point tip = points.getLast();
        Point before = points.get(points.size() - 2);
        double length = Math.hypot(tip.x() - before.x(), tip.y() - before.y());
        double dx = (tip.x() - before.x()) / length;
        double dy = (tip.y() - before.y()) / length;
        Point neck = new Point(tip.x() - dx * ARROW_LENGTH, tip.y() - dy * ARROW_LENGTH);
        List<Point> shaft = new ArrayList<>(points);
        shaft.set(shaft.size() - 1, neck);
        canvas.line(shaft, stroke);
        canvas.polygon(List.of(tip, new Point(neck.x() - dy * ARROW_HALF, neck.y() + dx * ARROW_HALF),
                new Point(neck.x() + dy * ARROW_HALF, neck.y() - dx * ARROW_HALF)), stroke.colour());
    }

    private void legend(Legend legend) {
        legend.layers().forEach(sample -> {
            BoxStyle style = theme.style(sample.layer());
            canvas.rectangle(sample.bounds(), 3, style.fill(), style.border());
        });
        legend.links().forEach(sample -> line(List.of(sample.from(), sample.to()), sample.kind()));
        legend.texts().forEach(text -> canvas.text(text, theme.softText()));
    }
}
