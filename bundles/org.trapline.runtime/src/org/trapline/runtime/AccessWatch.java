// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

import org.trapline.machine.debug.Onlooker;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;
import org.trapline.runtime.plan.AccessPattern;
import org.trapline.runtime.plan.AccessPattern.Author;
import org.trapline.runtime.plan.AccessPattern.Condition;
import org.trapline.vmm.paging.GuestMemory;

/**
 * Sees stores to the memory of a system's hosts, and what guests read there, and counts what a scenario asks about. It is there only while one does; accesses
 * to what it watches are slower then. For the session's thread.
 */
final class AccessWatch {
    private static final int LONGEST_VALUE = 8;

    private final RunningSystem system;
    private final Function<String, Guest> guests;
    private final Map<AccessPattern, Tally> tallies = new IdentityHashMap<>();
    private boolean everything;
    private boolean looks;
    private boolean allReads;
    private int known = -1;

    /** What was seen of a pattern's accesses. */
    static final class Tally {
        long all;
        long met;
        String first = "";
        String firstOther = "";
    }

    /**
     * An access.
     *
     * @param reads   whether it reads, or stores
     * @param author  whose it was
     * @param guest   which guest's; null if no guest's
     * @param vcpu    which of its vCPUs or harts
     * @param hart    the physical hart
     * @param address where it went, as the tenant of that memory sees it
     * @param owner   whose memory that is: a guest; null for a VMM's, or nobody's
     * @param isVmms  whether it is a VMM's memory
     */
    private record Access(boolean reads, RunningHost host, Author author, Guest guest, int vcpu, Hart hart, long pc, long address, int size, long value, Guest owner,
            boolean isVmms) {
    }

    AccessWatch(RunningSystem system, Function<String, Guest> guests) {
        this.system = system;
        this.guests = guests;
    }

    /** Counts a pattern's accesses from now on. */
    void watch(AccessPattern pattern) {
        if (tallies.isEmpty()) {
            system.hosts().forEach(host -> host.machine().ram().addWatcher((ram, offset, length) -> stored(host, ram, offset, length)));
        }
        tallies.put(pattern, new Tally());
        if (pattern.reads()) {
            looks = true;
            allReads |= pattern.concernsGuests();
        } else {
            everything |= pattern.concernsGuests();
        }
        known = -1;
        refresh();
    }

    Tally tally(AccessPattern pattern) {
        return tallies.get(pattern);
    }

    /** Watches what there is to watch now: virtual machines may have come and gone. */
    void refresh() {
        int lodgers = tallies.isEmpty() ? known : system.lodgers().size();
        if (lodgers == known) {
            return;
        }
        known = lodgers;
        for (RunningHost host : system.hosts()) {
            for (Tenant tenant : host.tenants()) {
                watch(host.machine().ram(), tenant);
                if (looks) {
                    look(host, tenant);
                }
            }
        }
    }

    // ---- reads ----

    /** What guests read with a hart's own instructions, and what VMMs read for them by a vCPU's. */
    private void look(RunningHost host, Tenant tenant) {
        tenant.platform().harts().forEach(hart -> hart.debug().setOnlooker(new Reads(host, tenant, hart, LongUnaryOperator.identity())));
        if (tenant instanceof HypervisorHost vmm) {
            for (Lodger lodger : vmm.lodgers()) {
                GuestMemory memory = lodger.domain().memory();
                lodger.domain().vcpus().forEach(vcpu -> vcpu.hart().debug().setOnlooker(new Reads(host, tenant, null,
                    gpa -> memory.contains(gpa, 1) ? memory.hpa(gpa) : -1)));
            }
        }
    }

    /** Sees what a hart reads. */
    private final class Reads implements Onlooker {
        private final RunningHost host;
        private final Tenant tenant;
        private final Hart physical;
        private final LongUnaryOperator place;

        /**
         * Looks at a hart.
         * @param physical the hart if it is the host's; null for a vCPU's, which works for the one whose turn it is
         * @param place    tells where an address of the hart's is in the memory of the host's tenant; -1 if it is not there
         */
        Reads(RunningHost host, Tenant tenant, Hart physical, LongUnaryOperator place) {
            this.host = host;
            this.tenant = tenant;
            this.physical = physical;
            this.place = place;
        }

        private long address(Hart hart, long va) {
            long pa = hart.mmu().peek(va);
            return pa == -1 ? -1 : place.applyAsLong(pa);
        }

        @Override
        public boolean isWatched(Hart hart, long va, long bytes, org.trapline.machine.memory.Access access) {
            long address = allReads ? 0 : address(hart, va);
            return allReads || address != -1 && tenant instanceof HypervisorHost vmm && vmm.hypervisor().owner(address) == null;
        }

        @Override
        public void accessing(Hart hart, long va, int bytes, boolean reads, boolean writes) {
            long address = reads ? address(hart, va) : -1;
            long offset = address - Platform.RAM_BASE;
            Tenant.Executing who = address == -1 ? Tenant.Executing.HOST : tenant.executing(physical == null ? host.machine().current() : physical);
            if (who.guest() == null || offset < 0 || offset > tenant.platform().config().ramSize() - bytes) {
                return;
            }
            boolean isVmms = tenant instanceof HypervisorHost vmm && vmm.hypervisor().isOwn(address);
            long value = value(host.machine().ram(), tenant.platform().config().ramFirst() + offset, bytes);
            count(new Access(true, host, Author.GUEST, who.guest(), who.number(), host.machine().current(), who.pc(), address, bytes, value,
                tenant.owner(address), isVmms));
        }
    }

