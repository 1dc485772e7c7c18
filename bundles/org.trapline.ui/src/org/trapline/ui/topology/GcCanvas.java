// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.topology;

import java.util.List;
import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Path;
import org.eclipse.swt.graphics.Transform;
import org.trapline.diagram.layout.Point;
import org.trapline.diagram.layout.Rect;
import org.trapline.diagram.layout.Text;
import org.trapline.diagram.paint.Canvas;
import org.trapline.diagram.paint.Colour;
import org.trapline.diagram.paint.Stroke;

/** Paints a picture with SWT, at the place and in the size that a viewport says. */
final class GcCanvas implements Canvas {
    private final GC gc;
    private final Fonts fonts;
    private final Viewport viewport;
    private final Transform picture;

    GcCanvas(final GC gc, final Fonts fonts, final Viewport viewport) {
        this.gc = gc;
        this.fonts = fonts;
        this.viewport = viewport;
        picture = new Transform(gc.getDevice());
        picture.translate((float) viewport.x(), (float) viewport.y());
        picture.scale((float) viewport.scale(), (float) viewport.scale());
        gc.setAntialias(SWT.ON);
        gc.setTextAntialias(SWT.ON);
        gc.setTransform(picture);
    }

    static Color color(final Colour colour) {
        return new Color(colour.red(), colour.green(), colour.blue());
    }

    private void stroke(final Stroke stroke) {
        gc.setForeground(color(stroke.colour()));
        gc.setLineAttributes(new org.eclipse.swt.graphics.LineAttributes((float) stroke.width(), SWT.CAP_FLAT, SWT.JOIN_ROUND,
                stroke.dashes().isEmpty() ? SWT.LINE_SOLID : SWT.LINE_CUSTOM, dashes(stroke), 0, 10));
    }

    private static float[] dashes(final Stroke stroke) {
        if (stroke.dashes().isEmpty()) {
            return null;
        }
        final float[] dashes = new float[stroke.dashes().size()];
        for (int i = 0; i < dashes.length; i++) {
            dashes[i] = stroke.dashes().get(i).floatValue();
        }
        return dashes;
    }

    @Override
    public void rectangle(final Rect bounds, final double radius, final Colour fill, final Stroke border) {
        final Path path = rounded(bounds, (float) radius);
        gc.setBackground(color(fill));
        gc.fillPath(path);
        stroke(border);
        gc.drawPath(path);
        path.dispose();
    }

    private Path rounded(final Rect r, final float radius) {
        final float diameter = 2 * radius;
        final float left = (float) r.x();
        final float top = (float) r.y();
        final float right = (float) r.right();
        final float bottom = (float) r.bottom();
        final Path path = new Path(gc.getDevice());
        path.addArc(left, top, diameter, diameter, 90, 90);
        path.addArc(left, bottom - diameter, diameter, diameter, 180, 90);
        path.addArc(right - diameter, bottom - diameter, diameter, diameter, 270, 90);
        path.addArc(right - diameter, top, diameter, diameter, 0, 90);
        path.close();
        return path;
    }

    @Override
    public void line(final List<Point> points, final Stroke stroke) {
        final Path path = path(points);
        stroke(stroke);
        gc.drawPath(path);
        path.dispose();
    }

    private Path path(final List<Point> points) {
        final Path path = new Path(gc.getDevice());
        path.moveTo((float) points.getFirst().x(), (float) points.getFirst().y());
        points.stream().skip(1).forEach(p -> path.lineTo((float) p.x(), (float) p.y()));
        return path;
    }

    @Override
    public void polygon(final List<Point> corners, final Colour fill) {
        final Path path = path(corners);
        path.close();
        gc.setBackground(color(fill));
        gc.fillPath(path);
        path.dispose();
    }

    @Override
    public void circle(final Point centre, final double radius, final Optional<Colour> fill, final Stroke border) {
        final Path path = new Path(gc.getDevice());
        path.addArc((float) (centre.x() - radius), (float) (centre.y() - radius), (float) (2 * radius), (float) (2 * radius), 0, 360);
        fill.ifPresent(colour -> {
            gc.setBackground(color(colour));
            gc.fillPath(path);
        });
        stroke(border);
        gc.drawPath(path);
        path.dispose();
    }

    @Override
    public void text(final Text text, final Colour colour) {
        gc.setFont(fonts.of(text.style(), viewport.scale()));
        gc.setForeground(color(colour));
        final int width = gc.textExtent(text.text()).x;
        final double room = text.width() * viewport.scale();
        final double top = viewport.toScreenY(text.baseline()) - gc.getFontMetrics().getAscent() - gc.getFontMetrics().getLeading();
        final Transform here = new Transform(gc.getDevice());
        here.translate((float) viewport.toScreenX(text.x()), (float) top);
        here.scale(width > room ? (float) (room / width) : 1, 1);
        gc.setTransform(here);
        gc.drawText(text.text(), 0, 0, SWT.DRAW_TRANSPARENT);
        gc.setTransform(picture);
        here.dispose();
    }

    /** Frees what painting needed. */
    void dispose() {
        gc.setTransform(null);
        picture.dispose();
    }
}
