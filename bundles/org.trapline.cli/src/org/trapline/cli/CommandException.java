// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli;

/** Ends a command with a message for the user and an exit code. */
public final class CommandException extends RuntimeException {
    private final ExitCode exitCode;

    public CommandException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Says that the input is at fault. */
    public static CommandException error(String message) {
        return new CommandException(ExitCode.ERROR, message);
    }

    /** Says that the command was called wrongly in a way that only the command itself could see. */
    public static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
