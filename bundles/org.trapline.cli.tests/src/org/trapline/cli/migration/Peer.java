// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.migration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.trapline.cli.testkit.ClassPath;

/** A process with a command line of ours in it, and what it has written. */
final class Peer {
    private static final Pattern CONSOLE = Pattern.compile("\\{\"type\":\"console\",\"guest\":\"guest\",\"text\":\"(.*)\"}");
    private static final String END = "the process has ended";

    private final Process process;
    private final PrintStream commands;
    private final BlockingQueue<String> coming = new LinkedBlockingQueue<>();
    private final List<String> written = new ArrayList<>();

    Peer() throws IOException {
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
            "-cp", ClassPath.ofTests(), Repeater.class.getName()).redirectErrorStream(true).start();
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                coming.add(line);
            }
        } catch (IOException e) {
            // Killed in the middle of a line.
            coming.add(END);
            return;
        }
        coming.add(END);
    }

    /** Lets it carry out a command. */
    void run(String... arguments) {
        written.clear();
        commands.println(String.join(Repeater.SEPARATOR, arguments));
    }

    /** Returns the next line in which an expression is found; fails if the process ends before. */
    String await(String expression) throws InterruptedException {
        Pattern pattern = Pattern.compile(expression);
        for (;;) {
            String line = coming.take();
            written.add(line);
            if (pattern.matcher(line).find() && !line.equals(END)) {
                return line;
            }
            if (line.equals(END)) {
                coming.add(END);
                throw new AssertionError("no '" + expression + "' in:\n" + this);
            }
        }
    }

    /** Waits for the end of the command; returns its exit code. */
    int exitCode() throws InterruptedException {
        return Integer.parseInt(await("^" + Repeater.EXIT).substring(Repeater.EXIT.length()));
    }

    /** Kills the process, and waits until it is dead and all that it wrote is here. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        for (String line = coming.take(); !line.equals(END); line = coming.take()) {
            written.add(line);
        }
        coming.add(END);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns what the guest has printed. */
    String console() {
        return written.stream().map(CONSOLE::matcher).filter(Matcher::matches).map(match -> match.group(1).replace("\\n", "\n")).collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return String.join("\n", written);
    }
}
