// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import com.google.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.xtext.validation.Check;
import org.trapline.isa.Isa;
import org.trapline.lang.topology.Describe;
import org.trapline.topology.At;
import org.trapline.topology.ByteSize;
import org.trapline.topology.Clone;
import org.trapline.topology.Create;
import org.trapline.topology.Domain;
import org.trapline.topology.GuestReference;
import org.trapline.topology.Host;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.LifeCycleAction;
import org.trapline.topology.LifeCycleStep;
import org.trapline.topology.Migrate;
import org.trapline.topology.Restore;
import org.trapline.topology.Scenario;
import org.trapline.topology.Stateful;
import org.trapline.topology.Step;
import org.trapline.topology.TopologyPackage.Literals;
import org.trapline.topology.VirtualTime;
import org.trapline.topology.resolve.Resolver;

/** Whether the steps of a scenario can be taken. */
final class ScenarioChecks extends Checks {

    @Inject
    private IsaReader isas;

    @Check
    void index(GuestReference reference) {
        Stateful target = reference.getTarget();
        if (target == null || target.eIsProxy()) {
            return;
        }
        boolean array = target instanceof Domain domain && domain.isSetCount();
        if (reference.isSetIndex() && !array) {
            report(Rule.GUEST_INDEX, reference, Literals.GUEST_REFERENCE__INDEX, "%s is a single machine: leave [%d] out".formatted(Describe.element(target), reference.getIndex()));
        } else if (reference.isSetIndex() && reference.getIndex() >= ((Domain) target).getCount()) {
            report(Rule.GUEST_INDEX, reference, Literals.GUEST_REFERENCE__INDEX, "%s has no number %d: counting starts at 0, so the last is [%d]".formatted(
                    Describe.element(target), reference.getIndex(), ((Domain) target).getCount() - 1));
        } else if (array && !reference.isSetIndex()) {
            report(Rule.GUEST_INDEX, reference, Literals.GUEST_REFERENCE__TARGET, "%s makes several virtual machines: say which, for example %s[0]".formatted(
                    Describe.element(target), Resolver.qualifiedName(target)), "[0]");
        }
    }

    @Check
    void file(LifeCycleStep step) {
        if (step.getFile() == null) {
            return;
        }
        if (step.getAction() != (step.isFrom() ? LifeCycleAction.RESUME : LifeCycleAction.SUSPEND)) {
            report(Rule.STATE_FILE, step, Literals.LIFE_CYCLE_STEP__FILE, "%s takes no file so: suspend GUEST to \"FILE\" keeps its state there, resume GUEST from \"FILE\" goes on from it"
                    .formatted(step.getAction().getLiteral()));
        }
    }

    @Check
    void migration(Migrate migrate) {
        Host to = migrate.getDestination();
        Stateful guest = migrate.getGuest() == null ? null : migrate.getGuest().getTarget();
        if (to == null || to.eIsProxy() || guest == null || guest.eIsProxy()) {
            return;
        }
        if (guest instanceof Clone || guest instanceof Create) {
            // Where it is by then, and what it has, is known when it is done.
            return;
        }
        if (!(guest instanceof Domain domain)) {
            report(Rule.MIGRATION_TARGET, migrate.getGuest(), Literals.GUEST_REFERENCE__TARGET, "%s cannot migrate: only the virtual machines of a hypervisor can"
                    .formatted(Describe.element(guest)));
            return;
        }
        Host from = Resolver.host(domain);
        String problem = targetProblem(domain, from, to);
        if (problem != null) {
            report(Rule.MIGRATION_TARGET, migrate, Literals.MIGRATE__DESTINATION, problem);
            return;
        }
        long free = free(to);
        long needed = Resolver.memory(domain);
        if (needed > free) {
            report(Rule.MIGRATION_TOO_SMALL, migrate, Literals.MIGRATE__DESTINATION, "%s is too small: %s needs %s of memory, of the %s there %s are free".formatted(
                    Describe.element(to), Describe.element(domain), ByteSize.format(needed), ByteSize.format(to.getMemory()), ByteSize.format(Math.max(0, free))),
                    ByteSize.format(to.getMemory() + needed - free));
        }
    }

