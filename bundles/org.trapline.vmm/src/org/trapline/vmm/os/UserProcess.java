// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.os;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Privilege;
import org.trapline.machine.device.Clock;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Hstatus;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.state.StateExchange;
import org.trapline.trace.EventKind;
import org.trapline.vmm.Cost;
import org.trapline.vmm.Domain;
import org.trapline.vmm.Meter;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.paging.Paging;
import org.trapline.vmm.technique.Deprivileged;
import org.trapline.vmm.technique.Emulation;

/**
 * A process of the host's operating system. It stays in user mode, in an address space that maps its own memory from {@link Platform#RAM_BASE} on and
 * nothing else. A system call is carried out at once, in the kernel; whatever else traps ends the process, as a signal does.
 *
 * <p>Memory, from below: the program, data that {@code brk} makes longer, a gap, what {@code mmap} has given, the stack, arguments.
 */
public final class UserProcess extends Deprivileged {
    private static final int SP = 2;
    private static final int A0 = 10;
    private static final int A7 = 17;
    private static final long STACK = 0x1_0000;
    private static final int MOST_TEXT = 256;
    private static final int MOST_AT_ONCE = 1 << 16;
    private static final int LINE_STATUS = 5;
    private static final long O_CREAT = 0100;
    private static final long O_TRUNC = 01000;
    private static final long MAP_ANONYMOUS = 0x20;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** What a process's end by a signal shows as its code, as shells have it. */
    private static final int SIGNALLED = 128;
    private static final int SIGILL = 4;
    private static final int SIGTRAP = 5;
    private static final int SIGBUS = 7;
    private static final int SIGSEGV = 11;
    private static final long ALL_COUNTERS = 7;

    private final VCpu vcpu;
    private final Meter meter;
    private final Emulation emulation;
    private final OpenFiles open;
    private long dataStart;
    private long dataEnd;
    private long mapped;

    public UserProcess(final VCpu vcpu, final Meter meter, final FileSystem files) {
        super(vcpu);
        this.vcpu = vcpu;
        this.meter = meter;
        emulation = new Emulation(vcpu, meter);
        open = new OpenFiles(files);
    }

    private Domain domain() {
        return vcpu.domain();
    }

    private Bus memory() {
        return domain().platform().bus();
    }

    // ---- its beginning ----

    @Override
    public void booted() {
        final PrivilegedState state = vcpu.state();
        state.write(Csr.PMPADDR0, -1);
        state.write(Csr.PMPCFG0, 0x1f);
        state.write(Csr.MCOUNTEREN, ALL_COUNTERS);
        state.write(Csr.SCOUNTEREN, ALL_COUNTERS);
        state.write(Csr.MSTATUS, state.read(Csr.MSTATUS) | Mstatus.FS);
        state.setPrivilege(Privilege.U);
        open.closeAll();
        final Platform platform = domain().platform();
        // The console may send: somebody is going to read, or not.
        platform.uart().write(2, 1, 1);
        platform.uart().listen();
        dataStart = align(domain().imageEnd());
        dataEnd = dataStart;
        final long top = platform.deviceTreeAddress();
        mapped = top - STACK;
        Arrays.fill(vcpu.hart().x(), 0, Hart.REGISTERS, 0);
        vcpu.hart().x()[SP] = putArguments(top, domain().config().standing().arguments());
    }

    private static long align(final long address) {
        return (address + Ram.PAGE_SIZE - 1) & -Ram.PAGE_SIZE;
    }

    /** Puts at the top of the stack what a program expects there: their number, pointers to the arguments, two lists that are empty. */
    private long putArguments(final long top, final List<String> arguments) {
        long text = top;
        final long[] pointers = new long[arguments.size()];
        for (int i = 0; i < pointers.length; i++) {
            final byte[] bytes = (arguments.get(i) + "\0").getBytes(StandardCharsets.UTF_8);
            text -= bytes.length;
            memory().load(text, bytes);
            pointers[i] = text;
        }
        // argc, argv, null, environment: null, auxiliary vector: two nulls.
        final long sp = (text - 8L * (pointers.length + 5)) & -16;
        memory().write(sp, 8, pointers.length);
        for (int i = 0; i < pointers.length + 4; i++) {
            memory().write(sp + 8L * (i + 1), 8, i < pointers.length ? pointers[i] : 0);
        }
        return sp;
    }