    private static long value(Ram ram, long offset, int length) {
        byte[] bytes = new byte[Math.min(length, LONGEST_VALUE)];
        ram.read(offset, bytes, 0, bytes.length);
        long value = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            value = value << Byte.SIZE | bytes[i] & 0xff;
        }
        return value;
    }

    private void watch(Ram ram, Tenant tenant) {
        Platform platform = tenant.platform();
        long first = platform.config().ramFirst() >>> Ram.PAGE_SHIFT;
        long pages = platform.config().ramSize() >>> Ram.PAGE_SHIFT;
        for (long page = 0; page < pages; page++) {
            long address = Platform.RAM_BASE + (page << Ram.PAGE_SHIFT);
            if (everything || tenant instanceof HypervisorHost vmm && vmm.hypervisor().owner(address) == null) {
                ram.watch((int) (first + page), true);
            }
        }
    }

    // ---- a store ----

    private void stored(RunningHost host, Ram ram, long offset, int length) {
        count(access(host, ram, offset, length));
    }

    private void count(Access access) {
        for (Map.Entry<AccessPattern, Tally> each : tallies.entrySet()) {
            AccessPattern pattern = each.getKey();
            if (pattern.reads() == access.reads && (pattern.guest() == null || access.guest != null && access.guest == guests.apply(pattern.guest()))) {
                Tally tally = each.getValue();
                tally.all++;
                if (pattern.condition() == null || holds(pattern.condition(), access)) {
                    tally.first = tally.met++ == 0 ? text(access) : tally.first;
                } else if (tally.firstOther.isEmpty()) {
                    tally.firstOther = text(access);
                }
            }
        }
    }

    private Access access(RunningHost host, Ram ram, long offset, int length) {
        Hart hart = host.machine().current();
        long value = value(ram, offset, length);
        Tenant place = null;
        Tenant worker = null;
        for (Tenant tenant : host.tenants()) {
            long at = offset - tenant.platform().config().ramFirst();
            place = at >= 0 && at < tenant.platform().config().ramSize() ? tenant : place;
            worker = tenant.platform().harts().contains(hart) ? tenant : worker;
        }
        long address = Platform.RAM_BASE + offset - (place == null ? 0 : place.platform().config().ramFirst());
        Guest owner = place == null ? null : place.owner(address);
        boolean isVmms = place instanceof HypervisorHost vmm && vmm.hypervisor().isOwn(address);
        if (ram.isStoredByDevice() || worker == null || !host.isExecuting()) {
            return new Access(false, host, ram.isStoredByDevice() ? Author.DEVICE : Author.VMM, null, -1, hart, hart.pc(), address, length, value, owner, isVmms);
        }
        Tenant.Executing who = worker.executing(hart);
        return new Access(false, host, who.guest() == null ? Author.VMM : Author.GUEST, who.guest(), who.number(), hart, who.pc(), address, length, value, owner,
            isVmms);
    }

    private boolean holds(Condition condition, Access access) {
        return switch (condition) {
            case Condition.Every every -> every.terms().stream().allMatch(term -> holds(term, access));
            case Condition.Either either -> either.terms().stream().anyMatch(term -> holds(term, access));
            case Condition.Otherwise not -> !holds(not.term(), access);
            case Condition.By by -> access.author == by.author();
            case Condition.ByGuest by -> access.guest != null && AccessPattern.isMeant(by.name(), access.guest.name());
            case Condition.ToVmm() -> access.isVmms;
            case Condition.ToGuest to -> access.owner != null && AccessPattern.isMeant(to.name(), access.owner.name());
            case Condition.OnHost on -> on.name().test(access.host.plan().name());
            case Condition.Compares compares -> compares.operator().holds(number(compares.field(), access), compares.number());
        };
    }

    private static long number(AccessPattern.Number field, Access access) {
        return switch (field) {
            case ADDRESS -> access.address;
            case SIZE -> access.size;
            case VALUE -> access.value;
            case INSTRET -> access.hart.instret();
            case CYCLE -> access.hart.cycle();
            case HART -> access.hart.id();
            case VCPU -> access.vcpu;
            case PC -> access.pc;
        };
    }

    private static String text(Access access) {
        List<String> words = new ArrayList<>();
        words.add(access.guest != null ? access.guest.name() : access.author.name().toLowerCase(Locale.ROOT).replace("vmm", "the VMM").replace("device", "a device"));
        words.add((access.reads ? "read " : "wrote ") + access.size + " bytes at 0x" + Long.toHexString(access.address));
        words.add("(" + (access.owner != null ? access.owner.name() + "'s memory" : access.isVmms ? "the VMM's memory" : "nobody's memory") + ")");
        if (access.author == Author.GUEST) {
            words.add("at pc 0x" + Long.toHexString(access.pc));
        }
        return String.join(" ", words);
    }
}
