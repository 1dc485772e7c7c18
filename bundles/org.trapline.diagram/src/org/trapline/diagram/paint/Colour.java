// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.paint;

/**
 * An opaque colour.
 * @param rgb red, green and blue, eight bits each
 */
public record Colour(int rgb) {

    /** Refuses more than 24 bits. */
    public Colour {
        if ((rgb & 0xff00_0000) != 0) {
            throw new IllegalArgumentException("a colour has 24 bits: " + Integer.toHexString(rgb));
        }
    }

    /** Red, 0 to 255. */
    public int red() {
        return rgb >> 16;
    }

    /** Green, 0 to 255. */
    public int green() {
        return rgb >> 8 & 0xff;
    }

    /** Blue, 0 to 255. */
    public int blue() {
        return rgb & 0xff;
    }

    /** As SVG and dot write it: {@code #1f2328}. */
    public String hex() {
        return "#%06x".formatted(rgb);
    }

    /** The contrast ratio with another colour, from 1 to 21, as WCAG 2 defines it. */
    public double contrast(Colour other) {
        double a = luminance();
        double b = other.luminance();
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private double luminance() {
        return 0.2126 * linear(red()) + 0.7152 * linear(green()) + 0.0722 * linear(blue());
    }

    private static double linear(int component) {
        double c = component / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