    // ---- on a hart and off it ----

    @Override
    public void enter(final Hart hart) {
        final PrivilegedState physical = hart.state();
        if (physical.isa().has(Extension.H)) {
            // Another's guest may have been here: this is no guest mode.
            physical.write(Csr.HSTATUS, physical.read(Csr.HSTATUS) & ~Hstatus.SPV);
        }
        super.enter(hart);
    }

    @Override
    public void handle(final Cause cause, final long value) {
        switch (cause) {
            case ECALL_FROM_U -> call();
            case INSTRUCTION_PAGE_FAULT -> fill(value, Access.FETCH);
            case LOAD_PAGE_FAULT -> fill(value, Access.LOAD);
            case STORE_PAGE_FAULT -> fill(value, Access.STORE);
            case ILLEGAL_INSTRUCTION -> {
                emulation.carryOut((int) value);
                if (vcpu.state().mode() != Privilege.U.code()) {
                    signal(SIGILL);
                }
            }
            case BREAKPOINT -> signal(SIGTRAP);
            default -> signal(SIGBUS);
        }
    }

    private void fill(final long va, final Access access) {
        if (vcpu.paging().fill(va, access) == Paging.Outcome.REFUSED) {
            signal(SIGSEGV);
        }
    }

    private void signal(final int number) {
        domain().exit(SIGNALLED + number);
    }

    @Override
    public boolean hasNews() {
        return false;
    }

    /** The only interrupt a process waits for is the end of its sleep. */
    @Override
    public void deliverInterrupts() {
        if (vcpu.state().isInterruptReady()) {
            vcpu.state().write(Csr.MIE, 0);
            domain().platform().mtimer().setMtimecmp(vcpu.id(), -1);
            vcpu.hart().endWait();
        }
    }

    @Override
    public void inputArrived() {
        vcpu.hart().resume();
    }

    // ---- system calls ----

    private void call() {
        meter.charge(Cost.SYSCALL, 1);
        final long[] x = vcpu.hart().x();
        final long number = x[A7];
        final long first = x[A0];
        final long second = x[A0 + 1];
        final long pc = vcpu.hart().pc();
        final SystemCall call = SystemCall.of(number);
        final long result = call == null ? Errno.ENOSYS.result() : carryOut(call, first, second, x[A0 + 2], x[A0 + 3]);
        if (vcpu.hart().isParked()) {
            // It waits, and calls again when there is something.
            return;
        }
        vcpu.hart().setPc(pc + 4);
        x[A0] = result;
        vcpu.countEmulated(1);
        if (meter.isTracing()) {
            meter.record(EventKind.SYSCALL, pc, number, first, second, result);
        }
    }

    private long carryOut(final SystemCall call, final long a0, final long a1, final long a2, final long a3) {
        return switch (call) {
            case OPENAT -> openat(a1, a2);
            case CLOSE -> a0 >= 0 && a0 < OpenFiles.FIRST ? 0 : open.close(a0);
            case LSEEK -> open.seek(a0, a1, a2);
            case READ -> read(a0, a1, a2);
            case WRITE -> write(a0, a1, a2);
            case EXIT, EXIT_GROUP -> {
                domain().exit((int) a0 & 0xff);
                yield 0;
            }
            case NANOSLEEP -> sleep(a0);
            case CLOCK_GETTIME -> time(a1);
            case SCHED_YIELD -> {
                vcpu.yieldHart();
                yield 0;
            }
            case GETPID -> domain().id() + 1L;
            case BRK -> brk(a0);
            case MUNMAP -> 0;
            case MMAP -> mmap(a1, a3);
        };
    }

    private boolean isOwn(final long address, final long bytes) {
        final Bus.Region region = bytes < 0 || bytes > Integer.MAX_VALUE ? null : memory().find(address, (int) Math.max(1, bytes));
        return region != null && region.ram() != null;
    }

