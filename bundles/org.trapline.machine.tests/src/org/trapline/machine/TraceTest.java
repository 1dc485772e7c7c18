// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.platform.Platform;
import org.trapline.trace.EventKind;
import org.trapline.trace.Mode;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;

class TraceTest {
    private static final long HANDLER = Platform.RAM_BASE + 0x100;

    private static TraceBuffer trace(Rig rig, EventKind... only) {
        TraceBuffer trace = new TraceBuffer(1 << 14, new NameTable(word -> null));
        if (only.length > 0) {
            trace.enable(EnumSet.copyOf(List.of(only)));
        }
        rig.machine.setTrace(trace, 3);
        return trace;
    }

    private static List<TraceEvent> events(TraceBuffer trace, EventKind kind) {
        List<TraceEvent> found = new ArrayList<>();
        TraceEvent event = new TraceEvent();
        for (long seq = trace.firstSeq(); seq < trace.nextSeq(); seq++) {
            if (trace.read(seq, event) && event.kind() == kind) {
                found.add(event.copy());
            }
        }
        return found;
    }

    private static Code userCall() {
        return Code.here().csrw(Csr.MTVEC, HANDLER).csrw(Csr.PMPADDR0, -1).csrw(Csr.PMPCFG0, 0x1f).csrw(Csr.MEPC, HANDLER + 0x100)
            .csrw(Csr.MSTATUS, 0).op(MRET).org(0x100).pass().org(0x200).op(ECALL);
    }

    @Test
    void trapsTellCauseAndModes() {
        Rig rig = Rig.of(userCall());
        TraceBuffer trace = trace(rig);
        rig.run();
        TraceEvent trap = events(trace, EventKind.TRAP).getFirst();
        assertEquals(Cause.ECALL_FROM_U.value(), trap.arg(0));
        assertEquals(Mode.U, trap.arg(2));
        assertEquals(Mode.M, trap.arg(3));
        assertEquals(HANDLER + 0x100, trap.pc());
        assertEquals(3, trap.host());
        assertEquals(0, trap.hart());
        List<TraceEvent> modes = events(trace, EventKind.MODE);
        assertEquals(List.of(List.of((long) Mode.M, (long) Mode.U), List.of((long) Mode.U, (long) Mode.M)),
            modes.stream().map(e -> List.of(e.arg(1), e.arg(2))).toList());
    }

    @Test
    void deviceAccessesTellAddressAndValue() {
        Rig rig = Rig.of(Code.here().li(A0, 'x').li(T0, Platform.UART_BASE).op(SB, A0, 0, T0).op(LBU, A1, 5, T0).pass());
        TraceBuffer trace = trace(rig);
        rig.run();
        TraceEvent write = events(trace, EventKind.DEVICE_WRITE).getFirst();
        assertEquals(List.of(Platform.UART_BASE, 1L, (long) 'x'), List.of(write.arg(0), write.arg(1), write.arg(2)));
        TraceEvent read = events(trace, EventKind.DEVICE_READ).getFirst();
        assertEquals(List.of(Platform.UART_BASE + 5, 1L, 0x60L), List.of(read.arg(0), read.arg(1), read.arg(2)));
        assertEquals(write.instret() + 1, read.instret(), "time is exact");
    }

    @Test
    void instructionsAreRecordedOnDemandOnly() {
        Rig silent = Rig.of(userCall());
        TraceBuffer none = trace(silent);
        silent.run();
        assertEquals(List.of(), events(none, EventKind.INSTRUCTION));
        Rig rig = Rig.of(userCall());
        TraceBuffer trace = trace(rig, EventKind.INSTRUCTION);
        rig.run();
        List<TraceEvent> instructions = events(trace, EventKind.INSTRUCTION);
        assertEquals(rig.machine.instret(), instructions.size());
        assertTrue(instructions.stream().anyMatch(e -> e.arg(0) == (MRET.encode() & 0xffff_ffffL)));
        assertTrue(instructions.stream().noneMatch(e -> e.arg(0) == ECALL.encode()), "a trapping instruction does not retire");
    }

    @Test
    void observingDoesNotChangeTheRun() {
        Rig plain = Rig.of(userCall());
        plain.run();
        Rig observed = Rig.of(userCall());
        trace(observed, EventKind.values());
        observed.run();
        assertEquals(plain.machine.digest(), observed.machine.digest());
    }

    @Test
    void fencesMissesAndWalksAreRecorded() {
        long root = Platform.RAM_BASE + 0x10_0000;
        Code code = Code.here().li(T0, root).li(T1, (0x8000_0000L >>> 2) | 0xcf).op(SD, T1, 16, T0);
        code.csrw(Csr.PMPADDR0, -1).csrw(Csr.PMPCFG0, 0x1f).csrw(Csr.SATP, 8L << 60 | root >>> 12).csrw(Csr.MEPC, HANDLER);
        code.csrw(Csr.MSTATUS, 0x800).op(MRET).org(0x100).op(SFENCE_VMA, 0, 0).li(T0, root).op(LD, A0, 16, T0).op(JAL, 0, 0);
        Rig rig = Rig.of(code);
        TraceBuffer trace = trace(rig, EventKind.TLB_FLUSH, EventKind.TLB_MISS, EventKind.WALK);
        rig.machine.run(200);
        assertEquals(1, events(trace, EventKind.TLB_FLUSH).size());
        assertTrue(events(trace, EventKind.TLB_MISS).stream().anyMatch(e -> e.arg(1) == root + 16));
        assertTrue(events(trace, EventKind.WALK).stream().allMatch(e -> e.arg(1) == 2), "a gigapage is found at level 2");
    }
}
