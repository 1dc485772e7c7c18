// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.check;

import java.util.ArrayList;
import java.util.List;

import org.trapline.runtime.check.Arrangement;
import org.trapline.runtime.check.CheckReport.GuestReport;
import org.trapline.runtime.check.Outcome;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.vmm.IoScheme;
import org.trapline.vmm.technique.CpuTechnique;

/** What became of guests in every combination, as a table in Markdown; and below it, what is to be said about cells. */
final class MatrixTable {
    private final List<Arrangement> arrangements;
    private final List<String> guests = new ArrayList<>();
    private final List<List<Cell>> columns = new ArrayList<>();

    /**
     * What became of a guest in one combination.
     *
     * @param text  in a word or two
     * @param holds whether it was as it must be
     * @param note  what else there is to be said; may be empty
     */
    record Cell(String text, boolean holds, String note) {
        /** It did not run. */
        static final Cell NONE = new Cell("-", true, "");

        static Cell of(Outcome outcome, HostPlan host) {
            if (!outcome.ran()) {
                return NONE;
            }
            if (outcome.fidelity() == null) {
                return new Cell(outcome.ending().text(), true, "");
            }
            boolean safe = outcome.safety() == null || outcome.safety().holds();
            // That a guest notices is no fault of a technique on a host for which it is not made.
            boolean isToBeExpected = outcome.arrangement().technique() == CpuTechnique.TRAP_AND_EMULATE && !host.quirks().isEmpty();
            return new Cell(outcome.fidelity().verdict().text() + (safe ? "" : ", not safe"), outcome.holds() || safe && isToBeExpected,
                safe ? outcome.fidelity().difference() : outcome.safety().text());
        }

        /** Of so many programs, some failed. */
        static Cell of(int programs, List<String> failing) {
            return new Cell(programs - failing.size() + " pass", failing.isEmpty(), String.join(", ", failing));
        }
    }

    MatrixTable(List<Arrangement> arrangements) {
        this.arrangements = arrangements;
    }

    /** Tells whether programs that have no devices and do not know of a VMM run so. */
    static boolean fitsSuites(Arrangement arrangement) {
        boolean hardwareInProcess = arrangement.technique() == CpuTechnique.HARDWARE && arrangement.placement().isProcess();
        return arrangement.technique() != null && arrangement.technique() != CpuTechnique.PARAVIRT && arrangement.io() == IoScheme.EMULATED && !hardwareInProcess;
    }

    /** Adds a guest, unless it is the same program on the same kind of machine as another. */
    void add(GuestReport guest) {
        HostPlan host = guest.subject().host();
        String title = guest.subject().guest().program().name() + (guest.subject().harts() > 1 ? ", " + guest.subject().harts() + " harts" : "")
            + (host.quirks().isEmpty() ? "" : ", on a host with a quirk");
        if (guests.contains(title)) {
            return;
        }
        List<Cell> cells = new ArrayList<>();
        for (Arrangement arrangement : arrangements) {
            cells.add(guest.outcomes().stream().filter(outcome -> outcome.arrangement().equals(arrangement)).findFirst()
                .map(outcome -> Cell.of(outcome, host)).orElse(Cell.NONE));
        }
        add(title, cells);
    }

    void add(String guest, List<Cell> cells) {
        guests.add(guest);
        columns.add(cells);
    }

    /** Tells whether everything was as it must be. */
    boolean holds() {
        return columns.stream().flatMap(List::stream).allMatch(Cell::holds);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("| |");
        guests.forEach(guest -> out.append(' ').append(guest).append(" |"));
        out.append("\n|---|").append("---|".repeat(guests.size())).append('\n');
        List<String> notes = new ArrayList<>();
        for (int row = 0; row < arrangements.size(); row++) {
            int at = row;
            if (columns.stream().allMatch(column -> column.get(at) == Cell.NONE)) {
                continue;
            }
            out.append("| ").append(arrangements.get(row).label()).append(" |");
            for (int i = 0; i < columns.size(); i++) {
                Cell cell = columns.get(i).get(row);
                out.append(' ').append(cell.holds ? cell.text : "**" + cell.text + "**");
                if (!cell.note.isEmpty()) {
                    out.append(" (").append(number(notes, guests.get(i) + ": " + cell.note)).append(')');
                }
                out.append(" |");
            }
            out.append('\n');
        }
        for (int i = 0; i < notes.size(); i++) {
            out.append(i == 0 ? "\n" : "").append(i + 1).append(". ").append(plain(notes.get(i))).append('\n');
        }
        return out.toString();
    }

    /** What a guest has printed may have colours, and anything. */
    private static String plain(String note) {
        return note.replaceAll("\u001b\\[[0-9;]*m", "").replaceAll("[\\p{Cntrl}\\s]+", " ").replace('|', '/').strip();
    }

    private static int number(List<String> notes, String note) {
        int at = notes.indexOf(note);
        if (at < 0) {
            notes.add(note);
            return notes.size();
        }
        return at + 1;
    }
}
