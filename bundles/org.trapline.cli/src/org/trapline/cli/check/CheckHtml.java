// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;

import org.trapline.isa.Instruction;
import org.trapline.runtime.check.CheckReport;
import org.trapline.runtime.check.CheckReport.GuestReport;
import org.trapline.runtime.check.CheckReport.HostReport;
import org.trapline.runtime.check.Outcome;
import org.trapline.vmm.Cost;
import org.trapline.vmm.sensitivity.Finding;
import org.trapline.vmm.sensitivity.InstructionClass;

/** A check's report as a page that stands by itself: no scripts, nothing from elsewhere, light or dark as its reader prefers. */
final class CheckHtml {
    private static final String STYLE = """
        :root { color-scheme: light dark; --bar: #2f6fab; --good: #1a7f37; --bad: #c62828; --line: #8886; }
        @media (prefers-color-scheme: dark) { :root { --bar: #7ab3e8; --good: #57c46f; --bad: #ff8a80; } }
        body { font: 15px/1.45 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; margin: .5rem 0 1rem; } td, th { padding: .25rem .75rem; border-bottom: 1px solid var(--line); text-align: left; }
        td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; } code { font-size: .95em; }
        .good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; } .off { opacity: .65; }
        svg text { fill: currentColor; font: 13px system-ui, sans-serif; } svg rect { fill: var(--bar); } figcaption { font-weight: 600; }
        figure { margin: 1rem 0; }
        """;
    private static final int LABELS = 240;
    private static final int BARS = 420;
    private static final int ROW = 24;
    private static final int BAR = 16;
    private static final int VALUES = 130;

    private final StringBuilder out = new StringBuilder();

    private CheckHtml() {
    }

    static String of(CheckReport report) {
        CheckHtml page = new CheckHtml();
        page.page(report);
        return page.out.toString();
    }

    private void page(CheckReport report) {
        String title = "Check of " + escape(report.file());
        out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").append(title).append("</title>\n<style>\n").append(STYLE)
            .append("</style></head><body>\n<h1>").append(title).append("</h1>\n<p class=\"").append(report.holds() ? "good" : "bad").append("\">")
            .append(report.holds() ? "Fidelity and safety held in every run." : "Fidelity or safety did not hold in every run.").append("</p>\n");
        report.guests().forEach(this::guest);
        report.hosts().forEach(this::host);
        costs(report);
        out.append("</body></html>\n");
    }

    // ---- guests ----

    private void guest(GuestReport guest) {
        out.append("<h2>").append(escape(String.join(", ", guest.names()))).append("</h2>\n<p><code>")
            .append(escape(guest.subject().guest().program().name())).append("</code>, ").append(guest.subject().isa()).append(", ")
            .append(guest.subject().memory() >> 20).append(" MiB</p>\n<table><tr><th></th><th>fidelity</th><th>safety</th>"
                + "<th class=\"n\">instructions</th><th class=\"n\">exits</th><th class=\"n\">cycles</th><th class=\"n\">slowdown</th>"
                + "<th class=\"n\">native</th></tr>\n");
        guest.outcomes().forEach(this::row);
        out.append("</table>\n");
        if (!guest.remark().isEmpty()) {
            out.append("<p>Fidelity: ").append(escape(guest.remark())).append(".</p>\n");
        }
        List<Outcome> ran = guest.outcomes().stream().filter(Outcome::ran).toList();
        Map<String, Double> slowdowns = new LinkedHashMap<>();
        ran.forEach(outcome -> slowdowns.put(outcome.arrangement().label(), outcome.performance().slowdown()));
        plot("Slowdown: cycles, as a multiple of the bare run", slowdowns, "%.2f");
        for (Outcome outcome : ran) {
            Map<String, Double> causes = new LinkedHashMap<>();
            outcome.performance().causes().forEach((cause, cost) -> causes.put(CheckText.causeName(cause), (double) cost.count()));
            if (!causes.isEmpty()) {
                plot("Exits by cause: " + outcome.arrangement().label(), causes, "%.0f");
            }
        }
    }

    private void row(Outcome outcome) {
        out.append("<tr").append(outcome.ran() ? "" : " class=\"off\"").append("><td>").append(escape(outcome.arrangement().label())).append("</td>");
        if (!outcome.ran()) {
            out.append("<td colspan=\"7\">").append(escape(outcome.refusal())).append("</td></tr>\n");
            return;
        }
        boolean isBare = outcome.fidelity() == null;
        if (isBare) {
            out.append("<td>").append(escape(outcome.ending().text())).append("</td>");
        } else {
            String difference = CheckText.visible(outcome.fidelity().difference());
            String parting = outcome.fidelity().parting();
            verdict(outcome.fidelity().holds(), outcome.fidelity().verdict().text() + (difference.isEmpty() ? "" : ": " + difference)
                + (parting.isEmpty() ? "" : "; first: " + parting));
        }
        if (outcome.safety() == null) {
            out.append("<td>–</td>");
        } else {
            verdict(outcome.safety().holds(), outcome.safety().text());
        }
        Outcome.Performance took = outcome.performance();
        number(Long.toString(took.instructions()));
        number(isBare ? "–" : Long.toString(took.exits()));
        number(Long.toString(took.cycles()));
        number(format("%.2f", took.slowdown()));
        number(format("%.1f %%", 100 * took.nativeShare()));
        out.append("</tr>\n");
    }

