// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.testkit;

import java.util.Map;
import java.util.Random;

import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.Mode;
import org.trapline.trace.NameTable;
import org.trapline.trace.ProgramNames;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.code.Lifecycle;
import org.trapline.trace.code.SwitchReason;

/** A trace such as two guests under a trap-and-emulate VMM leave, made from a seed. */
public final class SampleTrace {
    public static final long ILLEGAL_INSTRUCTION = 2;
    public static final long ECALL_FROM_U = 8;
    public static final long TIMER = Long.MIN_VALUE + 7;
    public static final int MSTATUS = 0x300;
    public static final int CSRRW_MSTATUS = 0x3002_9073;
    public static final int ECALL = 0x0000_0073;
    public static final long START = 0x8000_0000L;

    private final TraceBuffer buffer;
    private final Random random;
    private long instret;
    private long cycle;

    private SampleTrace(TraceBuffer buffer, long seed) {
        this.buffer = buffer;
        this.random = new Random(seed);
    }

    /** Returns names for one host, {@code rack1}, and two VMs, {@code web} and {@code db}. */
    public static NameTable names() {
        ProgramNames hello = ProgramNames.of("hello", START, START + 0x1000)
            .symbol("_start", START, 0x40).symbol("main", START + 0x40, 0x100)
            .line(START, "guest/hello.s", 10).line(START + 0x40, "guest/hello.s", 42).build();
        return new NameTable(word -> word == CSRRW_MSTATUS ? "csrrw zero, mstatus, t0" : word == ECALL ? "ecall" : null)
            .nameHost(0, "rack1").nameVm(0, "web").nameVm(1, "db")
            .nameCsrs(Map.of((long) MSTATUS, "mstatus", 0x305L, "mtvec", 0x341L, "mepc"))
            .nameCauses(Map.of(ILLEGAL_INSTRUCTION, "illegal_instruction", ECALL_FROM_U, "ecall_from_u", TIMER, "machine_timer"))
            .addProgram(0, 0, hello).addProgram(0, 1, hello)
            .addDevice(0, 0, "uart0", 0x1000_0000L, 0x100).addDevice(0, -1, "clint", 0x200_0000L, 0x1_0000);
    }

    /** Returns a buffer with at least that many events. */
    public static TraceBuffer of(long seed, int events) {
        TraceBuffer buffer = new TraceBuffer(events + 100L, names());
        record(buffer, seed, events);
        return buffer;
    }

    /** Records at least that many events. */
    public static void record(TraceBuffer buffer, long seed, int events) {
        SampleTrace trace = new SampleTrace(buffer, seed);
        for (int vm = 0; vm < 2; vm++) {
            trace.put(EventKind.LIFECYCLE, new EventOrigin(0, vm, -1, -1), 0, Lifecycle.START.ordinal(), 0, 0, 0);
        }
        long end = buffer.nextSeq() + events;
        int vm = 0;
        while (buffer.nextSeq() < end) {
            trace.slice(new EventOrigin(0, vm, 0, 0));
            vm = 1 - vm;
        }
    }

    private void slice(EventOrigin vcpu) {
        long pc = START + 4L * random.nextInt(0x40);
        put(EventKind.SCHED, vcpu, 0, 1 - vcpu.vm(), 0, SwitchReason.QUANTUM.ordinal(), 2000);
        put(EventKind.VCPU_LOAD, vcpu, 0, SwitchReason.QUANTUM.ordinal(), 0, 0, 0);
        for (int exits = 1 + random.nextInt(4); exits > 0; exits--) {
            put(EventKind.VM_ENTRY, vcpu, pc, Mode.S, 0, 0, 0);
            run(1 + random.nextInt(300));
            pc += 4;
            exit(vcpu, pc);
        }
        put(EventKind.VM_ENTRY, vcpu, pc, Mode.S, 0, 0, 0);
        run(500);
        put(EventKind.VM_EXIT, vcpu, pc, TIMER, 0, 0, Mode.S);
        put(EventKind.VCPU_PUT, vcpu, 0, SwitchReason.QUANTUM.ordinal(), 0, 0, 0);
    }

    private void exit(EventOrigin vcpu, long pc) {
        if (random.nextInt(3) == 0) {
            put(EventKind.TRAP, EventOrigin.ofHart(0, 0), pc, ECALL_FROM_U, 0, Mode.U, Mode.S);
            put(EventKind.VM_EXIT, vcpu, pc, ECALL_FROM_U, 0, ECALL, Mode.U);
            put(EventKind.REFLECT, vcpu, pc, ECALL_FROM_U, 0, START + 0x40, Mode.S);
        } else {
            put(EventKind.TRAP, EventOrigin.ofHart(0, 0), pc, ILLEGAL_INSTRUCTION, CSRRW_MSTATUS, Mode.U, Mode.S);
            put(EventKind.VM_EXIT, vcpu, pc, ILLEGAL_INSTRUCTION, CSRRW_MSTATUS, CSRRW_MSTATUS, Mode.S);
            put(EventKind.EMULATE, vcpu, pc, CSRRW_MSTATUS, MSTATUS, random.nextInt(), random.nextInt());
        }
        cycle += 100 + random.nextInt(1000);
    }

    private void run(int instructions) {
        instret += instructions;
        cycle += instructions;
    }

    private void put(EventKind kind, EventOrigin origin, long pc, long a, long b, long c, long d) {
        buffer.record(kind, origin, instret, cycle, pc, a, b, c, d);
    }
}
