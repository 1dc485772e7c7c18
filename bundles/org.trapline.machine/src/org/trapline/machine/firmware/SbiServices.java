// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.firmware;

import java.util.function.Consumer;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * Carries out SBI calls. Arguments come in {@code a0} on, results go to {@code a0} (an error code) and {@code a1}. Of RV32, what has 64 bits comes
 * in two registers.
 */
final class SbiServices implements Stateful {
    static final long SUCCESS = 0;
    static final long NOT_SUPPORTED = -2;
    static final long INVALID_PARAM = -3;
    static final long INVALID_ADDRESS = -5;
    static final long ALREADY_AVAILABLE = -6;

    private static final int A0 = 10;
    private static final int ASIDS = 0xffff;
    private static final int VMIDS = 0x3fff;
    private static final int VMID_SHIFT = 44;
    private static final int WORD = 32;
    private static final long SPEC_VERSION = 2L << 24;
    /** No number is registered for this implementation; these are the letters TRPL. */
    private static final long IMPLEMENTATION = 0x5452_504c;
    private static final long IMPLEMENTATION_VERSION = 1;
    private static final long ALL_HARTS = -1;
    private static final long STARTED = 0;
    private static final long STOPPED = 1;
    private static final long SUSPENDED = 4;
    private static final long RETENTIVE = 0;
    private static final long NON_RETENTIVE = 0x8000_0000L;
    private static final int LINE_STATUS = 5;
    private static final long SHUTDOWN = 0;
    private static final long WARM_REBOOT = 2;
    private static final long SYSTEM_FAILURE = 1;
    /** Ranges of more pages are fenced as a whole. */
    private static final long MAX_FENCED_PAGES = 64;

    private final Platform platform;
    private final SupervisorTimer timer;
    private final boolean[] suspended;
    private StealTime steal;
    private final Isa isa;

    SbiServices(Platform platform, SupervisorTimer timer) {
        this.platform = platform;
        this.timer = timer;
        isa = platform.config().isa();
        suspended = new boolean[platform.harts().size()];
    }

    @Override
    public void exchange(StateExchange state) {
        state.flags("suspended", suspended);
        if (steal != null) {
            state.part("steal", steal);
        }
    }

    void serve(Hart hart, SbiCall call) {
        long[] x = hart.x();
        long a0 = x[A0];
        long a1 = x[A0 + 1];
        suspended[hart.id()] = false;
        switch (call) {
            case GET_SPEC_VERSION -> value(x, SPEC_VERSION);
            case GET_IMPL_ID -> value(x, IMPLEMENTATION);
            case GET_IMPL_VERSION -> value(x, IMPLEMENTATION_VERSION);
            case PROBE_EXTENSION -> value(x, isThere(SbiCall.Extension.of(a0)) ? 1 : 0);
            case GET_MVENDORID -> value(x, hart.state().read(Csr.MVENDORID));
            case GET_MARCHID -> value(x, hart.state().read(Csr.MARCHID));
            case GET_MIMPID -> value(x, hart.state().read(Csr.MIMPID));
            case SET_TIMER -> {
                timer.arm(hart, wide(x));
                result(x, SUCCESS);
            }
            case SEND_IPI -> result(x, forEach(a0, a1, SbiServices::interrupt));
            case REMOTE_FENCE_I -> result(x, forEach(a0, a1, Hart::fenceInstructions));
            case REMOTE_SFENCE_VMA -> result(x, forEach(a0, a1, target -> fence(target, unsigned(x[12]), unsigned(x[13]), -1)));
            case REMOTE_SFENCE_VMA_ASID -> result(x, forEach(a0, a1, target -> fence(target, unsigned(x[12]), unsigned(x[13]), (int) x[14] & ASIDS)));
            case REMOTE_HFENCE_GVMA_VMID, REMOTE_HFENCE_GVMA, REMOTE_HFENCE_VVMA_ASID, REMOTE_HFENCE_VVMA -> result(x, guestFence(hart, call));
            case HART_START -> result(x, hartStart(a0, unsigned(a1), x[12]));
            case HART_STOP -> hart.park();
            case HART_GET_STATUS -> hartStatus(x, a0);
            case HART_SUSPEND -> suspend(hart, a0 & 0xffff_ffffL, a1, x[12]);
            case SYSTEM_RESET -> result(x, reset(a0 & 0xffff_ffffL, a1 & 0xffff_ffffL));
            case STEAL_TIME_SET_SHMEM -> result(x, steal == null ? NOT_SUPPORTED : steal.share(hart.id(), a0, a1, x[12]));
            case CONSOLE_WRITE -> consoleWrite(x, unsigned(a0), unsigned(a1), x[12]);
            case CONSOLE_READ -> consoleRead(x, unsigned(a0), unsigned(a1), x[12]);
            case CONSOLE_WRITE_BYTE -> {
                print((int) a0);
                value(x, 0);
            }
            default -> x[A0] = legacy(hart, call, a0);
        }
    }

