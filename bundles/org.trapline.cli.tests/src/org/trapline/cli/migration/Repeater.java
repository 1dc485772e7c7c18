// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.migration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.trapline.cli.Main;
import org.trapline.cli.Terminal;

/** A process that runs one command after the other: a line of arguments comes in, and after what the command writes a line with its exit code goes out. */
public final class Repeater {
    static final String SEPARATOR = "\t";
    static final String EXIT = "exit code ";

    private Repeater() {
    }

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(InputStream.nullInputStream(), out, out, () -> false);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(EXIT + Main.run(terminal, line.split(SEPARATOR)));
        }
    }
}
