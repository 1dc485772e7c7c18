// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.conformance;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Set;

import org.trapline.cli.ExitCode;
import org.trapline.cli.Main;
import org.trapline.cli.Terminal;

/** A process that carries out commands of ours, and says nothing but which of them fails. */
public final class CorpusRun {
    /** Between commands. */
    static final String THEN = "then";
    /** A guest may wait for ever, or have more to do than it is let. */
    private static final Set<Integer> FINE = Set.of(ExitCode.OK.code(), ExitCode.LIMIT.code(), ExitCode.STUCK.code());

    private CorpusRun() {
    }

    /** Arguments: commands, one after the other. */
    public static void main(String[] args) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Terminal terminal = new Terminal(InputStream.nullInputStream(), nowhere, System.err, () -> false);
        for (int from = 0, to; from < args.length; from = to + 1) {
            to = from;
            while (to < args.length && !args[to].equals(THEN)) {
                to++;
            }
            String[] command = Arrays.copyOfRange(args, from, to);
            int code = Main.run(terminal, command);
            if (!FINE.contains(code)) {
                System.err.println("code " + code + ": " + String.join(" ", command));
                System.exit(1);
            }
        }
    }
}
