// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.registers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.trapline.isa.Csr;
import org.trapline.isa.Registers;
import org.trapline.runtime.Guest;
import org.trapline.runtime.snapshot.DomainSnapshot;
import org.trapline.runtime.snapshot.HartSnapshot;
import org.trapline.runtime.snapshot.HostSnapshot;
import org.trapline.runtime.snapshot.SystemSnapshot;
import org.trapline.runtime.snapshot.VCpuSnapshot;

/**
 * The registers of one of a guest's CPUs, and of the hart that it runs on.
 *
 * @param title whose registers these are
 * @param note  whether the hart runs this guest just now; empty without a hypervisor
 * @param cpu   which of the guest's CPUs this is
 * @param cpus  what the guest's CPUs are called
 */
record RegisterTable(String title, String note, boolean hasVirtual, int cpu, List<String> cpus, List<RegisterRow> rows) {

    /** Returns the table of a guest's CPU at an instant; of its first if it has no CPU of that number. */
    static RegisterTable of(final Guest guest, final SystemSnapshot snapshot, final int wanted) {
        final HostSnapshot host = snapshot.hosts().get(guest.host());
        final List<VCpuSnapshot> vcpus = host.domains().stream().filter(d -> d.name().equals(guest.name())).map(DomainSnapshot::vcpus)
                .findFirst().orElse(List.of());
        return vcpus.isEmpty() ? ofHart(host, wanted < host.harts().size() ? wanted : 0)
                : ofVCpu(host, guest, vcpus, wanted < vcpus.size() ? wanted : 0);
    }

    private static RegisterTable ofHart(final HostSnapshot host, final int cpu) {
        final HartSnapshot hart = host.harts().get(cpu);
        final List<String> cpus = host.harts().stream().map(h -> "hart " + h.id()).toList();
        return new RegisterTable(host.name() + ", hart " + hart.id(), "", false, cpu, cpus, rows(hart, null));
    }

    private static RegisterTable ofVCpu(final HostSnapshot host, final Guest guest, final List<VCpuSnapshot> vcpus, final int cpu) {
        final VCpuSnapshot vcpu = vcpus.get(cpu);
        final boolean runs = vcpu.onHart() >= 0;
        final HartSnapshot hart = host.harts().get(runs ? vcpu.onHart() : 0);
        final List<String> cpus = vcpus.stream().map(v -> "vCPU " + v.hart().id()).toList();
        return new RegisterTable("hart " + hart.id() + " of " + host.name() + ", and vCPU " + vcpu.hart().id() + " of " + guest.name(),
                runs ? "The hart runs this vCPU." : "The hart runs another vCPU, or none.", true, cpu, cpus, rows(hart, vcpu.hart()));
    }

    private static List<RegisterRow> rows(final HartSnapshot hart, final HartSnapshot virtual) {
        final List<RegisterRow> rows = new ArrayList<>();
        rows.add(virtual == null ? new RegisterRow("mode", mode(hart), "", "the privilege mode", "")
                : new RegisterRow("mode", mode(hart), mode(virtual), "the privilege mode: the real one, and the one the guest believes to be in", ""));
        rows.add(row("pc", hart.pc(), virtual == null ? null : virtual.pc(), "the next instruction", value -> ""));
        for (int x = 1; x < hart.registers().size(); x++) {
            rows.add(row(Registers.abiName(x), hart.registers().get(x), virtual == null ? null : virtual.registers().get(x),
                    "x" + x + ": " + Registers.role(x), value -> ""));
        }
        for (int f = 0; f < hart.floats().size(); f++) {
            final Long seen = virtual == null ? hart.floats().get(f) : virtual.floats().get(f);
            rows.add(row(Registers.floatAbiName(f), hart.floats().get(f), virtual == null ? null : seen,
                    "f" + f + " = " + RegisterParts.number(seen) + ": " + Registers.floatRole(f), RegisterParts::ofFloat));
        }
        final TreeSet<Csr> csrs = new TreeSet<>(hart.csrs().keySet());
        if (virtual != null) {
            csrs.addAll(virtual.csrs().keySet());
        }
        for (final Csr csr : csrs) {
            rows.add(row(csr.csrName(), hart.csrs().get(csr), virtual == null ? null : virtual.csrs().get(csr), csr.meaning(),
                    value -> RegisterParts.ofCsr(csr, value)));
        }
        return List.copyOf(rows);
    }

    private static String mode(final HartSnapshot hart) {
        return hart.waiting() ? hart.privilege() + ", waits for an interrupt" : hart.privilege().toString();
    }

    private static RegisterRow row(final String name, final Long physical, final Long virtual, final String meaning,
            final Function<Long, String> parts) {
        final String ofPhysical = physical == null ? "" : parts.apply(physical);
        final String ofVirtual = virtual == null ? "" : parts.apply(virtual);
        final String both = ofPhysical.isEmpty() || ofVirtual.isEmpty() || ofPhysical.equals(ofVirtual)
                ? ofVirtual.isEmpty() ? ofPhysical : ofVirtual
                : "On the hart\n" + ofPhysical + "\nIn the vCPU\n" + ofVirtual;
        return new RegisterRow(name, hex(physical), hex(virtual), meaning, both);
    }

    private static String hex(final Long value) {
        return value == null ? "" : "0x" + Long.toHexString(value);
    }

    /** Returns values by name, to tell later which have changed. */
    Map<String, RegisterRow> byName() {
        return rows.stream().collect(Collectors.toMap(RegisterRow::name, r -> r));
    }
}
