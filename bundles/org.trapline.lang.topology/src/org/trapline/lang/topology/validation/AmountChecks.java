// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import java.util.List;
import org.eclipse.emf.ecore.EAttribute;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.validation.Check;
import org.trapline.lang.topology.Describe;
import org.trapline.topology.ByteSize;
import org.trapline.topology.CpuRange;
import org.trapline.topology.GuestSettings;
import org.trapline.topology.Host;
import org.trapline.topology.Limits;
import org.trapline.topology.Partition;
import org.trapline.topology.TopologyPackage.Literals;
import org.trapline.topology.VirtualTime;
import org.trapline.topology.resolve.Resolver;

/** Amounts that no machine has: none at all, too many, fractions of a page, ranges the wrong way round. */
final class AmountChecks extends Checks {

    /** What a page is, in bytes; memory is handed out in these. */
    private static final long PAGE = 4096;
    private static final int MAX_CORES = 512;
    private static final long MAX_MEMORY = 1L << 40;
    private static final long MAX_SECONDS = 1_000_000_000;
    /** What a cycle, and an instruction, takes. */
    private static final long CYCLE_NANOSECONDS = 10;
    /** The timer of a host's harts counts in these. */
    private static final long TICK_NANOSECONDS = 100;

    private static final List<EAttribute> NOT_ZERO = List.of(
            Literals.HOST__CORES, Literals.HOST__MEMORY, Literals.PARTITION__MEMORY, Literals.SIZE__VCPUS, Literals.SIZE__MEMORY,
            Literals.GUEST_SETTINGS__VCPUS, Literals.GUEST_SETTINGS__MEMORY, Literals.GUEST_SETTINGS__WEIGHT, Literals.DOMAIN__COUNT,
            Literals.DISK__SIZE, Literals.VOLUME__SIZE, Literals.NIC__BANDWIDTH, Literals.NETWORK__BANDWIDTH, Literals.SCHEDULER__QUANTUM,
            Literals.LIMITS__CPUS, Literals.LIMITS__MEMORY, Literals.LIMITS__PIDS, Literals.LIMITS__BANDWIDTH, Literals.MIGRATE__BANDWIDTH,
            Literals.MIGRATE__MAX_ROUNDS, Literals.RESIZE__MEMORY, Literals.RESIZE__VCPUS);
    private static final List<EAttribute> MEMORY = List.of(
            Literals.HOST__MEMORY, Literals.PARTITION__MEMORY, Literals.SIZE__MEMORY, Literals.GUEST_SETTINGS__MEMORY, Literals.HYPERVISOR__RESERVE,
            Literals.LIMITS__MEMORY, Literals.RESIZE__MEMORY);

    @Check
    void amounts(EObject element) {
        for (EAttribute attribute : element.eClass().getEAllAttributes()) {
            if (!element.eIsSet(attribute)) {
                continue;
            }
            Object value = element.eGet(attribute);
            if (NOT_ZERO.contains(attribute) && isZero(value)) {
                report(Rule.TOO_SMALL, element, attribute, "%s cannot have %s".formatted(Describe.element(element), zero(attribute)));
            }
            if (MEMORY.contains(attribute)) {
                memory(element, attribute, (Long) value);
            }
            if (value instanceof VirtualTime time) {
                time(element, attribute, time);
            }
        }
    }

    @Check
    void cores(Host host) {
        if (host.getCores() > MAX_CORES) {
            report(Rule.TOO_LARGE, host, Literals.HOST__CORES, "%d cores are too many: a host has at most %d".formatted(host.getCores(), MAX_CORES));
        }
    }

    @Check
    void counts(GuestSettings guest) {
        if (guest.isSetVcpus() && guest.getVcpus() > MAX_CORES) {
            report(Rule.TOO_LARGE, guest, Literals.GUEST_SETTINGS__VCPUS, "%d vCPUs are too many: a guest has at most %d".formatted(guest.getVcpus(), MAX_CORES));
        }
        if (guest instanceof org.trapline.topology.Domain domain && domain.getCount() > Resolver.MAX_COUNT) {
            report(Rule.TOO_LARGE, domain, Literals.DOMAIN__COUNT,
                    "%d virtual machines are too many: one domain makes at most %d".formatted(domain.getCount(), Resolver.MAX_COUNT));
        }
    }

