// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

/**
 * What is done with a guest that does not end by itself.
 *
 * @param input what is typed at its console, as soon as it listens; may be empty
 * @param until what it prints when it has done what was to be done; null if it ends by itself
 */
public record Cue(String input, String until) {
    /** Nothing is typed, and the guest's end is waited for. */
    public static final Cue NONE = new Cue("", null);
}
