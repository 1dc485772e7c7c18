// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.render;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.trapline.diagram.layout.Box;
import org.trapline.diagram.layout.Picture;
import org.trapline.diagram.layout.Point;
import org.trapline.diagram.layout.Rect;
import org.trapline.diagram.layout.Text;
import org.trapline.diagram.layout.Wire;
import org.trapline.diagram.paint.Canvas;
import org.trapline.diagram.paint.Colour;
import org.trapline.diagram.paint.Painter;
import org.trapline.diagram.paint.Stroke;
import org.trapline.diagram.paint.Theme;

/** Writes pictures as SVG 1.1, with a title and a description for screen readers, and a tooltip for each box. */
public final class SvgRenderer {

    private static final String FONTS = "'DejaVu Sans', Verdana, 'Noto Sans', 'Segoe UI', Arial, sans-serif";

    private SvgRenderer() {
    }

    /** The picture as an SVG document. */
    public static String render(Picture picture, Theme theme) {
        StringBuilder svg = new StringBuilder();
        String width = number(picture.width());
        String height = number(picture.height());
        svg.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"%s\">\n"
                .formatted(width, height, width, height, FONTS));
        svg.append("<title id=\"title\">").append(escape(picture.heading().text())).append("</title>\n");
        svg.append("<desc id=\"desc\">").append(escape(picture.scene().description())).append("</desc>\n");
        svg.append("<rect width=\"%s\" height=\"%s\" fill=\"%s\"/>\n".formatted(width, height, theme.background().hex()));
        Painter.paint(picture, theme, new SvgCanvas(svg));
        return svg.append("</svg>\n").toString();
    }

    /** Text for an element or an attribute; characters that XML cannot hold become U+FFFD. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\t', '\n', '\r' -> escaped.append("&#").append(c).append(';');
                default -> escaped.appendCodePoint(isXml(c) ? c : 0xfffd);
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int c) {
        return c >= 0x20 && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd || c >= 0x10000;
    }

    private static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** One SVG element for each call. */
    private static final class SvgCanvas implements Canvas {
        private final StringBuilder svg;

        SvgCanvas(StringBuilder svg) {
            this.svg = svg;
        }

        @Override
        public void begin(Box box) {
            group(word(box.element().role()), box.element().id(), box.element().description());
        }

        @Override
        public void begin(Wire wire) {
            group(word(wire.link().kind()), wire.link().id(), tooltip(wire));
        }

        private static String tooltip(Wire wire) {
            return wire.link().kind().meaning() + (wire.link().label().isEmpty() ? "" : ": " + wire.link().label());
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private void group(String kind, String id, String description) {
            svg.append("<g class=\"").append(kind).append("\" data-id=\"").append(escape(id)).append("\">\n");
            svg.append("<title>").append(escape(description)).append("</title>\n");
        }

        @Override
        public void end() {
            svg.append("</g>\n");
        }

        @Override
        public void rectangle(Rect bounds, double radius, Colour fill, Stroke border) {
            svg.append("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\" fill=\"%s\"%s/>\n".formatted(number(bounds.x()), number(bounds.y()),
                    number(bounds.width()), number(bounds.height()), number(radius), fill.hex(), stroke(border)));
        }

        @Override
        public void line(List<Point> points, Stroke stroke) {
            svg.append("<polyline points=\"%s\" fill=\"none\" stroke-linejoin=\"round\"%s/>\n".formatted(list(points), stroke(stroke)));
        }

        @Override
        public void polygon(List<Point> corners, Colour fill) {
            svg.append("<polygon points=\"%s\" fill=\"%s\"/>\n".formatted(list(corners), fill.hex()));
        }

        @Override
        public void circle(Point centre, double radius, Optional<Colour> fill, Stroke border) {
            svg.append("<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"%s/>\n".formatted(number(centre.x()), number(centre.y()), number(radius),
                    fill.map(Colour::hex).orElse("none"), stroke(border)));
        }

        @Override
        public void text(Text text, Colour colour) {
            svg.append("<text x=\"%s\" y=\"%s\" font-size=\"%s\"%s fill=\"%s\">%s</text>\n".formatted(number(text.x()), number(text.baseline()),
                    number(text.style().size()), text.style().isBold() ? " font-weight=\"bold\"" : "", colour.hex(), escape(text.text())));
        }

        private static String list(List<Point> points) {
            return points.stream().map(p -> number(p.x()) + "," + number(p.y())).collect(Collectors.joining(" "));
        }

        private static String stroke(Stroke stroke) {
            String dashes = stroke.dashes().isEmpty() ? ""
                    : " stroke-dasharray=\"" + stroke.dashes().stream().map(SvgRenderer::number).collect(Collectors.joining(" ")) + "\"";
            return " stroke=\"" + stroke.colour().hex() + "\" stroke-width=\"" + number(stroke.width()) + "\"" + dashes;
        }
    }
}
