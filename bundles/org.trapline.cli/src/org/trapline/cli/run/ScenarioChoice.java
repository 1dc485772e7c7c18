// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.trapline.cli.CommandException;
import org.trapline.cli.output.Style;
import org.trapline.cli.output.Style.Look;
import org.trapline.runtime.ScenarioReport;
import org.trapline.runtime.Session;
import org.trapline.runtime.plan.ScenarioPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.trace.text.JsonWriter;

import picocli.CommandLine.Option;

/** Which scenario of the configuration is played. */
final class ScenarioChoice {
    @Option(names = "--scenario", paramLabel = "NAME", description = "Play this scenario of the configuration; without it, the only one. "
        + "What it expects decides about the exit code.")
    private String name;

    @Option(names = "--no-scenario", description = "Play none.")
    private boolean none;

    private ScenarioPlan chosen;
    private CompletableFuture<ScenarioReport> report;

    /** Chooses a scenario of the plan. */
    void choose(SystemPlan plan) {
        if (none && name != null) {
            throw CommandException.usage("--scenario and --no-scenario contradict each other");
        }
        List<ScenarioPlan> all = plan.scenarios();
        if (name != null) {
            chosen = all.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow(() -> CommandException.usage(
                "--scenario " + name + ": there is no such scenario" + (all.isEmpty() ? "" : ", expected one of " + names(all))));
        } else if (!none && all.size() > 1) {
            throw CommandException.usage("there are several scenarios: say --scenario with one of " + names(all) + ", or --no-scenario");
        } else if (!none && !all.isEmpty()) {
            chosen = all.getFirst();
        }
    }

    private static String names(List<ScenarioPlan> all) {
        return all.stream().map(ScenarioPlan::name).collect(Collectors.joining(", "));
    }

    /** Tells whether a scenario is played. */
    boolean isPlayed() {
        return chosen != null;
    }

    /** Tells whether a scenario is played for which there must be a trace. */
    boolean needsTrace() {
        return chosen != null && chosen.needsTrace();
    }

    /** Lets it happen in a session that has not started yet. */
    void prepare(Session session) {
        if (chosen != null) {
            report = session.play(chosen);
        }
    }

    /** Returns whether all went as the scenario says; the session has ended. */
    boolean isSuccess() {
        return report.join().isSuccess();
    }

    /** Tells how it went. */
    void print(PrintStream out, Style style, Path file) {
        ScenarioReport found = report.join();
        for (ScenarioReport.Failure failure : found.failures()) {
            out.println(file + ":" + failure.line() + ": " + style.apply(Look.ERROR, "failed") + ": " + failure.what() + ": " + failure.measured());
        }
        out.println("scenario " + found.name() + ": " + (found.isSuccess() ? "all" : found.held() + " of " + (found.held() + found.failures().size()))
            + " held" + (found.isSuccess() ? ", " + found.held() + " expectations" : ""));
    }

    /** Tells how it went, as an object of type {@code scenario}. */
    void printJson(PrintStream out, Path file) {
        ScenarioReport found = report.join();
        StringBuilder line = new StringBuilder();
        JsonWriter json = new JsonWriter(line).beginObject().member("type", "scenario").member("scenario", found.name())
            .name("success").value(found.isSuccess()).member("held", found.held()).name("failures").beginArray();
        for (ScenarioReport.Failure failure : found.failures()) {
            json.beginObject().member("file", file.toString()).member("line", failure.line()).member("what", failure.what())
                .member("measured", failure.measured()).endObject();
        }
        json.endArray().endObject();
        out.println(line);
    }
}