    private long unsigned(long register) {
        return isa.zeroExtend(register);
    }

    /** Returns a number of 64 bits, which is the first argument, or the first two. */
    private long wide(long[] x) {
        return isa.xlen() == WORD ? x[A0 + 1] << WORD | unsigned(x[A0]) : x[A0];
    }

    private boolean isThere(SbiCall.Extension extension) {
        return extension != null && (extension != SbiCall.Extension.STA || steal != null);
    }

    void setSteal(StealTime newSteal) {
        steal = newSteal;
    }

    private static void value(long[] x, long value) {
        x[A0] = SUCCESS;
        x[A0 + 1] = value;
    }

    private static void result(long[] x, long error) {
        x[A0] = error;
        x[A0 + 1] = 0;
    }

    // ---- the legacy calls, whose masks are in the caller's memory ----

    private long legacy(Hart hart, SbiCall call, long a0) {
        long[] x = hart.x();
        switch (call) {
            case LEGACY_SET_TIMER -> timer.arm(hart, wide(x));
            case LEGACY_CONSOLE_PUTCHAR -> print((int) a0);
            case LEGACY_CONSOLE_GETCHAR -> {
                return input();
            }
            case LEGACY_CLEAR_IPI -> hart.state().setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, false);
            case LEGACY_SEND_IPI -> {
                return forEachAt(hart, a0, SbiServices::interrupt);
            }
            case LEGACY_REMOTE_FENCE_I -> {
                return forEachAt(hart, a0, Hart::fenceInstructions);
            }
            case LEGACY_REMOTE_SFENCE_VMA -> {
                return forEachAt(hart, a0, target -> fence(target, unsigned(x[11]), unsigned(x[12]), -1));
            }
            case LEGACY_REMOTE_SFENCE_VMA_ASID -> {
                return forEachAt(hart, a0, target -> fence(target, unsigned(x[11]), unsigned(x[12]), (int) x[13] & ASIDS));
            }
            case LEGACY_SHUTDOWN -> reset(SHUTDOWN, 0);
            default -> throw new IllegalStateException(call + " is no legacy call");
        }
        return SUCCESS;
    }

    /** Does something to the harts of a mask at a virtual address of the caller; 0 stands for all harts. */
    private long forEachAt(Hart hart, long maskVa, Consumer<Hart> action) {
        if (maskVa == 0) {
            return forEach(0, ALL_HARTS, action);
        }
        long pa = hart.mmu().peek(maskVa, previousMode(hart), false);
        Bus bus = platform.bus();
        int bytes = isa.xlen() / Byte.SIZE;
        return pa < 0 || !bus.answers(pa, bytes) ? INVALID_ADDRESS : forEach(bus.read(pa, bytes), 0, action);
    }

    private static int previousMode(Hart hart) {
        return (int) ((hart.state().read(Csr.MSTATUS) & Mstatus.MPP) >>> Mstatus.MPP_SHIFT);
    }

    // ---- other harts ----

    private long forEach(long mask, long base, Consumer<Hart> action) {
        if (base == ALL_HARTS) {
            platform.harts().forEach(action);
            return SUCCESS;
        }
        if (base < 0) {
            return INVALID_PARAM;
        }
        for (long rest = unsigned(mask); rest != 0; rest &= rest - 1) {
            if (!isHart(base + Long.numberOfTrailingZeros(rest))) {
                return INVALID_PARAM;
            }
        }
        for (long rest = unsigned(mask); rest != 0; rest &= rest - 1) {
            action.accept(platform.hart((int) base + Long.numberOfTrailingZeros(rest)));
        }
        return SUCCESS;
    }

    private static void interrupt(Hart target) {
        target.state().setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, true);
    }

    private static void fence(Hart target, long start, long size, int asid) {
        long pages = (size >>> 12) + 1;
        if (start == 0 && size == 0 || size < 0 || pages > MAX_FENCED_PAGES) {
            if (asid < 0) {
                target.fenceAll();
            } else {
                target.fenceAddressSpace(asid);
            }
            return;
        }
        for (long va = start; va - start <= size; va += Ram.PAGE_SIZE) {
            if (asid < 0) {
                target.fenceAddress(va);
            } else {
                target.fenceAddress(va, asid);
            }
        }
    }

    /** Fences what was translated in two stages. Ranges of addresses are fenced as a whole: that is always enough. */
    private long guestFence(Hart hart, SbiCall call) {
        PrivilegedState state = hart.state();
        if (!state.isa().has(Extension.H)) {
            return NOT_SUPPORTED;
        }
        long[] x = hart.x();
        int vmid = (int) (state.hgatp() >>> VMID_SHIFT) & VMIDS;
        int space = (int) x[14];
        return forEach(x[A0], x[A0 + 1], switch (call) {
            case REMOTE_HFENCE_GVMA_VMID -> target -> target.fenceSecondStage(space & VMIDS);
            case REMOTE_HFENCE_GVMA -> Hart::fenceSecondStage;
            case REMOTE_HFENCE_VVMA_ASID -> target -> target.fenceFirstStage(vmid, space & ASIDS);
            default -> target -> target.fenceFirstStage(vmid);
        });
    }

    // ---- hart states ----

    private boolean isHart(long id) {
        return id >= 0 && id < platform.harts().size();
    }

    private long hartStart(long id, long entry, long opaque) {
        if (!isHart(id)) {
            return INVALID_PARAM;
        }
        Hart target = platform.hart((int) id);
        if (!target.isParked()) {
            return ALREADY_AVAILABLE;
        }
        Bus.Region region = platform.bus().find(entry, 4);
        if (region == null || region.ram() == null) {
            return INVALID_ADDRESS;
        }
        start(target, entry, opaque);
        return SUCCESS;
    }

    /** Lets a hart begin in supervisor mode: its number in a0, a given value in a1, no translation, no interrupts. */
    void start(Hart target, long entry, long opaque) {
        suspended[target.id()] = false;
        enter(target);
        target.x()[A0] = target.id();
        target.x()[A0 + 1] = isa.signExtend(opaque);
        target.state().setPrivilege(Privilege.S);
        target.setPc(entry);
        target.resume();
    }

    private static void enter(Hart target) {
        PrivilegedState state = target.state();
        state.write(Csr.SATP, 0);
        state.write(Csr.MSTATUS, state.read(Csr.MSTATUS) & ~(Mstatus.SIE | Mstatus.MPRV));
    }

    private void hartStatus(long[] x, long id) {
        if (!isHart(id)) {
            result(x, INVALID_PARAM);
            return;
        }
        Hart target = platform.hart((int) id);
        boolean sleeps = suspended[target.id()] && target.isWaiting();
        value(x, target.isParked() ? STOPPED : sleeps ? SUSPENDED : STARTED);
    }

    private void suspend(Hart hart, long type, long resumeAt, long opaque) {
        long[] x = hart.x();
        if (type != RETENTIVE && type != NON_RETENTIVE) {
            result(x, INVALID_PARAM);
            return;
        }
        result(x, SUCCESS);
        if (type == NON_RETENTIVE) {
            enter(hart);
            x[A0] = hart.id();
            x[A0 + 1] = opaque;
            hart.state().write(Csr.MEPC, resumeAt);
        }
        suspended[hart.id()] = true;
        hart.waitForInterrupt();
    }

    // ---- the system ----

    private long reset(long type, long reason) {
        if (type > WARM_REBOOT || reason > SYSTEM_FAILURE) {
            return INVALID_PARAM;
        }
        if (type == SHUTDOWN) {
            platform.config().finisher().finished((int) reason);
        } else {
            platform.config().finisher().resetRequested();
        }
        return SUCCESS;
    }

    // ---- console ----

    private void print(int value) {
        platform.uart().write(0, 1, value & 0xff);
    }

    private long input() {
        platform.uart().listen();
        return (platform.uart().read(LINE_STATUS, 1) & 1) != 0 ? platform.uart().read(0, 1) : -1;
    }

    private boolean isMemory(long base, long high, long bytes) {
        Bus.Region region = high == 0 && bytes <= Integer.MAX_VALUE ? platform.bus().find(base, (int) Math.max(1, bytes)) : null;
        return region != null && region.ram() != null;
    }

    private void consoleWrite(long[] x, long bytes, long base, long high) {
        if (bytes < 0 || !isMemory(base, high, bytes)) {
            result(x, INVALID_PARAM);
            return;
        }
        for (byte value : platform.bus().dump(base, (int) bytes)) {
            print(value);
        }
        value(x, bytes);
    }

    private void consoleRead(long[] x, long bytes, long base, long high) {
        if (bytes < 0 || !isMemory(base, high, bytes)) {
            result(x, INVALID_PARAM);
            return;
        }
        long done = 0;
        for (long value; done < bytes && (value = input()) >= 0; done++) {
            platform.bus().write(base + done, 1, value);
        }
        value(x, done);
    }
}
