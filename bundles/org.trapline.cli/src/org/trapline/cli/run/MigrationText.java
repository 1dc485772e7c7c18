// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.util.stream.Collectors;

import org.trapline.runtime.Guest;
import org.trapline.trace.text.JsonWriter;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationReport;
import org.trapline.vmm.migration.Round;

/** How a migration to another process went, in words and figures. */
final class MigrationText {
    static final long CYCLES_PER_US = MigrationPolicy.CYCLES_PER_SECOND / 1_000_000;

    private final Guest guest;
    private final String to;
    private final MigrationPolicy policy;

    MigrationText(Guest guest, String to, MigrationPolicy policy) {
        this.guest = guest;
        this.to = to;
        this.policy = policy;
    }

    private static long us(long cycles) {
        return cycles / CYCLES_PER_US;
    }

    private static long rate(MigrationReport report) {
        return report.cycles() == 0 ? 0 : Math.round((double) report.bytes() * MigrationPolicy.CYCLES_PER_SECOND / report.cycles());
    }

    /** Returns some lines of text. */
    String of(MigrationReport report) {
        final String outcome = switch (report.outcome()) {
            case MOVED -> guest.name() + " has moved to " + to;
            case STAYED -> guest.name() + " has stayed";
            case UNDECIDED -> guest.name() + " stood still when this process ended: all of it was sent to " + to
                + ", and whether it runs there could not be found out; it goes on there if all has come";
        };
        final String pages = report.rounds().stream().map(Round::pages).map(String::valueOf).collect(Collectors.joining(", "));
        return "migration: " + outcome + (report.reason().isEmpty() ? "" : " (" + report.reason() + ")")
            + (report.rounds().isEmpty() ? "" : System.lineSeparator() + "  pages in each round: " + pages + "; " + report.bytes() + " bytes in "
                + us(report.cycles()) + " us, " + rate(report) + " bytes a second of " + policy.bytesPerSecond() + " at most")
            + (report.downtime() == 0 ? "" : System.lineSeparator() + "  it stood still for " + us(report.downtime()) + " us of "
                + us(policy.maxDowntime()) + " us at most" + (report.converged() ? "" : ", because what it wrote meanwhile did not become little enough")
                + (report.fetched() == 0 ? "" : "; it then waited for " + report.fetched() + " pages"));
    }

    private JsonWriter begin(StringBuilder line) {
        return new JsonWriter(line).beginObject().member("type", "migration").member("guest", guest.name()).member("to", to);
    }

    /** Returns an object of type {@code migration}. */
    String json(MigrationReport report) {
        final StringBuilder line = new StringBuilder();
        final JsonWriter json = begin(line).member("outcome", RunCommand.lower(report.outcome())).member("reason", report.reason())
            .name("converged").value(report.converged()).member("bytes", report.bytes()).member("us", us(report.cycles()))
            .member("bytes_per_second", rate(report)).member("max_bytes_per_second", policy.bytesPerSecond()).member("downtime_us", us(report.downtime()))
            .member("max_downtime_us", us(policy.maxDowntime())).member("fetched", report.fetched()).name("rounds").beginArray();
        for (final Round round : report.rounds()) {
            json.beginObject().member("pages", round.pages()).member("bytes", round.bytes()).member("dirty", round.dirty())
                .member("us", us(round.cycles())).endObject();
        }
        json.endArray().endObject();
        return line.toString();
    }

    /** Returns an object of type {@code migration} about one that has not begun. */
    String jsonFailure(String why) {
        final StringBuilder line = new StringBuilder();
        begin(line).member("outcome", "stayed").member("reason", why).endObject();
        return line.toString();
    }
}