    private void time(EObject element, EAttribute attribute, VirtualTime time) {
        long unit = nanoseconds(time.unit());
        if (time.amount() > MAX_SECONDS * 1_000_000_000 / unit) {
            report(Rule.TOO_LARGE, element, attribute, "%s is too long a time: at most %d s can be counted".formatted(time, MAX_SECONDS));
        } else if (attribute == Literals.SCHEDULER__QUANTUM && time.amount() > 0 && time.amount() * unit < TICK_NANOSECONDS) {
            report(Rule.TOO_SMALL, element, attribute, "a quantum of %s is too short: a tick of the host's timer takes %d instr".formatted(time,
                    TICK_NANOSECONDS / CYCLE_NANOSECONDS), "%d instr".formatted(TICK_NANOSECONDS / CYCLE_NANOSECONDS));
        }
    }

    private static long nanoseconds(VirtualTime.Unit unit) {
        return switch (unit) {
            case INSTRUCTIONS, CYCLES -> CYCLE_NANOSECONDS;
            default -> unit.nanoseconds();
        };
    }

    @Check
    void limits(Limits limits) {
        Host host = Resolver.host(limits);
        if (host != null && limits.isSetCpus() && limits.getCpus() >= host.getCores()) {
            report(Rule.LIMIT_USELESS, limits, Literals.LIMITS__CPUS, "a limit of %s cores limits nothing: %s has %d"
                    .formatted(java.math.BigDecimal.valueOf(limits.getCpus()).stripTrailingZeros().toPlainString(), Describe.element(host), host.getCores()));
        }
    }

    @Check
    void pins(GuestSettings guest) {
        cpuRanges(guest, Literals.GUEST_SETTINGS__PIN, guest.getPin());
    }

    @Check
    void partitionCores(Partition partition) {
        cpuRanges(partition, Literals.PARTITION__CPUS, partition.getCpus());
    }

    private void cpuRanges(EObject element, EAttribute attribute, List<CpuRange> ranges) {
        Host host = Resolver.host(element);
        for (int i = 0; i < ranges.size(); i++) {
            CpuRange range = ranges.get(i);
            if (range.size() <= 0) {
                report(Rule.BAD_RANGE, element, attribute, i, "the range %s is empty: write %d-%d".formatted(range, range.last(), range.first()),
                        new CpuRange(range.last(), range.first()).toString());
            } else if (host != null && range.last() >= host.getCores()) {
                report(Rule.CPU_BOUNDS, element, attribute, i, "%s has no core %d: its cores are %s".formatted(Describe.element(host), range.last(),
                        new CpuRange(0, Math.max(0, host.getCores() - 1))));
            }
        }
    }

    private void memory(EObject element, EAttribute attribute, long bytes) {
        if (bytes % PAGE != 0) {
            long up = bytes / PAGE * PAGE + PAGE;
            report(Rule.NOT_PAGES, element, attribute, "memory comes in pages of 4 KiB: %s is no whole number of them".formatted(ByteSize.format(bytes)),
                    ByteSize.format(up));
        } else if (bytes > MAX_MEMORY) {
            report(Rule.TOO_LARGE, element, attribute, "%s of memory are too much: at most %s can be addressed here"
                    .formatted(ByteSize.format(bytes), ByteSize.format(MAX_MEMORY)));
        }
    }

    private static boolean isZero(Object value) {
        return switch (value) {
            case VirtualTime time -> time.amount() == 0;
            case Number number -> number.doubleValue() == 0;
            default -> false;
        };
    }

    private static String zero(EAttribute attribute) {
        if (attribute == Literals.SCHEDULER__QUANTUM) {
            return "a quantum of zero: nothing would ever run";
        }
        if (attribute == Literals.DOMAIN__COUNT) {
            return "zero virtual machines: write at least [1], or leave the domain out";
        }
        return "zero " + attribute.getName().replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT);
    }
}
