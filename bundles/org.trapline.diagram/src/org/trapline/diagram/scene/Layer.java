// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.scene;

/** Which layer of a virtualized system an element belongs to: the main thing a reader should see at a glance. */
public enum Layer {
    /** Hardware that one could touch. */
    PHYSICAL("physical hardware"),
    /** Software in charge of the hardware: firmware, hypervisors, operating systems. */
    SYSTEM("software in charge of the hardware"),
    /** Machines and devices that software makes up. */
    VIRTUAL("virtual: made up by that software"),
    /** Programs that think of no machine: processes, containers, emulators, bytecode machines. */
    USER("ordinary processes and their kind"),
    /** Networks and storage that belong to no single host. */
    SHARED("shared by hosts: networks, volumes"),
    /** What is only described: programs to boot and templates. */
    PLAN("files and patterns, nothing that runs");

    private final String meaning;

    Layer(String meaning) {
        this.meaning = meaning;
    }

    /** What the legend says. */
    public String meaning() {
        return meaning;
    }
}
