// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.sensitivity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;
import org.trapline.isa.Privilege;
import org.trapline.machine.privileged.Quirk;

/**
 * Finds out what the instructions of a host are, by executing them.
 *
 * <p>Each instruction runs with the same operands and in the same state in M, S and U mode, and again with another content of everything that is
 * not the program's own (trap registers, saved modes, scratch registers, time, the number of the hart). Then
 * <ul>
 * <li>it is <em>privileged</em> if it traps in U mode wherever it completes in M or S mode;
 * <li>it is <em>control-sensitive</em> if it completes and has changed anything but the program's own registers, memory and floating-point flags:
 * a mode, a register that is not the program's, what memory translates to, whether the hart waits;
 * <li>it is <em>behavior-sensitive</em> if what it computes differs between modes, or depends on what is not the program's own.
 * </ul>
 *
 * <p>U mode is as a VMM leaves it to a guest: all of memory accessible, the floating-point unit on and counted as changed, the counters closed.
 * That instructions see memory through address translation is no sensitivity: the VMM chooses the translation, and it is the same in all modes here.
 */
public final class SensitivityExperiment {
    private final Isa isa;
    private final Set<Quirk> quirks;
    private final TestBench bench;
    private final Map<Privilege, List<TestBench.Setting>> settings = new EnumMap<>(Privilege.class);

    /**
     * Prepares the experiment for harts of a kind.
     * @param isa    their extensions
     * @param quirks their flaws
     */
    public SensitivityExperiment(final Isa isa, final Set<Quirk> quirks) {
        this.isa = isa;
        this.quirks = quirks.isEmpty() ? Set.of() : EnumSet.copyOf(quirks);
        bench = new TestBench(isa, quirks);
        for (final Privilege mode : Privilege.values()) {
            settings.put(mode, List.of(bench.setting(mode, false), bench.setting(mode, true)));
        }
    }

    /** Runs everything the harts can execute. */
    public SensitivityReport run() {
        return new SensitivityReport(isa, quirks, Specimen.all(isa).stream().map(this::examine).toList());
    }

    /** Examines one instruction. */
    Finding examine(final Specimen specimen) {
        final Evidence evidence = new Evidence();
        for (final Sample sample : samples(specimen)) {
            final Map<Privilege, List<TestBench.Outcome>> outcomes = new EnumMap<>(Privilege.class);
            settings.forEach((mode, both) -> outcomes.put(mode, both.stream().map(setting -> bench.execute(sample.word, sample.source, setting)).toList()));
            evidence.add(outcomes);
        }
        return evidence.conclude(specimen);
    }

    /** One way to execute an instruction: how it is encoded, and what its first source register has (null: the address of memory it may use). */
    private record Sample(int word, Long source) {
    }

    private static List<Sample> samples(final Specimen specimen) {
        final int word = specimen.encode();
        final List<Sample> samples = new ArrayList<>(List.of(new Sample(word, null)));
        if (specimen.csr() != null) {
            samples.add(new Sample(word, -1L));
            samples.add(new Sample(withoutSource(specimen.instruction(), word), 0L));
        }
        return samples;
    }

    /** A CSR instruction that writes nothing, if it is one that may leave it. */
    private static int withoutSource(final Instruction instruction, final int word) {
        final Operand source = instruction.format() == Format.CSR ? Operand.RS1 : Operand.ZIMM5;
        return word & ~source.insert(-1);
    }

    /** What is known of an instruction so far. */
    private static final class Evidence {
        private static final int NAMED = 3;
        private boolean trapsBelow;
        private boolean completesBelow;
        private final Set<String> changed = new TreeSet<>();
        private String differs;

        void add(final Map<Privilege, List<TestBench.Outcome>> outcomes) {
            final List<TestBench.Outcome> user = outcomes.get(Privilege.U);
            boolean completesAbove = false;
            for (final Privilege mode : List.of(Privilege.M, Privilege.S)) {
                final TestBench.Outcome outcome = outcomes.get(mode).getFirst();
                completesAbove |= !outcome.trapped();
                if (!outcome.trapped() && !user.getFirst().trapped() && !outcome.sameResult(user.getFirst())) {
                    differs("its result in U mode is not that in " + mode + " mode");
                }
            }
            trapsBelow |= completesAbove && user.getFirst().trapped();
            completesBelow |= !user.getFirst().trapped();
            outcomes.forEach(this::add);
        }

        private void add(final Privilege mode, final List<TestBench.Outcome> both) {
            if (both.stream().anyMatch(TestBench.Outcome::trapped)) {
                return;
            }
            both.forEach(outcome -> changed.addAll(outcome.changed()));
            if (!both.getFirst().sameResult(both.getLast())) {
                differs("its result in " + mode + " mode depends on more than the program's own state");
            }
        }

        private void differs(final String how) {
            if (differs == null) {
                differs = how;
            }
        }

        Finding conclude(final Specimen specimen) {
            return new Finding(specimen, trapsBelow && !completesBelow, changed.isEmpty() ? null : "changes " + listed(changed), differs);
        }

        private static String listed(final Set<String> names) {
            final String some = String.join(", ", names.stream().limit(NAMED).toList());
            return names.size() > NAMED ? some + " and " + (names.size() - NAMED) + " more" : some;
        }
    }
}
