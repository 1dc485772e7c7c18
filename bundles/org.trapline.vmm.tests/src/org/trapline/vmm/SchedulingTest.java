// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.vmm.Program.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Privilege;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.firmware.SupervisorTimer;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.Snapshot;
import org.trapline.trace.EventKind;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.vmm.schedule.SchedulerScheme;
import org.trapline.vmm.schedule.Share;

/** Who gets how much of the harts, by measurement. */
@Timeout(60)
class SchedulingTest {
    private static final long QUANTUM = 20_000;
    private static final int A2 = 12;
    private static final int A6 = 16;
    private static final int A7 = 17;
    private static final int S0 = 8;

    private Machine machine;
    private Hypervisor hypervisor;

    private void host(int harts, SchedulerScheme scheduler) {
        machine = new Machine(new MachineConfig(Lab.ISA, harts, 64 << 20, c -> { }, 0, true, Set.of()));
        SupervisorTimer timer = new SupervisorTimer(machine.platform().mtimer());
        machine.platform().harts().forEach(hart -> hart.setResident(Privilege.M, (h, _) -> timer.fired(h)));
        hypervisor = new Hypervisor(machine.platform(), timer::arm, HypervisorConfig.standard(0).withQuantum(QUANTUM).with(scheduler));
        hypervisor.setWhenAllEnded(() -> machine.powerOff(0));
    }

    private Domain guest(Program program, int vcpus, boolean firmware, Share share) {
        int id = hypervisor.domains().size();
        Domain domain = hypervisor.create(new DomainConfig("guest" + id, id, Lab.ISA, vcpus, Lab.GUEST_MEMORY, firmware, true, c -> { }).with(share));
        domain.load(Platform.RAM_BASE, program.bytes());
        return domain;
    }

    private Domain spinning(int weight) {
        return guest(spin(), 1, false, new Share(weight, 0, Set.of()));
    }

    private static Program spin() {
        return new Program().add(Instruction.ADDI, T5, T5, 1).add(Instruction.JAL, 0, -4);
    }

    private void run(long cycles) {
        machine.boot(Platform.RAM_BASE, hypervisor::boot);
        goOn(cycles);
    }

    private void goOn(long cycles) {
        assertEquals(StopReason.TIME, machine.runTo(machine.instant() + cycles * machine.harts().size()), "somebody can always run, or will");
        // What a guest has done is counted when control leaves it.
        hypervisor.kick();
        machine.runTo(machine.instant() + 2_000L * machine.harts().size());
    }

    private static double work(Domain domain) {
        return domain.vcpus().stream().mapToLong(VCpu::nativeInstructions).sum();
    }

    private static void assertShare(double expected, double actual, String what) {
        assertEquals(expected, actual, 0.03 * expected, what);
    }

    @Test
    void timeIsSharedInProportionToTheWeights() {
        host(1, SchedulerScheme.WEIGHTED);
        List<Domain> guests = List.of(spinning(100), spinning(200), spinning(400));
        run(7_000_000);
        assertShare(2, work(guests.get(1)) / work(guests.get(0)), "200 to 100");
        assertShare(4, work(guests.get(2)) / work(guests.get(0)), "400 to 100");
    }

    @Test
    void weightsHoldOnSeveralHartsToo() {
        host(2, SchedulerScheme.WEIGHTED);
        List<Domain> guests = List.of(spinning(300), spinning(100), spinning(100), spinning(100));
        run(5_000_000);
        assertShare(3, work(guests.get(0)) / work(guests.get(1)), "300 to 100");
        assertShare(1, work(guests.get(2)) / work(guests.get(3)), "100 to 100");
    }

    @Test
    void aDomainGetsNoMoreForHavingMoreVCpus() {
        host(1, SchedulerScheme.WEIGHTED);
        Domain two = guest(spin(), 2, false, Share.EVEN);
        Domain one = guest(spin(), 1, false, Share.EVEN);
        run(4_000_000);
        assertShare(1, work(two) / work(one), "the weights are the same");
        assertShare(1, (double) two.vcpus().get(0).nativeInstructions() / two.vcpus().get(1).nativeInstructions(), "within the domain, too");
    }

    @Test
    void whoComesLateDoesNotGetWhatItHasMissed() {
        host(1, SchedulerScheme.WEIGHTED);
        Domain early = spinning(100);
        Domain late = spinning(100);
        late.setStarts(false);
        run(3_000_000);
        double before = work(early);
        late.start();
        goOn(2_000_000);
        assertShare(1, (work(early) - before) / work(late), "from now on by halves");
    }

    @Test
    void aLimitHoldsAlthoughTheHartIsFree() {
        host(1, SchedulerScheme.WEIGHTED);
        Domain limited = guest(spin(), 1, false, new Share(100, 0.25, Set.of()));
        run(8_000_000);
        assertShare(0.25, work(limited) / 8_000_000, "a quarter of the hart");
    }

    @Test
    void aLimitIsForAllVCpusTogetherAndLeavesTheRestToOthers() {
        host(2, SchedulerScheme.ROUND_ROBIN);
        Domain limited = guest(spin(), 2, false, new Share(100, 0.5, Set.of()));
        Domain other = guest(spin(), 2, false, Share.EVEN);
        run(6_000_000);
        assertShare(0.5, work(limited) / 6_000_000, "half a hart");
        assertShare(1.5, work(other) / 6_000_000, "one and a half");
    }

