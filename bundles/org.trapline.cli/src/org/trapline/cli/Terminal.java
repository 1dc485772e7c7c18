// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Where a command reads and writes.
 *
 * @param in         what the user types, or what is piped in
 * @param out        results; buffered, flushed when the command ends or says so
 * @param err        messages
 * @param onTerminal tells whether a person looks at the output; asked when it matters only, because finding out takes time
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, BooleanSupplier onTerminal) {
    private static final int BUFFER_BYTES = 1 << 15;

    /** Returns the process's own. */
    public static Terminal ofProcess() {
        PrintStream out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES), false,
            StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Terminal(System.in, out, err, Terminal::isProcessOnTerminal);
    }

    private static boolean isProcessOnTerminal() {
        boolean mayBe = System.getenv("TERM") != null || System.getProperty("os.name").startsWith("Windows");
        return mayBe && System.console() != null && System.console().isTerminal();
    }

    /** Tells whether a person looks at the output and may type. */
    public boolean isInteractive() {
        return onTerminal.getAsBoolean();
    }

    /** Tells whether nobody reads the output any more, as when a pager was left. */
    public boolean isGone() {
        return out.checkError();
    }

    /** Tells whether output is to be coloured unless the user says otherwise. */
    public boolean likesColour() {
        String term = System.getenv("TERM");
        return term != null && !term.equals("dumb") && System.getenv("NO_COLOR") == null && isInteractive();
    }
}
