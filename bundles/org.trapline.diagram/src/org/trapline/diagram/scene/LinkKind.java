// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.scene;

/** What a line between two elements means. */
public enum LinkKind {
    /** A network card is plugged into a network. */
    PLUGGED("plugged into", false),
    /** A program is what a machine boots. */
    BOOTS("boots", true),
    /** A template is what a domain is made from. */
    FROM("made from", true),
    /** A virtual disk, or a share of one, lies on a host's disk. */
    SLICE("lies on", false),
    /** A virtual disk lies on a volume. */
    STORED("stored on", false),
    /** A host's device belongs to one guest alone. */
    ASSIGNED("belongs to one guest alone", false),
    /** A scenario moves a guest to another host. */
    MIGRATES("moves to, in a scenario", true);

    private final String meaning;
    private final boolean directed;

    LinkKind(String meaning, boolean directed) {
        this.meaning = meaning;
        this.directed = directed;
    }

    /** What the legend says. */
    public String meaning() {
        return meaning;
    }

    /** Whether an arrowhead shows a direction. */
    public boolean isDirected() {
        return directed;
    }
}
