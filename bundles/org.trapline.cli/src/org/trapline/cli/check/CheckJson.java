// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.check;

import java.util.List;
import java.util.Locale;

import org.trapline.runtime.check.CheckReport;
import org.trapline.runtime.check.CheckReport.GuestReport;
import org.trapline.runtime.check.CheckReport.HostReport;
import org.trapline.runtime.check.Outcome;
import org.trapline.trace.text.JsonWriter;
import org.trapline.vmm.sensitivity.Finding;

/** A check's report for programs. */
final class CheckJson {
    private final JsonWriter writer;

    private CheckJson(StringBuilder out) {
        writer = new JsonWriter(out);
    }

    static String of(CheckReport report) {
        StringBuilder out = new StringBuilder();
        new CheckJson(out).write(report);
        return out.toString();
    }

    private void write(CheckReport report) {
        writer.beginObject().member("file", report.file()).name("holds").value(report.holds()).name("hosts").beginArray();
        report.hosts().forEach(this::write);
        writer.endArray().name("guests").beginArray();
        report.guests().forEach(this::write);
        writer.endArray().endObject();
    }

    private void names(List<String> names) {
        writer.name("names").beginArray();
        names.forEach(writer::value);
        writer.endArray();
    }

    private void write(HostReport host) {
        writer.beginObject();
        names(host.names());
        writer.member("isa", host.sensitivity().isa().toString()).name("quirks").beginArray();
        host.sensitivity().quirks().forEach(quirk -> writer.value(quirk.name().toLowerCase(Locale.ROOT)));
        writer.endArray().name("popek_goldberg").value(host.sensitivity().conditionHolds()).name("instructions").beginArray();
        host.sensitivity().findings().forEach(this::write);
        writer.endArray().endObject();
    }

    private void write(Finding finding) {
        writer.beginObject().member("instruction", finding.specimen().instruction().mnemonic());
        if (finding.specimen().csr() != null) {
            writer.member("csr", finding.specimen().csr().csrName());
        }
        writer.name("privileged").value(finding.privileged()).name("control_sensitive").value(finding.controlSensitive() != null)
            .name("behavior_sensitive").value(finding.behaviorSensitive() != null);
        if (finding.sensitive()) {
            writer.member("evidence", finding.evidence());
        }
        writer.endObject();
    }

    private void write(GuestReport guest) {
        writer.beginObject();
        names(guest.names());
        writer.member("program", guest.subject().guest().program().name()).member("isa", guest.subject().isa().toString())
            .member("harts", guest.subject().harts()).member("memory", guest.subject().memory());
        if (!guest.remark().isEmpty()) {
            writer.member("remark", guest.remark());
        }
        writer.name("runs").beginArray();
        guest.outcomes().forEach(this::write);
        writer.endArray().endObject();
    }

    private void write(Outcome outcome) {
        writer.beginObject().member("arrangement", outcome.arrangement().label());
        if (outcome.ran()) {
            ran(outcome);
        } else {
            writer.member("refused", outcome.refusal());
        }
        writer.endObject();
    }

    private void ran(Outcome outcome) {
        Outcome.Performance took = outcome.performance();
        writer.member("ending", outcome.ending().text()).member("instructions", took.instructions()).member("exits", took.exits())
            .member("cycles", took.cycles()).member("slowdown", took.slowdown()).member("native_share", took.nativeShare())
            .name("exits_by_cause").beginArray();
        took.causes().forEach((cause, cost) -> writer.beginObject().member("cause", CheckText.causeName(cause)).member("count", cost.count())
            .member("cycles", cost.total()).endObject());
        writer.endArray();
        if (outcome.fidelity() != null) {
            writer.member("fidelity", outcome.fidelity().verdict().text()).member("difference", outcome.fidelity().difference())
                .member("parting", outcome.fidelity().parting());
        }
        if (outcome.safety() != null) {
            writer.name("safety").beginObject().name("holds").value(outcome.safety().holds())
                .name("neighbour_intact").value(outcome.safety().neighbourIntact()).member("damage", outcome.safety().damage().text())
                .member("longest_stretch", outcome.safety().stretch()).member("quantum", outcome.safety().quantum())
                .member("neighbour_instructions", outcome.safety().witnessed()).endObject();
        }
    }
}
