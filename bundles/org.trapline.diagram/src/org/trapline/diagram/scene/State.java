// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.scene;

/** Where something that runs stands, in a word that is shown, never by colour alone. */
public enum State {
    /** Described, not yet started. */
    DEFINED("defined"),
    /** Executing, or ready to. */
    RUNNING("running"),
    /** Waiting for an interrupt. */
    WAITING("waiting"),
    /** Held by command. */
    PAUSED("paused"),
    /** Stopped with its memory kept. */
    SUSPENDED("suspended"),
    /** On its way to another host. */
    MIGRATING("migrating"),
    /** Switched off. */
    OFF("off"),
    /** Ended by its own fault. */
    CRASHED("crashed");

    private final String word;

    State(String word) {
        this.word = word;
    }

    /** The word that is shown. */
    public String word() {
        return word;
    }
}
