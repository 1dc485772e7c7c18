// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.check;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.trapline.cli.output.Style;
import org.trapline.cli.output.Style.Look;
import org.trapline.cli.output.Table;
import org.trapline.isa.Cause;
import org.trapline.isa.Instruction;
import org.trapline.runtime.check.CheckReport;
import org.trapline.runtime.check.CheckReport.GuestReport;
import org.trapline.runtime.check.CheckReport.HostReport;
import org.trapline.runtime.check.Outcome;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.trace.analysis.Cost;
import org.trapline.vmm.sensitivity.Finding;
import org.trapline.vmm.sensitivity.InstructionClass;
import org.trapline.vmm.sensitivity.SensitivityReport;

/** A check's report for a terminal. */
final class CheckText {
    private static final int NAMED_CSRS = 6;
    private static final int LINE = 110;

    private final CheckReport report;
    private final Style style;
    private final boolean all;

    /** @param all whether instructions that are neither privileged nor sensitive are listed as well */
    CheckText(CheckReport report, Style style, boolean all) {
        this.report = report;
        this.style = style;
        this.all = all;
    }

    void print(PrintStream out) {
        report.hosts().forEach(host -> print(host, out));
        report.guests().forEach(guest -> print(guest, out));
    }

    // ---- instructions ----

    private void print(HostReport host, PrintStream out) {
        SensitivityReport found = host.sensitivity();
        out.println(style.apply(Look.BOLD, "Instructions of " + String.join(", ", host.names())) + " (" + found.isa() + quirks(found) + ")");
        found.byKind().forEach((kind, rows) -> print(kind, rows, out));
        if (found.conditionHolds()) {
            out.println(style.apply(Look.GOOD, "Popek and Goldberg's condition holds: every sensitive instruction is privileged."));
        } else {
            out.println(style.apply(Look.BAD, "Popek and Goldberg's condition does not hold. Sensitive, but not privileged:"));
            found.breaking().stream().map(Finding::specimen).map(specimen -> specimen.csr() == null ? specimen.toString() : specimen.csr().csrName())
                .distinct().collect(Collectors.collectingAndThen(Collectors.toList(), names -> wrap("  CSR instructions naming ", names)))
                .forEach(out::println);
            Finding first = found.breaking().getFirst();
            out.println("  for example " + first.specimen() + ": does not trap in U mode; where it may act, it " + first.evidence());
        }
        out.println();
    }

