// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.render;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.trapline.diagram.layout.Picture;
import org.trapline.diagram.layout.Point;
import org.trapline.diagram.layout.Rect;
import org.trapline.diagram.layout.Text;
import org.trapline.diagram.layout.TextStyle;
import org.trapline.diagram.paint.Canvas;
import org.trapline.diagram.paint.Colour;
import org.trapline.diagram.paint.Painter;
import org.trapline.diagram.paint.Stroke;
import org.trapline.diagram.paint.Theme;

/**
 * Writes pictures as PNG. Paints into memory with Java2D: needs no display, but fonts. Run with
 * {@code -Djava.awt.headless=true}, or Java2D tries to reach the window system.
 */
public final class PngRenderer {

    /** Pictures with more pixels are refused: they take four bytes of memory each. */
    private static final double MOST_PIXELS = 200e6;

    private PngRenderer() {
    }

    /**
     * The picture as a PNG file.
     * @param scale how many pixels there are to each at scale 1; greater than 0
     * @throws RenderException if the picture would be too large, or no fonts are installed
     */
    public static byte[] render(Picture picture, Theme theme, double scale) throws RenderException {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new RenderException("the scale must be a number greater than 0, not " + scale);
        }
        double width = Math.ceil(picture.width() * scale);
        double height = Math.ceil(picture.height() * scale);
        if (width * height > MOST_PIXELS || Math.max(width, height) > 65_500) {
            throw new RenderException("a PNG of %.0f by %.0f pixels is too large: take a smaller scale, or SVG".formatted(width, height));
        }
        BufferedImage image = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
        try {
            paint(picture, theme, scale, image);
        } catch (LinkageError | InternalError e) {
            throw new RenderException("a PNG needs fonts, and Java finds none: install fontconfig and a font such as DejaVu Sans, or take SVG", e);
        }
        return encoded(image);
    }

    private static void paint(Picture picture, Theme theme, double scale, BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setColor(color(theme.background()));
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.scale(scale, scale);
            Painter.paint(picture, theme, new ImageCanvas(graphics));
        } finally {
            graphics.dispose();
        }
    }

    private static byte[] encoded(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new AssertionError("Java writes PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static Color color(Colour colour) {
        return new Color(colour.rgb());
    }

    /** Java2D. */
    private static final class ImageCanvas implements Canvas {
        private final Graphics2D graphics;

        ImageCanvas(Graphics2D graphics) {
            this.graphics = graphics;
        }

        @Override
        public void rectangle(Rect bounds, double radius, Colour fill, Stroke border) {
            Shape shape = new RoundRectangle2D.Double(bounds.x(), bounds.y(), bounds.width(), bounds.height(), 2 * radius, 2 * radius);
            fill(shape, fill);
            draw(shape, border);
        }

        @Override
        public void line(List<Point> points, Stroke stroke) {
            draw(path(points), stroke);
        }

        @Override
        public void polygon(List<Point> corners, Colour fill) {
            Path2D path = path(corners);
            path.closePath();
            fill(path, fill);
        }

        @Override
        public void circle(Point centre, double radius, Optional<Colour> fill, Stroke border) {
            Shape shape = new Ellipse2D.Double(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);
            fill.ifPresent(colour -> fill(shape, colour));
            draw(shape, border);
        }

        @Override
        public void text(Text text, Colour colour) {
            graphics.setColor(color(colour));
            Font font = font(text.style());
            double width = font.getStringBounds(text.text(), graphics.getFontRenderContext()).getWidth();
            if (width > text.width()) {
                font = font.deriveFont(AffineTransform.getScaleInstance(text.width() / width, 1));
            }
            graphics.setFont(font);
            graphics.drawString(text.text(), (float) text.x(), (float) text.baseline());
        }

        private static Font font(TextStyle style) {
            return new Font("DejaVu Sans", style.isBold() ? Font.BOLD : Font.PLAIN, style.size());
        }

        private static Path2D path(List<Point> points) {
            Path2D path = new Path2D.Double();
            path.moveTo(points.getFirst().x(), points.getFirst().y());
            points.stream().skip(1).forEach(point -> path.lineTo(point.x(), point.y()));
            return path;
        }

        private void fill(Shape shape, Colour colour) {
            graphics.setColor(color(colour));
            graphics.fill(shape);
        }

        private void draw(Shape shape, Stroke stroke) {
            float[] dashes = new float[stroke.dashes().size()];
            for (int i = 0; i < dashes.length; i++) {
                dashes[i] = stroke.dashes().get(i).floatValue();
            }
            graphics.setColor(color(stroke.colour()));
            graphics.setStroke(new BasicStroke((float) stroke.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes.length == 0 ? null : dashes, 0));
            graphics.draw(shape);
        }
    }
}
