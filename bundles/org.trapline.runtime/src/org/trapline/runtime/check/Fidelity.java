// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongFunction;

import org.trapline.isa.Csr;
import org.trapline.isa.Registers;
import org.trapline.runtime.Ending;
import org.trapline.runtime.snapshot.HartSnapshot;

/**
 * How a run as a guest compares with the run on the bare machine.
 *
 * @param verdict    what holds
 * @param difference what is different at the end, with both values, or an empty text: what can be seen from outside first, then registers, then memory
 * @param parting    the instruction after which the two were different first, where it stands and what it did; empty if nobody has looked for it
 */
public record Fidelity(Verdict verdict, String difference, String parting) {
    private static final LongFunction<String> NOWHERE = address -> "0x" + Long.toHexString(address);
    private static final Fidelity SAME = new Fidelity(Verdict.IDENTICAL, "");
    /** Time as the guest sees it, and what arrives with it. */
    private static final Set<Csr> TIMED = EnumSet.of(Csr.CYCLE, Csr.TIME, Csr.INSTRET, Csr.MCYCLE, Csr.MINSTRET, Csr.MIP, Csr.SIP);

    /** One of which nobody has looked where the difference begins. */
    public Fidelity(Verdict verdict, String difference) {
        this(verdict, difference, "");
    }

    /** What a comparison may show. */
    public enum Verdict {
        /** Registers, memory and console are the same. */
        IDENTICAL("identical"),
        /** It printed the same and ended in the same way; registers or memory differ, as they do where a program looks at the time. */
        SAME_OUTPUT("same output"),
        /** It came to where it was waited for; on the way it printed something else, as it does where times show, or several harts print. */
        ARRIVED("arrived"),
        /** The guest could tell. */
        DIFFERENT("different");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** Returns its name for people. */
        public String text() {
            return text;
        }
    }

    /** Tells whether the guest did what it does on a machine of its own. */
    public boolean holds() {
        return verdict != Verdict.DIFFERENT;
    }

    static Fidelity of(Observation bare, Observation guest) {
        String outside = ending(bare, guest);
        if (outside == null) {
            outside = console(bare.console(), guest.console());
            if (outside != null && bare.result().ending() == Ending.LIMIT && isBeginning(bare.console(), guest.console())) {
                // Neither has ended, and one has come further.
                return new Fidelity(Verdict.SAME_OUTPUT, outside);
            }
        }
        if (outside != null) {
            return new Fidelity(Verdict.DIFFERENT, outside);
        }
        String inside = inside(bare, guest, NOWHERE);
        return inside == null ? SAME : new Fidelity(Verdict.SAME_OUTPUT, inside);
    }

    private static boolean isBeginning(byte[] one, byte[] other) {
        return Arrays.mismatch(one, other) == Math.min(one.length, other.length);
    }

    /**
     * Compares registers, then memory.
     * @param place says where an address is
     * @return the first that differs, with both values; null if none does
     */
    static String inside(Observation bare, Observation guest, LongFunction<String> place) {
        String inside = registers(bare, guest, place);
        return inside == null ? memory(bare, guest, place) : inside;
    }

    /** Returns the same, with the instruction at which the difference begins. */
    Fidelity from(String where) {
        return new Fidelity(verdict, difference, where);
    }

    static Fidelity of(Observation bare, Observation guest, Cue cue) {
        if (cue.until() == null) {
            return of(bare, guest);
        }
        if (!new String(guest.console(), StandardCharsets.UTF_8).endsWith(cue.until())) {
            return new Fidelity(Verdict.DIFFERENT, "it has not printed \"" + cue.until() + "\", and " + guest.result().ending().text());
        }
        String difference = console(bare.console(), guest.console());
        return difference == null ? new Fidelity(Verdict.SAME_OUTPUT, "") : new Fidelity(Verdict.ARRIVED, difference);
    }