    static String quirks(SensitivityReport found) {
        return found.quirks().isEmpty() ? "" : ", quirk "
            + found.quirks().stream().map(quirk -> quirk.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
    }

    private void print(InstructionClass kind, Map<Instruction, List<Finding>> rows, PrintStream out) {
        out.println("  " + kind.label() + ": " + rows.size() + " instructions (" + kind.meaning() + ")");
        if (kind == InstructionClass.INNOCUOUS && !all) {
            return;
        }
        wrap("    ", rows.entrySet().stream().map(row -> name(row.getKey(), row.getValue())).toList()).forEach(out::println);
    }

    private static String name(Instruction instruction, List<Finding> findings) {
        if (findings.getFirst().specimen().csr() == null) {
            return instruction.mnemonic();
        }
        List<String> csrs = findings.stream().map(finding -> finding.specimen().csr().csrName()).toList();
        return instruction.mnemonic() + " of " + (csrs.size() <= NAMED_CSRS ? String.join("/", csrs) : csrs.size() + " CSRs");
    }

    private static List<String> wrap(String indent, List<String> words) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i) + (i < words.size() - 1 ? ", " : "");
            if (line.length() + word.length() > LINE) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(indent.length()));
            }
            line.append(word);
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    // ---- costs ----

    /** Prints the cost model: what work is charged, how much, and why that much. */
    static void printCosts(PrintStream out) {
        Table table = new Table("work", "cycles>", "what is done", "where the figure comes from");
        for (org.trapline.vmm.Cost cost : org.trapline.vmm.Cost.values()) {
            table.add(cost.literal(), Integer.toString(cost.cycles()), cost.meaning(), cost.source());
        }
        table.lines().forEach(out::println);
        out.println("A host sets other figures so: costs { exit 100  entry 90 }");
    }

    /** Returns the figures that a host's configuration sets. */
    static String costs(HostPlan host) {
        return host.costs().entrySet().stream().sorted(Map.Entry.comparingByKey()).map(each -> each.getKey().literal() + " " + each.getValue())
            .collect(Collectors.joining(", "));
    }

    // ---- guests ----

    private void print(GuestReport guest, PrintStream out) {
        out.println(style.apply(Look.BOLD, String.join(", ", guest.names())) + " (" + guest.subject().guest().program().name() + ", "
            + guest.subject().isa() + ", " + guest.subject().harts() + (guest.subject().harts() == 1 ? " hart, " : " harts, ")
            + (guest.subject().memory() >> 20) + " MiB)");
        Table table = new Table("", "fidelity", "safety", "instructions>", "exits>", "cycles>", "slowdown>", "native>");
        for (Outcome outcome : guest.outcomes()) {
            add(outcome, table);
        }
        List<String> lines = table.lines();
        out.println("  " + style.apply(Look.DIM, lines.getFirst()));
        for (int i = 0; i < guest.outcomes().size(); i++) {
            Outcome outcome = guest.outcomes().get(i);
            Look look = !outcome.ran() ? Look.DIM : outcome.holds() ? Look.GOOD : Look.BAD;
            out.println("  " + style.apply(look, lines.get(i + 1)));
        }
        if (!guest.remark().isEmpty()) {
            out.println("  fidelity: " + guest.remark());
        }
        if (!guest.subject().host().costs().isEmpty()) {
            out.println("  costs: " + costs(guest.subject().host()));
        }
        guest.outcomes().stream().filter(Outcome::ran).forEach(outcome -> details(outcome, out));
        guest.outcomes().stream().filter(outcome -> !outcome.ran())
            .forEach(outcome -> out.println("  " + outcome.arrangement().label() + ": " + outcome.refusal()));
        out.println();
    }

    private static void add(Outcome outcome, Table table) {
        if (!outcome.ran()) {
            table.add(outcome.arrangement().label(), "-", "-", "-", "-", "-", "-", "-");
            return;
        }
        Outcome.Performance took = outcome.performance();
        boolean isBare = outcome.fidelity() == null;
        table.add(outcome.arrangement().label(), isBare ? outcome.ending().text() : outcome.fidelity().verdict().text(),
            outcome.safety() == null ? "-" : outcome.safety().holds() ? "holds" : "broken", Long.toString(took.instructions()),
            isBare ? "-" : Long.toString(took.exits()), Long.toString(took.cycles()), String.format(Locale.ROOT, "%.2f", took.slowdown()),
            String.format(Locale.ROOT, "%.1f %%", 100 * took.nativeShare()));
    }

    private static void details(Outcome outcome, PrintStream out) {
        String label = "  " + outcome.arrangement().label() + ": ";
        if (outcome.fidelity() != null && !outcome.fidelity().difference().isEmpty()) {
            out.println(label + (outcome.fidelity().holds() ? "differs inside: " : "differs: ") + visible(outcome.fidelity().difference()));
            if (!outcome.fidelity().parting().isEmpty()) {
                out.println(label + "first difference: " + outcome.fidelity().parting());
            }
        }
        if (outcome.safety() != null && !outcome.safety().holds()) {
            out.println(label + outcome.safety().text());
        }
        if (!outcome.performance().causes().isEmpty()) {
            out.println(label + "exits by cause: " + causes(outcome.performance().causes()));
        }
    }

    /** What a guest has printed may be anything; a terminal is not to act on it. */
    static String visible(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append(Character.isISOControl(c) ? String.format("\\x%02x", c) : String.valueOf((char) c)));
        return out.toString();
    }

    static String causes(Map<Long, Cost> causes) {
        return causes.entrySet().stream().map(entry -> causeName(entry.getKey()) + " " + entry.getValue().count()).collect(Collectors.joining(", "));
    }

    static String causeName(long value) {
        Cause cause = Cause.of(value);
        return cause == null ? "0x" + Long.toHexString(value) : cause.causeName();
    }
}
