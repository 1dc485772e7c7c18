// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

/**
 * A line of text in a picture.
 * @param text what it says
 * @param x its left end
 * @param baseline its baseline
 * @param width what it takes at most with the usual fonts; a painter whose font is wider squeezes it to that
 * @param style how large and heavy it is
 */
public record Text(String text, double x, double baseline, double width, TextStyle style) {

    /** The same text somewhere else. */
    public Text movedBy(double dx, double dy) {
        return new Text(text, x + dx, baseline + dy, width, style);
    }

    /** The area it takes. */
    public Rect bounds() {
        return new Rect(x, baseline - style.size(), width, style.size() * 1.25);
    }
}