    /** Compares what can be seen from outside, where the programs are two. */
    static Fidelity outside(Observation reference, Observation guest) {
        String ending = ending(reference, guest);
        String difference = ending == null ? console(reference.console(), guest.console()) : ending;
        return difference == null ? new Fidelity(Verdict.SAME_OUTPUT, "") : new Fidelity(Verdict.DIFFERENT, difference);
    }

    private static String ending(Observation bare, Observation guest) {
        if (bare.result().ending() != guest.result().ending()) {
            return "it " + guest.result().ending().text() + "; bare it " + bare.result().ending().text();
        }
        return bare.result().exitCode() == guest.result().exitCode() ? null
            : "exit code " + guest.result().exitCode() + "; bare " + bare.result().exitCode();
    }

    private static String console(byte[] bare, byte[] guest) {
        int at = Arrays.mismatch(bare, guest);
        if (at < 0) {
            return null;
        }
        return "console line " + (1 + count(bare, at)) + ": " + line(guest, at) + "; bare " + line(bare, at);
    }

    private static int count(byte[] text, int end) {
        int lines = 0;
        for (int i = 0; i < end; i++) {
            lines += text[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static String line(byte[] text, int at) {
        int first = at;
        while (first > 0 && text[first - 1] != '\n') {
            first--;
        }
        int end = at;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return at >= text.length && first == text.length ? "nothing" : "'" + new String(text, first, end - first, StandardCharsets.UTF_8) + "'";
    }

    private static String registers(Observation bare, Observation guest, LongFunction<String> place) {
        for (int i = 0; i < bare.harts().size(); i++) {
            String difference = registers(bare.harts().get(i), guest.harts().get(i), place);
            if (difference != null) {
                return bare.harts().size() == 1 ? difference : "hart " + i + ": " + difference;
            }
        }
        return null;
    }

    private static String registers(HartSnapshot bare, HartSnapshot guest, LongFunction<String> place) {
        if (bare.pc() != guest.pc()) {
            return "pc " + place.apply(guest.pc()) + "; bare " + place.apply(bare.pc());
        }
        for (int i = 0; i < bare.registers().size(); i++) {
            if (!bare.registers().get(i).equals(guest.registers().get(i))) {
                return difference(Registers.abiName(i), guest.registers().get(i), bare.registers().get(i));
            }
        }
        for (int i = 0; i < bare.floats().size(); i++) {
            if (!bare.floats().get(i).equals(guest.floats().get(i))) {
                return difference("f" + i, guest.floats().get(i), bare.floats().get(i));
            }
        }
        if (bare.privilege() != guest.privilege()) {
            return "mode " + guest.privilege() + "; bare " + bare.privilege();
        }
        for (Map.Entry<Csr, Long> csr : bare.csrs().entrySet()) {
            Long own = guest.csrs().get(csr.getKey());
            if (!TIMED.contains(csr.getKey()) && own != null && !own.equals(csr.getValue())) {
                return difference(csr.getKey().csrName(), own, csr.getValue());
            }
        }
        return null;
    }

    private static String memory(Observation bare, Observation guest, LongFunction<String> place) {
        SortedSet<Long> pages = new TreeSet<>(bare.memory().keySet());
        pages.addAll(guest.memory().keySet());
        byte[] zero = new byte[Observation.PIECE];
        for (long page : pages) {
            byte[] expected = bare.memory().getOrDefault(page, zero);
            byte[] found = guest.memory().getOrDefault(page, zero);
            int at = Arrays.mismatch(expected, found);
            if (at >= 0 && at < Math.min(expected.length, found.length)) {
                return difference("byte at " + place.apply(page + at), found[at] & 0xff, expected[at] & 0xff);
            }
        }
        return null;
    }

    private static String difference(String what, long guest, long bare) {
        return what + " 0x" + Long.toHexString(guest) + "; bare 0x" + Long.toHexString(bare);
    }
}
