// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

/** How large and how heavy a text is. The typeface is always sans-serif. */
public enum TextStyle {
    /** The name of the picture. */
    HEADING(15, true),
    /** The title of a box. */
    TITLE(13, true),
    /** What a box says. */
    BODY(11, false),
    /** The state of something that runs. */
    STATUS(11, true),
    /** The title of a small part. */
    PART_TITLE(11, true),
    /** What a small part says, and what stands beside lines and in the legend. */
    SMALL(10, false);

    private final int size;
    private final boolean bold;

    TextStyle(int size, boolean bold) {
        this.size = size;
        this.bold = bold;
    }

    /** Height of the type in pixels at scale 1. */
    public int size() {
        return size;
    }

    /** Whether it is bold. */
    public boolean isBold() {
        return bold;
    }

    /** From one line to the next, in pixels at scale 1. */
    public int lineHeight() {
        return size + 5;
    }
}
