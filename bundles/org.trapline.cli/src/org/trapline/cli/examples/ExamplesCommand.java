// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.examples.Example;
import org.trapline.trace.text.JsonWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists examples and copies them. */
@Command(name = "examples", description = "%nWithout a name, lists the examples. With one, copies its files, ready to be run and changed.%n")
public final class ExamplesCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "An example.")
    private String name;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FOLDER", description = "Where to; by default a folder of the example's name, here.")
    private Path folder;

    @Option(names = "--show", description = "Print the example's page instead of copying it.")
    private boolean show;

    @Option(names = "--json", description = "Print one JSON array.")
    private boolean json;

    ExamplesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (name == null) {
            list();
            return ExitCode.OK.code();
        }
        Example example = Example.named(name).orElseThrow(() -> CommandException.usage("there is no example '" + name + "', expected one of "
            + Example.all().stream().map(Example::name).collect(Collectors.joining(", "))));
        if (show) {
            terminal.out().print(example.summary());
        } else {
            copy(example);
        }
        return ExitCode.OK.code();
    }

    private void list() {
        if (!json) {
            Example.all().forEach(example -> terminal.out().printf("%-12s  %s%n", example.name(), example.title()));
            return;
        }
        StringBuilder out = new StringBuilder();
        JsonWriter writer = new JsonWriter(out).beginArray();
        for (Example example : Example.all()) {
            writer.beginObject().member("name", example.name()).member("title", example.title()).member("configuration", example.configuration())
                .name("files").beginArray();
            example.files().forEach(writer::value);
            writer.endArray().endObject();
        }
        writer.endArray();
        terminal.out().println(out);
    }

    private void copy(Example example) throws IOException {
        Path target = folder == null ? Path.of(example.name()) : folder;
        example.copyTo(target);
        terminal.out().println(target.resolve(example.configuration()));
    }
}
