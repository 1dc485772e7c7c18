// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.output;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.trapline.runtime.Problem;
import org.trapline.trace.text.JsonWriter;

/**
 * Prints problems as compilers do, each with the line it is about:
 * <pre>
 * hello.s:12:9: error: unknown instruction 'adi' (expected addi?)
 *    12 |         adi a0, a0, 1
 *       |         ^~~
 * </pre>
 */
public final class ProblemPrinter {
    private final PrintStream out;
    private final Style style;
    private final Map<String, List<String>> files = new HashMap<>();

    public ProblemPrinter(PrintStream out, Style style) {
        this.out = out;
        this.style = style;
    }

    /** Prints problems and, if there are errors, how many. */
    public void print(List<Problem> problems) {
        problems.forEach(this::print);
        long errors = problems.stream().filter(Problem::isError).count();
        if (errors > 1) {
            out.println(errors + " errors");
        }
    }

    private void print(Problem problem) {
        String label = problem.severity().label() + ":";
        String text = problem.toString();
        int at = text.indexOf(" " + label + " ") + 1;
        Style.Look look = problem.isError() ? Style.Look.ERROR : Style.Look.WARNING;
        out.println(style.apply(Style.Look.BOLD, text.substring(0, at)) + style.apply(look, label) + text.substring(at + label.length()));
        if (problem.line() > 0) {
            excerpt(problem);
        }
        problem.notes().forEach(out::println);
    }

    private void excerpt(Problem problem) {
        List<String> lines = files.computeIfAbsent(problem.file(), ProblemPrinter::read);
        if (problem.line() > lines.size()) {
            return;
        }
        String line = lines.get(problem.line() - 1);
        out.printf("%5d | %s%n", problem.line(), line);
        if (problem.column() > 0 && problem.column() <= line.length() + 1) {
            String before = line.substring(0, problem.column() - 1);
            // Tabs stay, so that the mark stands below its place whatever their width.
            String gap = before.chars().mapToObj(c -> c == '\t' ? "\t" : " ").reduce("", String::concat);
            int length = Math.max(1, Math.min(problem.length(), line.length() - before.length()));
            out.println("      | " + gap + style.apply(Style.Look.ERROR, "^" + "~".repeat(length - 1)));
        }
    }

    private static List<String> read(String file) {
        try {
            return Files.readString(Path.of(file)).lines().toList();
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            // The line is only there to help; the problem itself has been told.
            return List.of();
        }
    }

    /** Writes problems as an array. */
    public static void json(List<Problem> problems, JsonWriter json) {
        json.beginArray();
        for (Problem problem : problems) {
            json.beginObject().member("file", problem.file()).member("line", problem.line()).member("column", problem.column())
                .member("length", problem.length()).member("severity", problem.severity().label()).member("message", problem.message());
            if (!problem.expected().isEmpty()) {
                json.member("expected", problem.expected());
            }
            json.name("notes").beginArray();
            for (Problem.Note note : problem.notes()) {
                json.beginObject().member("file", note.file()).member("line", note.line()).member("column", note.column())
                    .member("message", note.message()).endObject();
            }
            json.endArray().endObject();
        }
        json.endArray();
    }
}
