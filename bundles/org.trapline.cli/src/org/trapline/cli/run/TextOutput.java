// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.trapline.cli.Terminal;
import org.trapline.cli.output.Style;
import org.trapline.cli.output.Style.Look;
import org.trapline.runtime.Guest;
import org.trapline.runtime.GuestResult;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionState;
import org.trapline.trace.EventKind;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.analysis.TraceFilter;
import org.trapline.trace.text.EventText;
import org.trapline.trace.text.TextFormatter;

/** Consoles and trace as text: guests' lines with their names in front where several guests or a trace could be mixed up with them. */
final class TextOutput extends RunOutput {
    private final PrintStream out;
    private final Style style;
    private final Choice choice;
    private final boolean named;
    private final EventText text;
    private final TextFormatter formatter;
    private final StringBuilder line = new StringBuilder();
    private Guest unfinished;
    private final Map<Story, Integer> told = new HashMap<>();
    private int shown;
    private boolean cut;

    /**
     * What to show.
     *
     * @param quiet  only what guests print
     * @param stats  all statistics at the end
     * @param lines  at most that many events
     * @param alike  of events that tell the same of the same place, at most that many
     * @param filter which events
     */
    record Choice(boolean quiet, boolean stats, int lines, int alike, TraceFilter filter) {
    }

    /** What makes two events alike: kind, vCPU, place, and the argument that says what happened, such as a cause or an instruction. */
    private record Story(EventKind kind, int host, int vm, int vcpu, long pc, long what) {
    }

    TextOutput(Session session, Terminal terminal, Style style, Choice choice) {
        super(session, terminal);
        this.out = terminal.out();
        this.style = style;
        this.choice = choice;
        this.named = session.guests().size() > 1 || choice.lines > 0;
        NameTable.Content none = new NameTable().content();
        this.text = new EventText(trace() == null ? new NameTable(none) : trace().names());
        this.formatter = new TextFormatter(text.names());
    }

    // ---- while it runs ----

    @Override
    public void printed(Guest guest, byte[] bytes) {
        catchUp();
        if (!named) {
            out.write(bytes, 0, bytes.length);
            out.flush();
            return;
        }
        String printed = new String(bytes, StandardCharsets.UTF_8);
        if (unfinished != guest) {
            endLine();
            out.print(style.apply(Look.NAME, guest.name() + "> "));
        }
        out.print(printed);
        unfinished = printed.endsWith("\n") ? null : guest;
        out.flush();
    }

    @Override
    void event(TraceEvent event) {
        if (choice.lines == 0 || !choice.filter.matches(event, text)) {
            return;
        }
        int alike = choice.alike == Integer.MAX_VALUE ? 0 : told.merge(
            new Story(event.kind(), event.host(), event.vm(), event.vcpu(), event.pc(), event.arg(0)), 1, Integer::sum);
        if (alike > choice.alike || shown >= choice.lines) {
            cut = true;
            return;
        }
        if (shown++ == 0) {
            header();
        }
        line.setLength(0);
        formatter.append(event, line);
        traceLine(alike == choice.alike ? "  (repeats are left out)" : "");
    }

    @Override
    public void stateChanged(SessionState state) {
        out.flush();
    }

    private void header() {
        line.setLength(0);
        formatter.appendHeader(line);
        line.setLength(line.length() - 1);
        traceLine("");
    }

    private void traceLine(String remark) {
        endLine();
        out.println(style.apply(Look.DIM, line.toString().stripTrailing() + remark));
    }

    private void endLine() {
        if (unfinished != null) {
            out.println();
            unfinished = null;
        }
    }

    // ---- at the end ----

    @Override
    void finish(List<GuestResult> results) {
        catchUp();
        if (choice.quiet && !choice.stats) {
            return;
        }
        endLine();
        new Summary(results, text.names(), statistics()).print(out, style);
        if (choice.stats) {
            out.println();
            out.print(statistics().toText(text.names()));
        } else if (cut) {
            out.println("trace: " + statistics().events() + " events" + kinds() + "; " + shown + " shown, --trace shows all, --filter what you ask for");
        }
    }

    private String kinds() {
        StringBuilder list = new StringBuilder();
        for (EventKind kind : EventKind.all()) {
            long count = statistics().kinds().getOrDefault(kind, 0L);
            if (count > 0) {
                list.append(list.isEmpty() ? " (" : ", ").append(kind.label()).append(' ').append(count);
            }
        }
        return list.isEmpty() ? "" : list.append(')').toString();
    }
}