    @Test
    void whoIsPinnedStaysThere() {
        host(2, SchedulerScheme.ROUND_ROBIN);
        Domain pinned = guest(spin(), 1, false, new Share(100, 0, Set.of(1)));
        guest(spin(), 1, false, Share.EVEN);
        guest(spin(), 1, false, Share.EVEN);
        machine.boot(Platform.RAM_BASE, hypervisor::boot);
        TraceBuffer trace = new TraceBuffer(1 << 16, new NameTable(word -> null));
        machine.setTrace(trace, 0);
        goOn(1_000_000);
        List<TraceEvent> loads = Lab.events(trace, EventKind.VCPU_LOAD).stream().filter(event -> event.vm() == pinned.id()).toList();
        assertTrue(loads.size() > 5, "it has its turns");
        loads.forEach(event -> assertEquals(1, event.hart()));
    }

    @Test
    void aDedicatedHartIsNobodyElsesEvenWhenIdle() {
        host(2, SchedulerScheme.DEDICATED);
        guest(new Program().add(Instruction.WFI).add(Instruction.JAL, 0, -4), 1, false, Share.EVEN);
        Domain busy = guest(spin(), 1, false, Share.EVEN);
        run(1_000_000);
        assertShare(1, work(busy) / 1_000_000, "it never shares");
        assertTrue(busy.vcpus().getFirst().exits() < 5, "nor is it interrupted");
        assertEquals(hypervisor.loaded(1), busy.vcpus().getFirst());
        String message = assertThrows(IllegalArgumentException.class, () -> guest(spin(), 1, false, Share.EVEN)).getMessage();
        assertTrue(message.contains("only 0 of 2 are left"), message);
    }

    @Test
    void anInterruptForAVCpuOnAnotherHartComesAtOnce() {
        host(2, SchedulerScheme.ROUND_ROBIN);
        // Hart 0 waits a little and interrupts hart 1, which does nothing that would leave the guest.
        Program program = new Program().csrr(T5, Csr.MHARTID);
        long branch = program.here();
        program.add(Instruction.ADDI, 0, 0, 0);
        program.li(T6, 20_000).add(Instruction.ADDI, T6, T6, -1).add(Instruction.BNE, T6, 0, -4);
        program.li(T0, Platform.CLINT_BASE + 4).li(T1, 1).add(Instruction.SW, T1, 0, T0).add(Instruction.WFI).add(Instruction.JAL, 0, -4);
        program.patch(branch, Instruction.BNE, T5, 0, program.here() - branch);
        program.add(Instruction.AUIPC, T0, 0).add(Instruction.ADDI, T0, T0, 68).csrw(Csr.MTVEC, T0);
        program.li(T0, Cause.MACHINE_SOFTWARE_INTERRUPT.bit()).csrw(Csr.MIE, T0).add(Instruction.CSRRSI, 0, Csr.MSTATUS.number(), 8);
        program.add(Instruction.JAL, 0, 0);
        program.powerOff();
        Domain guest = guest(program, 2, false, Share.EVEN);
        machine.boot(Platform.RAM_BASE, hypervisor::boot);
        assertEquals(StopReason.POWERED_OFF, machine.run(400_000), () -> "hart 1 is at 0x" + Long.toHexString(guest.vcpus().getLast().hart().pc()));
    }

    @Test
    void aGuestThatAsksIsToldHowLongItWasKeptWaiting() {
        host(1, SchedulerScheme.ROUND_ROBIN);
        long record = Platform.RAM_BASE + 0x8000;
        Program asking = new Program().li(A0, record).li(A1, 0).li(A2, 0).li(A6, 0).li(A7, 0x535441).add(Instruction.ECALL)
            .add(Instruction.ADDI, S0, A0, 0).append(spin());
        Domain guest = guest(asking, 1, true, Share.EVEN);
        guest(asking, 1, true, Share.EVEN);
        run(2_000_000);
        long waited = guest.platform().bus().read(record + 8, 8);
        assertEquals(0, guest.vcpus().getFirst().hart().x()[S0], "the call was served");
        assertShare(10_000_000, waited, "half of 20 ms, in nanoseconds");
        assertEquals(guest.vcpus().getFirst().stolenTicks() * 100, waited, 50_000, "as the VMM counts it");
        assertEquals(0, guest.platform().bus().read(record, 4) % 2, "nothing is being changed");
    }

    @Test
    void badWishesForStealTimeAreRefused() {
        host(1, SchedulerScheme.ROUND_ROBIN);
        List<long[]> wishes = new ArrayList<>(List.of(new long[] {Platform.RAM_BASE + 8, 0, 0, -3}, new long[] {Platform.RAM_BASE, 0, 1, -3},
            new long[] {0x1000, 0, 0, -5}, new long[] {Platform.RAM_BASE, 1, 0, -5}, new long[] {-1, -1, 0, 0}));
        for (long[] wish : wishes) {
            host(1, SchedulerScheme.ROUND_ROBIN);
            Domain guest = guest(new Program().li(A0, wish[0]).li(A1, wish[1]).li(A2, wish[2]).li(A6, 0).li(A7, 0x535441).add(Instruction.ECALL)
                .add(Instruction.ADDI, S0, A0, 0).append(spin()), 1, true, Share.EVEN);
            run(20_000);
            assertEquals(wish[3], guest.vcpus().getFirst().hart().x()[S0] | machine.platform().hart(0).x()[S0]);
        }
    }

    @Test
    void theSameTurnsComeAgainFromAState() {
        host(2, SchedulerScheme.WEIGHTED);
        spinning(100);
        spinning(300);
        guest(spin(), 2, false, new Share(100, 0.5, Set.of()));
        run(1_234_567);
        Snapshot kept = machine.snapshot();
        goOn(2_000_000);
        String end = machine.digest();
        machine.restore(kept);
        goOn(2_000_000);
        assertEquals(end, machine.digest());
    }
}
