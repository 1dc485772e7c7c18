// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.trapline.runtime.StartException;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.vmm.sensitivity.SensitivityExperiment;

/** Puts a system's guests to the test. */
public final class Checker {
    private static final long QUANTUM = 20_000;
    /** Instructions of the witness, and of waiting, that a run beside it may take more than one alone. */
    private static final long MORE = 1_000_000;

    private final SystemPlan system;
    private final Options options;
    private final Consumer<String> progress;

    /**
     * What to do.
     *
     * @param limit        instructions after which a run is stopped
     * @param safety       whether guests also run beside a witness, which doubles the time
     * @param sensitivity  whether the hosts' instructions are classified
     * @param everywhere   whether guests run in every place and with every way to devices, too
     * @param cue          what is typed to guests, and what is waited for
     */
    public record Options(long limit, boolean safety, boolean sensitivity, boolean everywhere, Cue cue) {
        /** Guests run until they end by themselves. */
        public Options(long limit, boolean safety, boolean sensitivity) {
            this(limit, safety, sensitivity, false, Cue.NONE);
        }
    }

    /**
     * Prepares a check.
     * @param progress is told what is being done
     */
    public Checker(SystemPlan system, Options options, Consumer<String> progress) {
        this.system = system;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Runs everything.
     * @throws StartException if a guest's machine cannot be built
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public CheckReport run() throws StartException, IOException {
        List<CheckReport.HostReport> hosts = options.sensitivity ? hosts() : List.of();
        List<CheckReport.GuestReport> guests = new ArrayList<>();
        for (List<Subject> alike : alike()) {
            Subject subject = alike.getFirst();
            guests.add(new CheckReport.GuestReport(alike.stream().map(each -> each.guest().name()).toList(), subject, outcomes(subject)));
        }
        return new CheckReport(system.file().toString(), hosts, guests);
    }

    private List<CheckReport.HostReport> hosts() {
        List<List<HostPlan>> kinds = new ArrayList<>();
        for (HostPlan host : system.hosts()) {
            kinds.stream().filter(kind -> kind.getFirst().isa().equals(host.isa()) && kind.getFirst().quirks().equals(host.quirks())).findFirst()
                .orElseGet(() -> {
                    kinds.add(new ArrayList<>());
                    return kinds.getLast();
                }).add(host);
        }
        List<CheckReport.HostReport> reports = new ArrayList<>();
        for (List<HostPlan> kind : kinds) {
            HostPlan host = kind.getFirst();
            progress.accept("executing every instruction of " + host.isa() + " in every mode");
            reports.add(new CheckReport.HostReport(kind.stream().map(HostPlan::name).toList(),
                new SensitivityExperiment(host.isa(), host.quirks()).run()));
        }
        return reports;
    }

    private List<Subject> subjects() {
        // Everywhere is more than the host offers.
        return options.everywhere ? Subject.of(system).stream().map(Subject::onHostWithH).toList() : Subject.of(system);
    }

    /**
     * Plans a program that has a machine of its own as a guest.
     * @param bare as it was planned, alone
     * @throws IllegalArgumentException if it cannot run so
     */
    public static SystemPlan arrange(SystemPlan bare, Arrangement arrangement) {
        Subject subject = Subject.of(bare).getFirst().onHostWithH();
        String refusal = arrangement.refusal(subject);
        if (refusal != null) {
            throw new IllegalArgumentException(arrangement.label() + " " + refusal);
        }
        return subject.alone(arrangement, QUANTUM);
    }

    private List<List<Subject>> alike() {
        List<List<Subject>> kinds = new ArrayList<>();
        for (Subject subject : subjects()) {
            kinds.stream().filter(kind -> kind.getFirst().isLike(subject)).findFirst().orElseGet(() -> {
                kinds.add(new ArrayList<>());
                return kinds.getLast();
            }).add(subject);
        }
        return kinds;
    }

    private List<Outcome> outcomes(Subject subject) throws StartException, IOException {
        Arrangement first = subject.usual();
        progress.accept(subject.guest().name() + ": " + first.label());
        Observation bare = Trial.observe(first.hasVmm() ? subject.alone(first, QUANTUM) : subject.bare(), subject.memory(), options.limit, options.cue);
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(new Outcome(first, null, bare.result().ending(), null, Outcome.Performance.of(bare, bare),
            first.hasVmm() && options.safety ? safety(subject, first, bare) : null));
        for (Arrangement arrangement : options.everywhere ? Arrangement.everywhere() : Arrangement.virtual()) {
            if (!arrangement.equals(first)) {
                outcomes.add(outcome(subject, arrangement, bare));
            }
        }
        return outcomes;
    }

    private Safety safety(Subject subject, Arrangement arrangement, Observation bare) throws StartException, IOException {
        Witness witness = new Witness();
        return Trial.watch(subject.beside(witness, arrangement, QUANTUM), witness, 2 * bare.result().instructions() + MORE, QUANTUM);
    }

    private Outcome outcome(Subject subject, Arrangement arrangement, Observation bare) throws IOException {
        String refusal = arrangement.refusal(subject);
        if (refusal != null) {
            return Outcome.refused(arrangement, refusal);
        }
        progress.accept(subject.guest().name() + ": " + arrangement.label());
        try {
            Observation run = Trial.observe(subject.alone(arrangement, QUANTUM), subject.memory(), options.limit, options.cue);
            Safety safety = options.safety ? safety(subject, arrangement, bare) : null;
            Fidelity fidelity = subject.knowing() == null ? Fidelity.of(bare, run, options.cue) : Fidelity.outside(bare, run);
            if (fidelity.verdict() != Fidelity.Verdict.IDENTICAL && !options.everywhere && Parting.canBeFound(subject, options.cue, bare, run)) {
                progress.accept(subject.guest().name() + ": " + arrangement.label() + ": where does it part from bare?");
                fidelity = fidelity.from(new Parting(subject, arrangement, QUANTUM).find(Math.min(bare.result().instructions(), run.result().instructions())));
            }
            return new Outcome(arrangement, null, run.result().ending(), fidelity, Outcome.Performance.of(run, bare), safety);
        } catch (StartException e) {
            return Outcome.refused(arrangement, e.getMessage());
        }
    }
}