    private void verdict(boolean holds, String text) {
        out.append("<td class=\"").append(holds ? "good" : "bad").append("\">").append(escape(text)).append("</td>");
    }

    private void number(String text) {
        out.append("<td class=\"n\">").append(text).append("</td>");
    }

    /** Bars from the left, one a row, the value behind each. */
    private void plot(String title, Map<String, Double> values, String format) {
        double most = values.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        out.append("<figure><figcaption>").append(escape(title)).append("</figcaption>\n<svg role=\"img\" aria-label=\"").append(escape(title))
            .append("\" width=\"").append(LABELS + BARS + VALUES).append("\" height=\"").append(values.size() * ROW).append("\">\n");
        int y = 0;
        for (Entry<String, Double> value : values.entrySet()) {
            double length = Math.max(1, BARS * value.getValue() / Math.max(most, Double.MIN_NORMAL));
            out.append(format("<text x=\"0\" y=\"%d\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/><text x=\"%.1f\" y=\"%d\">%s</text>%n",
                y + BAR, escape(value.getKey()), LABELS, y + (ROW - BAR) / 2, length, BAR, LABELS + length + 6, y + BAR,
                format(format, value.getValue())));
            y += ROW;
        }
        out.append("</svg></figure>\n");
    }

    // ---- costs ----

    private void costs(CheckReport report) {
        out.append("<h2>What is charged</h2>\n<p>A VMM is software: what it does takes cycles of the host’s harts, by these figures.</p>\n"
            + "<table><tr><th>work</th><th>what is done</th><th class=\"n\">cycles</th><th>where the figure comes from</th></tr>\n");
        for (Cost cost : Cost.values()) {
            out.append("<tr><td><code>").append(cost.literal()).append("</code></td><td>").append(escape(cost.meaning())).append("</td>");
            number(Integer.toString(cost.cycles()));
            out.append("<td>").append(escape(cost.source())).append("</td></tr>\n");
        }
        out.append("</table>\n");
        report.guests().stream().map(guest -> guest.subject().host()).distinct().filter(host -> !host.costs().isEmpty())
            .forEach(host -> out.append("<p>On ").append(escape(host.name())).append(": ").append(escape(CheckText.costs(host))).append("</p>\n"));
    }

    // ---- instructions ----

    private void host(HostReport host) {
        out.append("<h2>Instructions of ").append(escape(String.join(", ", host.names()))).append("</h2>\n<p>").append(host.sensitivity().isa())
            .append(escape(CheckText.quirks(host.sensitivity()))).append("</p>\n<p class=\"").append(host.sensitivity().conditionHolds() ? "good" : "bad")
            .append("\">Popek and Goldberg’s condition ").append(host.sensitivity().conditionHolds()
                ? "holds: every sensitive instruction is privileged." : "does not hold: some sensitive instructions do not trap in user mode.")
            .append("</p>\n<table><tr><th>instruction</th><th>kind</th><th>because</th></tr>\n");
        host.sensitivity().byKind().forEach((kind, rows) -> {
            if (kind != InstructionClass.INNOCUOUS) {
                rows.forEach((instruction, findings) -> instruction(kind, instruction, findings));
            }
        });
        int rest = host.sensitivity().byKind().getOrDefault(InstructionClass.INNOCUOUS, Map.of()).size();
        out.append("</table>\n<p>").append(rest).append(" others are neither: ").append(InstructionClass.INNOCUOUS.meaning()).append(".</p>\n");
    }

    private void instruction(InstructionClass kind, Instruction instruction, List<Finding> findings) {
        boolean named = findings.getFirst().specimen().csr() != null;
        out.append("<tr><td><code>").append(instruction.mnemonic()).append("</code>");
        if (named) {
            out.append("<details><summary>").append(findings.size()).append(findings.size() == 1 ? " CSR" : " CSRs").append("</summary>");
            findings.forEach(finding -> out.append(finding.specimen().csr().csrName()).append(' '));
            out.append("</details>");
        }
        out.append("</td><td").append(kind == InstructionClass.SENSITIVE ? " class=\"bad\"" : "").append('>').append(kind.label()).append("</td><td>")
            .append(escape(findings.getFirst().evidence())).append("</td></tr>\n");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
