// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.Snapshot;

/** A machine that firmware has cut into two: harts 1 and 0, and harts 2 and 3, each with 1 MiB. */
class PartitionTest {
    private static final long SIZE = 1 << 20;
    private static final long DATA = Platform.RAM_BASE + 0x8_0000;

    private final StringBuilder printed = new StringBuilder();
    private final Machine machine = machine(List.of(piece("a", 0, 1, 0), piece("b", SIZE, 2, 3)));
    private final Partition first = machine.partitions().getFirst();
    private final Partition second = machine.partitions().getLast();

    private PartitionConfig piece(String name, long from, Integer... harts) {
        return new PartitionConfig(name, List.of(harts), from, SIZE, value -> printed.append(name).append((char) value), List.of());
    }

    private static Machine machine(List<PartitionConfig> pieces) {
        return new Machine(new MachineConfig(Rig.ISA, 5, 4 << 20, ConsoleOutput.NONE, 0, true, Set.of()).withPartitions(pieces));
    }

    private static void boot(Partition partition, Code code) {
        partition.boot(code.base(), () -> code.load(partition.platform()));
    }

    private long data(long partitionStart) {
        return machine.ram().read(partitionStart + DATA - Platform.RAM_BASE, 8);
    }

    /** A program that hart 0 of a partition executes while the others sleep. */
    private static Code alone() {
        return Code.here().csrr(A0, Csr.MHARTID).op(BEQ, A0, 0, 12).op(WFI).op(JAL, 0, -4);
    }

    /** Adds to a counter. */
    private static Code counting(int rounds) {
        Code code = alone();
        code.li(S0, DATA).li(A4, rounds).op(LD, A1, 0, S0).op(ADDI, A1, A1, 1).op(SD, A1, 0, S0).op(ADDI, A4, A4, -1).op(BNE, A4, 0, -16);
        return code.pass();
    }

    @Test
    void theSameProgramRunsInEachAtTheSameAddressWithMemoryOfItsOwn() {
        boot(first, counting(3));
        boot(second, counting(5));
        assertEquals(StopReason.POWERED_OFF, machine.run(1_000_000));
        assertEquals(3, data(0));
        assertEquals(5, data(SIZE));
        assertEquals(4, machine.harts().size(), "a core that nobody has does not run");
        assertEquals(1, first.platform().machineNumber(0), "in the order of the partition");
    }

    @Test
    void machineModeItselfCannotReachBeyondThePartition() {
        long beyond = Platform.RAM_BASE + SIZE;
        Code code = alone().csrw(Csr.MTVEC, Platform.RAM_BASE + 0x100).csrw(Csr.PMPADDR0, -1).csrw(Csr.PMPCFG0, 0x1f);
        code.li(S0, beyond).li(A1, 7).op(SD, A1, 0, S0).org(0x100).csrr(S1, Csr.MCAUSE).csrr(A2, Csr.MTVAL).pass();
        boot(first, code);
        boot(second, counting(1));
        machine.run(1_000_000);
        assertEquals(Cause.STORE_ACCESS_FAULT.value(), first.platform().hart(0).x()[S1]);
        assertEquals(beyond, first.platform().hart(0).x()[A2]);
        byte[] neighbour = second.platform().bus().dump(Platform.RAM_BASE, Long.BYTES);
        assertEquals(counting(1).bytes()[0], neighbour[0], "the neighbour has what was loaded");
    }

    @Test
    void oneThatSwitchesItselfOffLeavesTheOtherRunning() {
        boot(first, counting(1));
        boot(second, counting(5_000));
        assertEquals(StopReason.LIMIT, machine.run(5_000));
        assertTrue(first.isOff());
        assertFalse(second.isOff());
        assertEquals(StopReason.POWERED_OFF, machine.run(1_000_000));
        assertEquals(5_000, data(SIZE));
    }

    @Test
    void aResetIsOfThePartitionAlone() {
        // Asks for a reset the first time, and goes on the second.
        Code again = alone().li(S0, DATA).op(LD, A1, 0, S0).op(ADDI, A2, A1, 1).op(SD, A2, 0, S0).op(BNE, A1, 0, 24);
        again.li(T1, 0x7777).store(Platform.FINISHER_BASE, T1).pass();
        boot(first, again);
        boot(second, counting(5_000));
        assertEquals(StopReason.POWERED_OFF, machine.run(1_000_000));
        assertEquals(2, data(0), "it has run twice");
        assertEquals(5_000, data(SIZE), "the other one once");
    }

    @Test
    void aTimerInterruptsTheHartsOfItsPartitionOnly() {
        Code timed = alone().csrw(Csr.MTVEC, Platform.RAM_BASE + 0x100).li(A1, 50).li(S0, Platform.CLINT_BASE + 0x4000).op(SD, A1, 0, S0).csrw(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit())
            .csrw(Csr.MSTATUS, 8).op(WFI).op(JAL, 0, -4).org(0x100).csrr(S1, Csr.MCAUSE).pass();
        boot(first, timed);
        boot(second, Code.here().op(WFI).op(JAL, 0, -4));
        machine.run(1_000_000);
        assertTrue(first.isOff());
        assertEquals(Cause.MACHINE_TIMER_INTERRUPT.value(), first.platform().hart(0).x()[S1]);
        assertEquals(0, second.platform().hart(0).state().read(Csr.MIP));
    }

    @Test
    void eachHasAConsole() {
        Code print = alone();
        print.li(S0, Platform.UART_BASE).li(A1, 'x').op(SB, A1, 0, S0).pass();
        boot(first, print);
        boot(second, print);
        machine.run(1_000_000);
        assertEquals("axbx", printed.toString());
    }

    @Test
    void aStateOfAllComesBackToTheSameFuture() {
        boot(first, counting(2_000));
        boot(second, counting(3_000));
        machine.run(7_000);
        Snapshot kept = machine.snapshot();
        machine.run(1_000_000);
        String end = machine.digest();
        machine.restore(kept);
        assertEquals(StopReason.POWERED_OFF, machine.run(1_000_000));
        assertEquals(end, machine.digest());
    }

    @Test
    void whatIsSharedOrMissingIsRefused() {
        refused("hart 1 is of partition 'a' already", piece("a", 0, 1), piece("b", SIZE, 1));
        refused("its memory overlaps that of partition 'a'", piece("a", 0, 0), piece("b", SIZE - 4096, 1));
        refused("there is no hart 5; the machine has 5", piece("a", 0, 5));
        refused("but the machine has 4194304", piece("a", 4 * SIZE, 0));
        refused("it has no hart", piece("a", 0));
    }

    private static void refused(String why, PartitionConfig... pieces) {
        String message = assertThrows(IllegalArgumentException.class, () -> machine(List.of(pieces))).getMessage();
        assertTrue(message.contains(why), message);
    }
}