    private String targetProblem(Domain domain, Host from, Host to) {
        if (from == to) {
            return "%s is on %s already".formatted(Describe.element(domain), Describe.element(to));
        }
        if (hypervisors(to).isEmpty()) {
            return "%s has no hypervisor that could take %s".formatted(Describe.element(to), Describe.element(domain));
        }
        String wanted = Resolver.ownIsa(domain) != null || from == null ? Resolver.ownIsa(domain) : from.getIsa();
        Optional<Isa> needs = isas.parse(wanted);
        Optional<Isa> has = isas.parse(to.getIsa());
        if (needs.isPresent() && has.isPresent()
                && (needs.get().xlen() != has.get().xlen() || !has.get().extensions().containsAll(needs.get().extensions()))) {
            return "%s executes %s, but %s was started on %s and may use all of it".formatted(Describe.element(to), to.getIsa(), Describe.element(domain), wanted);
        }
        return null;
    }

    private static long free(Host host) {
        long used = 0;
        for (Hypervisor hypervisor : hypervisors(host)) {
            used = Math.min(Long.MAX_VALUE / 2, used + Math.min(Long.MAX_VALUE / 2, Resolver.hypervisor(hypervisor).memory()));
        }
        return host.getMemory() - used;
    }

    private static List<Hypervisor> hypervisors(Host host) {
        return org.eclipse.xtext.EcoreUtil2.getAllContentsOfType(host, Hypervisor.class);
    }

    @Check
    void restore(Restore restore) {
        if (restore.getSnapshot() == null || restore.getSnapshot().eIsProxy() || restore.getGuest() == null || restore.getSnapshot().getGuest() == null) {
            return;
        }
        GuestReference taken = restore.getSnapshot().getGuest();
        GuestReference guest = restore.getGuest();
        if (taken.getTarget() != guest.getTarget() || taken.getIndex() != guest.getIndex()) {
            report(Rule.SNAPSHOT_GUEST, restore, Literals.RESTORE__SNAPSHOT, "snapshot '%s' is of another guest: it was taken of %s".formatted(
                    restore.getSnapshot().getName(), name(taken)));
        }
    }

    private static String name(GuestReference reference) {
        if (reference.getTarget() == null) {
            return "nothing";
        }
        return Resolver.qualifiedName(reference.getTarget()) + (reference.isSetIndex() ? "[" + reference.getIndex() + "]" : "");
    }

    @Check
    void timesGoForward(Scenario scenario) {
        forward(scenario.getSteps());
    }

    @Check
    void timesGoForward(At at) {
        forward(at.getSteps());
        if (at.eContainer() instanceof At outer && earlier(at.getTime(), outer.getTime())) {
            report(Rule.TIME_ORDER, at, Literals.AT__TIME, "this is earlier than the step it belongs to: times count from the start of the scenario");
        }
    }

    private void forward(List<Step> steps) {
        At last = null;
        for (Step step : steps) {
            if (step instanceof At at) {
                if (last != null && earlier(at.getTime(), last.getTime())) {
                    report(Rule.TIME_ORDER, at, Literals.AT__TIME, "at %s comes after at %s: put the steps in the order of their times".formatted(at.getTime(), last.getTime()));
                }
                last = at;
            }
        }
    }

    private static boolean earlier(VirtualTime a, VirtualTime b) {
        if (a == null || b == null) {
            return false;
        }
        if (a.unit() == b.unit()) {
            return a.amount() < b.amount();
        }
        return a.unit().nanoseconds() > 0 && b.unit().nanoseconds() > 0
                && (double) a.amount() * a.unit().nanoseconds() < (double) b.amount() * b.unit().nanoseconds();
    }
}
