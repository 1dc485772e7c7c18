// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.registers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import org.trapline.isa.Csr;
import org.trapline.isa.Registers;
import org.trapline.runtime.Guest;
import org.trapline.runtime.snapshot.DomainSnapshot;
import org.trapline.runtime.snapshot.HartSnapshot;
import org.trapline.runtime.snapshot.HostSnapshot;
import org.trapline.runtime.snapshot.SystemSnapshot;
import org.trapline.runtime.snapshot.VCpuSnapshot;

/**
 * The registers of a guest's first CPU, and of the hart that it runs on.
 *
 * @param title whose registers these are
 * @param note whether the hart runs this guest just now; empty without a hypervisor
 */
record RegisterTable(String title, String note, boolean hasVirtual, List<RegisterRow> rows) {

    /** Returns the table of a guest at an instant. */
    static RegisterTable of(final Guest guest, final SystemSnapshot snapshot) {
        final HostSnapshot host = snapshot.hosts().get(guest.host());
        final Optional<VCpuSnapshot> vcpu = host.domains().stream().filter(d -> d.name().equals(guest.name())).map(DomainSnapshot::vcpus)
                .filter(vcpus -> !vcpus.isEmpty()).map(List::getFirst).findFirst();
        final int number = vcpu.map(VCpuSnapshot::onHart).filter(h -> h >= 0).orElse(0);
        final HartSnapshot hart = host.harts().get(number);
        final HartSnapshot virtual = vcpu.map(VCpuSnapshot::hart).orElse(null);
        final String title = virtual == null ? host.name() + ", hart " + number
                : "hart " + number + " of " + host.name() + ", and vCPU " + virtual.id() + " of " + guest.name();
        final String note = vcpu.isEmpty() ? "" : vcpu.get().onHart() >= 0 ? "The hart runs this vCPU." : "The hart runs another vCPU, or none.";
        return new RegisterTable(title, note, virtual != null, rows(hart, virtual));
    }

    private static List<RegisterRow> rows(final HartSnapshot hart, final HartSnapshot virtual) {
        final List<RegisterRow> rows = new ArrayList<>();
        rows.add(new RegisterRow("mode", mode(hart), virtual == null ? "" : mode(virtual), "the privilege mode; the guest sees the virtual one"));
        rows.add(row("pc", hart.pc(), virtual == null ? null : virtual.pc(), "the next instruction"));
        for (int x = 1; x < hart.registers().size(); x++) {
            rows.add(row(Registers.abiName(x), hart.registers().get(x), virtual == null ? null : virtual.registers().get(x), "x" + x));
        }
        final TreeSet<Csr> csrs = new TreeSet<>(hart.csrs().keySet());
        if (virtual != null) {
            csrs.addAll(virtual.csrs().keySet());
        }
        for (final Csr csr : csrs) {
            rows.add(row(csr.csrName(), hart.csrs().get(csr), virtual == null ? null : virtual.csrs().get(csr), csr.meaning()));
        }
        return List.copyOf(rows);
    }

    private static String mode(final HartSnapshot hart) {
        return hart.waiting() ? hart.privilege() + ", waits for an interrupt" : hart.privilege().toString();
    }

    private static RegisterRow row(final String name, final Long physical, final Long virtual, final String meaning) {
        return new RegisterRow(name, hex(physical), hex(virtual), meaning);
    }

    private static String hex(final Long value) {
        return value == null ? "" : "0x" + Long.toHexString(value);
    }

    /** Returns values by name, to tell later which have changed. */
    Map<String, RegisterRow> byName() {
        return rows.stream().collect(java.util.stream.Collectors.toMap(RegisterRow::name, r -> r));
    }
}