    private long openat(final long path, final long flags) {
        final StringBuilder name = new StringBuilder();
        for (long at = path; name.length() < MOST_TEXT; at++) {
            if (!isOwn(at, 1)) {
                return Errno.EFAULT.result();
            }
            final int each = (int) memory().read(at, 1);
            if (each == 0) {
                return name.isEmpty() ? Errno.ENOENT.result() : open.open(name.toString(), (flags & O_CREAT) != 0, (flags & O_TRUNC) != 0);
            }
            name.append(each == '\n' ? ' ' : (char) each);
        }
        return Errno.EINVAL.result();
    }

    private void chargeCopy(final long bytes) {
        meter.charge(Cost.COPY, (int) ((bytes + Ram.LINE_SIZE - 1) / Ram.LINE_SIZE));
    }

    private long write(final long file, final long from, final long wanted) {
        if (!isOwn(from, wanted)) {
            return Errno.EFAULT.result();
        }
        final int length = (int) Math.min(wanted, MOST_AT_ONCE);
        final byte[] bytes = memory().dump(from, length);
        chargeCopy(length);
        if (file == 1 || file == 2) {
            for (final byte each : bytes) {
                domain().platform().console().put(each & 0xff);
            }
            return length;
        }
        return open.write(file, bytes);
    }

    private long read(final long file, final long to, final long wanted) {
        if (!isOwn(to, wanted)) {
            return Errno.EFAULT.result();
        }
        final int length = (int) Math.min(wanted, MOST_AT_ONCE);
        if (file == 0) {
            return readConsole(to, length);
        }
        final byte[] bytes = open.read(file, length);
        if (bytes == null) {
            return Errno.EBADF.result();
        }
        memory().load(to, bytes);
        chargeCopy(bytes.length);
        return bytes.length;
    }

    private long readConsole(final long to, final int length) {
        final Platform platform = domain().platform();
        int done = 0;
        while (done < length && (platform.uart().read(LINE_STATUS, 1) & 1) != 0) {
            memory().write(to + done++, 1, platform.uart().read(0, 1));
        }
        if (done == 0 && length > 0) {
            vcpu.hart().park();
        }
        chargeCopy(done);
        return done;
    }

    private long sleep(final long request) {
        if (!isOwn(request, 16)) {
            return Errno.EFAULT.result();
        }
        final long seconds = memory().read(request, 8);
        final long nanos = memory().read(request + 8, 8);
        if (seconds < 0 || seconds > Integer.MAX_VALUE || nanos < 0 || nanos >= NANOS_PER_SECOND) {
            return Errno.EINVAL.result();
        }
        final long ticks = (seconds * NANOS_PER_SECOND + nanos + Clock.NANOS_PER_TICK - 1) / Clock.NANOS_PER_TICK;
        domain().platform().mtimer().setMtimecmp(vcpu.id(), domain().platform().config().clock().ticks() + ticks);
        vcpu.state().write(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit());
        vcpu.hart().waitForInterrupt();
        return 0;
    }

    private long time(final long to) {
        if (!isOwn(to, 16)) {
            return Errno.EFAULT.result();
        }
        final long nanos = domain().platform().config().clock().ticks() * Clock.NANOS_PER_TICK;
        memory().write(to, 8, nanos / NANOS_PER_SECOND);
        memory().write(to + 8, 8, nanos % NANOS_PER_SECOND);
        return 0;
    }

    private long brk(final long wanted) {
        if (wanted >= dataStart && wanted <= mapped) {
            if (wanted > dataEnd) {
                memory().clear(dataEnd, wanted - dataEnd);
            }
            dataEnd = wanted;
        }
        return dataEnd;
    }

    private long mmap(final long length, final long flags) {
        if (length <= 0 || (flags & MAP_ANONYMOUS) == 0) {
            return Errno.EINVAL.result();
        }
        if (length > mapped - dataEnd || align(length) > mapped - align(dataEnd)) {
            return Errno.ENOMEM.result();
        }
        mapped -= align(length);
        memory().clear(mapped, align(length));
        return mapped;
    }

    // ---- state ----

    @Override
    public void exchange(final StateExchange state) {
        dataStart = state.number("dataStart", dataStart);
        dataEnd = state.number("dataEnd", dataEnd);
        mapped = state.number("mapped", mapped);
        state.part("open", open);
    }
}
