// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The user's terminal in the mode in which it hands over each key at once and shows none: what is shown comes from the guest. Where there is no
 * terminal, or it cannot be told, it stays as it is.
 */
final class RawTerminal implements AutoCloseable {
    private static final File DEVICE = new File("/dev/tty");
    private static final List<String> RAW = List.of("-icanon", "-echo", "-isig", "-iexten", "-ixon", "-icrnl", "min", "1", "time", "0");

    private final String saved;
    private final Thread hook = new Thread(this::restore, "RawTerminal");

    private RawTerminal(String saved) {
        this.saved = saved;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Changes the mode, until it is closed; returns null where that cannot be done. */
    static RawTerminal open() {
        String saved = stty(List.of("-g"));
        return saved == null || stty(RAW) == null ? null : new RawTerminal(saved);
    }

    private void restore() {
        stty(List.of(saved));
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends just now; the hook does it once more.
        }
    }

    /** Returns what the command printed, or null if there is no terminal or no such command. */
    private static String stty(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(arguments);
        try {
            Process stty = new ProcessBuilder(command).redirectInput(DEVICE).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String printed = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return stty.waitFor() == 0 ? printed : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
