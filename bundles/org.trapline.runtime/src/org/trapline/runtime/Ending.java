// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

/** How a guest's run ended. */
public enum Ending {
    /** It has not. */
    NOT_YET("runs"),
    /** The guest switched its machine off and reported success. */
    POWERED_OFF("powered off"),
    /** The guest switched its machine off and reported a failure. */
    FAILED("failed"),
    /** The guest did what no guest can go on from. */
    CRASHED("crashed"),
    /** The instruction limit was reached. */
    LIMIT("reached the instruction limit"),
    /** It waits for an interrupt, and nothing is going to raise one but input. */
    WAITING("waits for input that does not come"),
    /** It takes one trap after the other without executing an instruction. */
    TRAPPING("traps endlessly"),
    /** The session was stopped. */
    STOPPED("was stopped"),
    /** It runs in another process now. */
    MOVED("moved to another process"),
    /** It was declared, and nobody has started it. */
    NOT_STARTED("was not started");

    private final String text;

    Ending(String text) {
        this.text = text;
    }

    /** Returns words that follow the guest's name. */
    public String text() {
        return text;
    }

    /** Tells whether everything went as its author meant. */
    public boolean isSuccess() {
        return this == POWERED_OFF || this == MOVED || this == NOT_STARTED;
    }
}
