// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.conformance;

/**
 * What became of a test program.
 *
 * @param outcome      whether it passed
 * @param detail       what it said, or why it could not be run
 * @param instructions how many it executed
 * @param millis       wall-clock time
 */
record Verdict(Outcome outcome, String detail, long instructions, long millis) {

    /** Passed or not. */
    enum Outcome {
        PASS("pass"), FAIL("FAIL"),
        /** It is no program for this machine. */
        ERROR("ERROR");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
