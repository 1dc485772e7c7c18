// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines.model;

/** What the view tells about each row, from left to right. */
public enum Column {
    NAME("Name", 160, false),
    STATE("State", 105, false),
    CPUS("CPUs", 50, true),
    MEMORY("Memory", 75, true),
    USE("Memory Now", 190, false),
    INSTRUCTIONS("Instructions", 125, true),
    EXITS("Exits", 70, true),
    KIND("How It Runs", 180, false);

    private final String title;
    private final int width;
    private final boolean isNumber;

    Column(final String title, final int width, final boolean isNumber) {
        this.title = title;
        this.width = width;
        this.isNumber = isNumber;
    }

    public String title() {
        return title;
    }

    /** Returns how wide it is at first, in pixels. */
    public int width() {
        return width;
    }

    /** Tells whether what it shows stands at its right edge. */
    public boolean isNumber() {
        return isNumber;
    }
}
