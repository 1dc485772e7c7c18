// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a command's exit code says. */
public enum ExitCode {
    OK(0, "everything was done; all guests ended well"),
    ERROR(1, "the input is at fault: a program or configuration with errors, a file that is missing, damaged or not executed yet"),
    USAGE(2, "the command was called wrongly"),
    FAILED(3, "the answer is no: a guest failed or did not move, a test did not pass, two traces differ"),
    LIMIT(4, "the instruction limit was reached before all guests had ended"),
    STUCK(5, "all guests wait for something that will never come"),
    INTERNAL(70, "a fault in Trapline itself; please report it"),
    INTERRUPTED(130, "the run was interrupted from the keyboard");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Returns the number the process ends with. */
    public int code() {
        return code;
    }

    /** Returns the meaning by number, as help pages show it. */
    static Map<String, String> list() {
        Map<String, String> list = new LinkedHashMap<>();
        for (ExitCode row : values()) {
            list.put(Integer.toString(row.code), row.meaning);
        }
        return list;
    }
}
