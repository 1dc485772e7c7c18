// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Decoder;
import org.trapline.isa.Disassembler;
import org.trapline.isa.Extension;
import org.trapline.isa.Instruction;
import org.trapline.isa.Privilege;
import org.trapline.machine.debug.Carriage;
import org.trapline.machine.hart.FenceListener;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.RamListener;
import org.trapline.machine.mmu.Mmu;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.privileged.Trap;
import org.trapline.machine.state.StateExchange;
import org.trapline.trace.EventKind;
import org.trapline.vmm.Cost;
import org.trapline.vmm.Meter;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.paging.Paging;
import org.trapline.vmm.paging.ShadowPaging;
import org.trapline.vmm.paging.SourcePages;
import org.trapline.vmm.translation.Bank;
import org.trapline.vmm.translation.Block;
import org.trapline.vmm.translation.CacheStatistics;
import org.trapline.vmm.translation.CodeCache;
import org.trapline.vmm.translation.CodeSpace;
import org.trapline.vmm.translation.Context;
import org.trapline.vmm.translation.Exit;
import org.trapline.vmm.translation.GuestInstruction;
import org.trapline.vmm.translation.Listing;
import org.trapline.vmm.translation.Recovery;
import org.trapline.vmm.translation.SourceCode;
import org.trapline.vmm.translation.Translator;

/**
 * Binary translation: the guest's user programs run on the hart as they are; of its kernel not a single instruction does. The VMM reads a few of the
 * kernel's instructions ahead of its pc, makes new code of them and lets the hart execute that. So it does not matter whether an instruction that the
 * VMM must see would trap.
 *
 * <p>The new code stands in a {@link CodeCache}, which the hart may execute and the guest can neither read nor write. Where it needs the VMM there is an
 * {@code ecall}; whatever else takes the hart out of it, the guest's state is that between two of its own instructions. Pages from which code was read are
 * write-protected, and what was made from an instruction goes when that is overwritten.
 */
public final class BinaryTranslation extends Deprivileged implements SourcePages.Holder, RamListener {
    private static final int SMALL_CACHE = 256 << 10;
    /** A guest's memory is so many times as large as what the translations of its kernel may take. */
    private static final int MEMORY_TO_CACHE = 64;

    private static final int M = Privilege.M.code();
    private static final int U = Privilege.U.code();
    private static final long NO_PAGE = -1;
    private static final Recovery NOWHERE = new Recovery(0, false, 0, 0, 0, 0, 0, null);

    private final Meter meter;
    private final OwnMemory own;
    private final Emulation emulation;
    private final ShadowPaging paging;
    private final CodeCache cache;
    private final CodeViews views;
    private final Context context;
    private final Decoder decoder;
    private final Map<Long, Long> overwritten = new LinkedHashMap<>();
    // Where the guest is in translated code; null if it runs as it is.
    private CodeSpace entered;
    private Block last;
    private long enteredAtInstret;
    private long overhead;
    // Whether an interrupt has come in the midst of what is done for the first instruction, so that it must be done again.
    private boolean stuck;
    // Interrupts that only wait for the guest to enable them.
    private long pending;
    // Between leave and handle.
    private Recovery.Callout callout;
    // What somebody has made the guest's pc while it was in translated code.
    private boolean moved;
    private long movedTo;

    public BinaryTranslation(final VCpu vcpu, final Meter meter, final OwnMemory own) {
        super(vcpu);
        this.meter = meter;
        this.own = own;
        emulation = new Emulation(vcpu, meter);
        paging = (ShadowPaging) vcpu.paging();
        final PrivilegedState state = vcpu.state();
        // Instructions of the host's that move numbers to and from floating-point registers are needed.
        context = new Context(true, state.isa().has(Extension.C), meter.hart().state().isa().has(Extension.D), false, vcpu.id());
        decoder = new Decoder(state.isa());
        cache = new CodeCache(own.bus(), own.hpa(), own.size(), context, decoder);
        views = new CodeViews(vcpu, cache, meter);
        if (state.isa().xlen() != Long.SIZE) {
            throw new IllegalArgumentException("domain '" + vcpu.domain().name() + "': binary_translation is for guests with registers of 64 bits");
        }
        vcpu.domain().sources().add(this);
        vcpu.hart().debug().setCarriage(new Place());
        own.ram().addListener(this);
    }

    @Override
    public void forget() {
        cache.invalidateAll();
        views.clear();
        overwritten.clear();
        entered = null;
        last = null;
        stuck = false;
        moved = false;
    }

    /** While translated code runs, the guest's interrupts may be enabled there, which the vCPU does not know. */
    @Override
    public boolean hasNews() {
        if (entered == null) {
            return super.hasNews();
        }
        return (vcpu().state().pending() & vcpu().state().read(Csr.MIE) & ~pending) != 0;
    }

    /** Returns how many bytes there are for a vCPU's translations, for a guest that has so many bytes of memory. */
    static int cacheSize(final long memory) {
        return (int) Math.clamp(memory / MEMORY_TO_CACHE & -Ram.PAGE_SIZE, SMALL_CACHE, CodeCache.MOST_SIZE);
    }

    @Override
    public void release() {
        vcpu().domain().sources().remove(this);
        own.ram().removeListener(this);
    }

    /** Returns what the translations are made of, and how they are linked. */
    public CodeCache cache() {
        return cache;
    }

    /**
     * Lists what is in use, the guest's code and the new code side by side.
     * @param names of the guest's addresses
     */
    public List<Listing> listings(final Disassembler.Symbols names) {
        return cache.listings(vcpu().state().isa(), meter.hart().state().isa(), names);
    }

    public CacheStatistics statistics() {
        return cache.statistics();
    }

    // ---- entering ----

    @Override
    public void enter(final Hart hart) {
        dropOverwritten();
        final Block block = isTranslated() ? position() : null;
        if (block == null) {
            // Not a kernel; or one whose next instruction cannot be fetched, which the hart will find out.
            entered = null;
            super.enter(hart);
            return;
        }
        final PrivilegedState physical = hart.state();
        System.arraycopy(vcpu().hart().x(), 0, hart.x(), 0, Hart.REGISTERS);
        paging.enter(hart);
        entered = block.space();
        enteredAtInstret = hart.instret();
        last = block;
        pending = vcpu().state().pending() & vcpu().state().read(Csr.MIE);
        final int instruction = block.translation().entry(vcpu().hart().pc());
        physical.write(Csr.SEPC, block.translation().va() + 4L * block.translation().start(instruction));
        final long status = physical.read(Csr.SSTATUS) & ~Mstatus.SPP | Mstatus.SPIE;
        if (hasFloats()) {
            hart.copyFloats(vcpu().hart());
        }
        // The unit is the VMM's, and in part the guest's: what else the guest's own holds stays with the vCPU.
        physical.write(Csr.SSTATUS, context.bank() ? status | Mstatus.FS : status & ~Mstatus.FS);
        if (context.bank()) {
            fillBank(hart, block.translation().overheadAt(instruction));
        }
    }

    private boolean isTranslated() {
        return vcpu().state().mode() != U && !vcpu().state().isVirtual();
    }

    private void fillBank(final Hart hart, final int tooMuch) {
        meter.charge(Cost.BANK, 1);
        final PrivilegedState state = vcpu().state();
        final boolean machineMode = state.mode() == M;
        for (final Bank each : Bank.values()) {
            final Csr csr = each.csr(machineMode);
            if (csr != null) {
                hart.setF(each.register(), state.read(csr));
            }
        }
        hart.setF(Bank.OVERHEAD.register(), -tooMuch);
        hart.setF(Bank.PENDING.register(), pending);
    }

    /** Returns the translation in which the vCPU can go on; null if there can be none. */
    private Block position() {
        final CodeSpace space = views.select();
        final long pc = vcpu().hart().pc();
        if (last != null && last.isValid() && last.space() == space && last.translation().entry(pc) >= 0) {
            return last;
        }
        return lookUp(space);
    }

    private Block lookUp(final CodeSpace space) {
        final long pc = vcpu().hart().pc();
        meter.charge(Cost.LOOK_UP, 1);
        final Block found = cache.find(space, pc);
        if (found == null) {
            return translate();
        }
        if (meter.isTracing()) {
            meter.record(EventKind.BT_HIT, pc, pc, found.translation().va(), 0, 0);
        }
        return found;
    }

    private Block translate() {
        final long pc = vcpu().hart().pc();
        final Mmu mmu = vcpu().hart().mmu();
        final long[] pages = {NO_PAGE, NO_PAGE};
        final SourceCode source;
        try {
            final long gpa = mmu.fetch(pc);
            pages[0] = gpa & -Ram.PAGE_SIZE;
            if (!mmu.isWhole(gpa)) {
                return null;
            }
            source = SourceCode.read(pc, gva -> halfword(pc, gva, pages), decoder);
        } catch (final Trap trap) {
            return null;
        }
        if (!cache.hasRoom()) {
            cache.flush();
            views.clear();
        }
        CodeSpace space = views.select();
        final long page = pc & -Ram.PAGE_SIZE;
        if (!space.agrees(page, pages[0]) || pages[1] != NO_PAGE && !space.agrees(page + Ram.PAGE_SIZE, pages[1])) {
            space = views.renew();
        }
        final boolean held = holds(pages[0]) && (pages[1] == NO_PAGE || holds(pages[1]));
        final Block made = cache.add(space, source, pages[0] | pc & Ram.PAGE_SIZE - 1, pages[1]);
        protect(made, pages[1], held);
        meter.charge(Cost.TRANSLATE, source.instructions().size());
        vcpu().hart().debug().placesChanged();
        if (meter.isTracing()) {
            meter.record(EventKind.BT_TRANSLATE, pc, pc, made.translation().va(), source.instructions().size(), made.translation().callouts());
        }
        return made;
    }

    private int halfword(final long pc, final long gva, final long[] pages) {
        final Mmu mmu = vcpu().hart().mmu();
        final boolean beyond = (gva ^ pc) >>> Ram.PAGE_SHIFT != 0;
        if (beyond && pages[1] == NO_PAGE) {
            pages[1] = mmu.fetch(gva) & -Ram.PAGE_SIZE;
        }
        return (int) mmu.bus().read(pages[beyond ? 1 : 0] | gva & Ram.PAGE_SIZE - 1, 2);
    }

    private void protect(final Block block, final long secondPage, final boolean held) {
        markLines(block, secondPage);
        if (!held) {
            final SourcePages sources = vcpu().domain().sources();
            sources.protect(block.gpa() & -Ram.PAGE_SIZE);
            if (secondPage != NO_PAGE) {
                sources.protect(secondPage);
            }
            if (vcpu().domain().vcpus().size() > 1) {
                // Other harts may still remember that they may write there.
                vcpu().domain().wake();
            }
        }
    }

    private void markLines(final Block block, final long secondPage) {
        final int bytes = (int) (block.translation().source().end() - block.pc());
        final int first = (int) Math.min(bytes, Ram.PAGE_SIZE - (block.gpa() & Ram.PAGE_SIZE - 1));
        own.ram().markCode(ramOffset(block.gpa()), first);
        if (secondPage != NO_PAGE) {
            own.ram().markCode(ramOffset(secondPage), bytes - first);
        }
    }

    private long ramOffset(final long gpa) {
        return own.ramFirst() + vcpu().domain().memory().hpa(gpa) - Platform.RAM_BASE;
    }

    // ---- leaving ----

    @Override
    public void leave(final Hart hart, final Cause cause) {
        overhead = 0;
        callout = null;
        final CodeCache.Place place = entered == null ? null : cache.locate(entered, hart.state().read(Csr.SEPC));
        if (place == null && entered != null) {
            // The guest was reset while it ran: what the vCPU has is what holds.
            entered = null;
            return;
        }
        if (place == null) {
            super.leave(hart, cause);
            return;
        }
        meter.charge(Cost.RECOVER, 1);
        final Recovery recovery = place.recovery();
        final long[] x = vcpu().hart().x();
        System.arraycopy(hart.x(), 0, x, 0, Hart.REGISTERS);
        if (context.bank()) {
            restore(x, recovery, hart);
            emptyBank(hart);
            overhead = hart.f(Bank.OVERHEAD.register());
        }
        if (hasFloats() && vcpu().state().isFloatDirty()) {
            vcpu().hart().copyFloats(hart, ~Bank.REGISTERS);
            vcpu().state().floatDirty();
        }
        if (place.piece() instanceof final Block block) {
            last = block;
        }
        callout = cause == Cause.ECALL_FROM_U ? recovery.callout() : null;
        if (callout instanceof Recovery.Leave(final int exit)) {
            final Exit left = last.translation().exits().get(exit);
            overhead += left.overhead();
            vcpu().hart().setPc(left.target());
        } else {
            overhead += recovery.overhead();
            vcpu().hart().setPc(moved ? movedTo : pc(recovery, hart));
            moved = false;
            final long retired = hart.instret() - enteredAtInstret;
            stuck = cause.isInterrupt() && retired > 0 && retired == overhead;
        }
    }

    private boolean hasFloats() {
        return entered.context().floats();
    }

    /** Tells whether the hart has one of the guest's floating-point registers. */
    private boolean carriesFloat(final int register) {
        return hasFloats() && !Bank.has(register);
    }

    private static long pc(final Recovery recovery, final Hart hart) {
        return recovery.atTarget() ? hart.f(Bank.TARGET.register()) & -2 : recovery.pc();
    }

    private static void restore(final long[] x, final Recovery recovery, final Hart hart) {
        if (recovery.restoreA() != 0) {
            x[recovery.restoreA()] = hart.f(Bank.SPILL_A.register());
        }
        if (recovery.restoreB() != 0) {
            x[recovery.restoreB()] = hart.f(Bank.SPILL_B.register());
        }
        if (recovery.setRegister() != 0) {
            x[recovery.setRegister()] = recovery.setValue();
        }
    }

    private void emptyBank(final Hart hart) {
        final PrivilegedState state = vcpu().state();
        final boolean machineMode = state.mode() == M;
        for (final Bank each : Bank.values()) {
            final Csr csr = each.csr(machineMode);
            if (csr != null && state.read(csr) != hart.f(each.register())) {
                state.write(csr, hart.f(each.register()));
            }
        }
    }

    @Override
    public GuestRegisters registers(final Hart hart) {
        final CodeCache.Place place = entered == null ? null : cache.locate(entered, hart.pc());
        if (place == null) {
            return GuestRegisters.of(hart);
        }
        final Recovery recovery = place.recovery();
        final long[] x = Arrays.copyOf(hart.x(), Hart.REGISTERS - 1);
        if (context.bank()) {
            restore(x, recovery, hart);
        }
        final long[] floats = GuestRegisters.floats(vcpu().hart());
        for (int i = 0; i < floats.length; i++) {
            floats[i] = carriesFloat(i) ? hart.f(i) : floats[i];
        }
        return new GuestRegisters(moved ? movedTo : pc(recovery, hart), x, floats);
    }

    @Override
    public long overhead() {
        return overhead;
    }

    // ---- what the guest needs the VMM for ----

    @Override
    public void handle(final Cause cause, final long value) {
        if (callout != null) {
            handle(callout);
            return;
        }
        switch (cause) {
            case INSTRUCTION_PAGE_FAULT -> {
                if (isInCache(value)) {
                    final long page = value & -Ram.PAGE_SIZE;
                    paging.mapCode(page, cache.hpa() + (page - entered.va()));
                } else {
                    fillOrCarryOut(value, Access.FETCH);
                }
            }
            case LOAD_PAGE_FAULT -> fillOrCarryOut(value, Access.LOAD);
            case STORE_PAGE_FAULT -> fillOrCarryOut(value, Access.STORE);
            case ILLEGAL_INSTRUCTION -> emulation.carryOut(entered == null ? (int) value : 0);
            default -> emulation.carryOut(0);
        }
    }

    private void handle(final Recovery.Callout wanted) {
        switch (wanted) {
            case Recovery.CarryOut() -> {
                final GuestInstruction instruction = present();
                if (instruction.row() != null && Translator.isFloat(instruction.row()) && vcpu().state().isFloatDirty()) {
                    views.sawFloat();
                }
                emulation.carryOutKnown(instruction.raw());
            }
            case Recovery.Leave(final int exit) -> {
                final Block from = last;
                final Block to = lookUp(views.select());
                if (to != null && cache.link(from, exit, to)) {
                    meter.charge(Cost.LINK, 1);
                }
                last = to;
            }
            case Recovery.LookUp() -> {
                last = lookUp(views.select());
                if (last != null) {
                    cache.addCase(last);
                    meter.charge(Cost.LINK, 1);
                }
            }
        }
    }

    private GuestInstruction present() {
        final long pc = vcpu().hart().pc();
        return last.translation().source().instructions().stream().filter(each -> each.pc() == pc).findFirst().orElseThrow();
    }

    private boolean isInCache(final long gva) {
        return entered != null && gva - entered.va() >= 0 && gva - entered.va() < cache.size();
    }

    private void fillOrCarryOut(final long gva, final Access access) {
        // Where the cache is mapped the guest may have something else.
        if (!isInCache(gva) && paging.fill(gva, access) == Paging.Outcome.FILLED) {
            return;
        }
        if (access == Access.STORE) {
            takeReservation(gva);
        }
        emulation.carryOut(0);
    }

    /** Gives the vCPU the hart's reservation, so that it can carry out a store that needs it. */
    private void takeReservation(final long gva) {
        final Hart hart = vcpu().hart();
        final Instruction row = decoder.decode(Emulation.wordAt(hart, hart.pc()));
        if (row == Instruction.SC_W || row == Instruction.SC_D) {
            final long gpa = hart.mmu().peek(gva);
            if (vcpu().domain().memory().contains(gpa, 8) && meter.hart().mmu().takeReservation(vcpu().domain().memory().hpa(gpa))) {
                hart.mmu().reserve(gpa);
            }
        }
    }

    @Override
    public void deliverInterrupts() {
        final long pc = vcpu().hart().pc();
        emulation.deliverInterrupts();
        if (stuck && vcpu().isRunnable() && vcpu().hart().pc() == pc) {
            // However often interrupts come, the guest gets on.
            emulation.carryOut(0);
        }
        stuck = false;
    }

    // ---- changed code ----

    @Override
    public boolean holds(final long gpaPage) {
        return cache.lines(gpaPage) != 0;
    }

    private void dropOverwritten() {
        overwritten.forEach((gpaPage, lines) -> meter.charge(Cost.INVALIDATE, cache.invalidate(gpaPage, lines)));
        overwritten.clear();
    }

    @Override
    public long codeOverwritten(final Ram ram, final int pageIndex, final int at, final int length) {
        final long lines = Ram.lines(at, length);
        final long hpa = Platform.RAM_BASE - own.ramFirst() + ((long) pageIndex << Ram.PAGE_SHIFT);
        final long gpa = vcpu().domain().memory().gpaOfPage(hpa);
        final long held = gpa >= 0 ? cache.lines(gpa) : 0;
        if ((held & lines) != 0) {
            // Dropped before the guest goes on: whoever stores may be in the midst of something.
            overwritten.merge(gpa, held & lines, (a, b) -> a | b);
        }
        return held;
    }

    @Override
    public void storesProtected(final Ram ram, final byte[] page) {
        // No arrays are kept.
    }

    @Override
    public void allStoresProtected(final Ram ram) {
        // No arrays are kept.
    }

    @Override
    public void pageReplaced(final Ram ram, final int pageIndex, final byte[] old) {
        // No arrays are kept.
    }

    @Override
    public void fenced(final long va, final int asid) {
        views.fenced(va, va == FenceListener.ALL);
    }

    @Override
    public void protectionChanged() {
        cache.invalidateAll();
        views.clear();
    }

    // ---- onlookers ----

    /** Where the guest is, for debuggers. */
    private final class Place implements Carriage {
        @Override
        public boolean isActive() {
            return entered != null;
        }

        private Recovery recovery(final Hart hart) {
            final CodeCache.Place place = cache.locate(entered, hart.pc());
            return place == null ? NOWHERE : place.recovery();
        }

        @Override
        public long pc(final Hart hart) {
            return registers(hart).pc();
        }

        @Override
        public void setPc(final long pc) {
            moved = true;
            movedTo = pc;
        }

        @Override
        public long x(final Hart hart, final int register) {
            return registers(hart).x()[register];
        }

        @Override
        public void setX(final Hart hart, final int register, final long value) {
            final Recovery recovery = recovery(hart);
            if (register == recovery.restoreA()) {
                hart.setF(Bank.SPILL_A.register(), value);
            } else if (register == recovery.restoreB()) {
                hart.setF(Bank.SPILL_B.register(), value);
            } else {
                hart.x()[register] = value;
            }
        }

        @Override
        public boolean carriesFloats() {
            return hasFloats();
        }

        @Override
        public boolean carriesFloat(final int register) {
            return BinaryTranslation.this.carriesFloat(register);
        }

        @Override
        public boolean keeps(final Csr csr) {
            return context.bank() && (csr == Csr.MSTATUS || held(csr) != null);
        }

        private Bank held(final Csr csr) {
            return Bank.of(csr.number(), entered.context().machineMode());
        }

        @Override
        public long csr(final Hart hart, final Csr csr) {
            final Bank held = held(csr);
            if (held != null) {
                return hart.f(held.register());
            }
            // In supervisor mode, translated code has the part of mstatus that is sstatus.
            return vcpu().state().read(csr) & ~Mstatus.SIE | hart.f(Bank.STATUS.register()) & Mstatus.SIE;
        }

        @Override
        public void written(final Hart hart, final Csr csr) {
            final Bank held = csr == Csr.MSTATUS || csr == Csr.SSTATUS ? Bank.STATUS : held(csr);
            if (context.bank() && held != null) {
                hart.setF(held.register(), vcpu().state().read(held.csr(entered.context().machineMode())));
            }
        }

        @Override
        public long overhead(final Hart hart) {
            return (context.bank() ? hart.f(Bank.OVERHEAD.register()) : 0) + recovery(hart).overhead();
        }

        @Override
        public long[] places(final long pc) {
            return cache.places(pc);
        }
    }

    // ---- state ----

    @Override
    public void exchange(final StateExchange state) {
        state.part("cache", cache);
        state.part("views", views);
        final int space = state.number("entered", cache.spaces().indexOf(entered), -1, Integer.MAX_VALUE);
        final int block = state.number("last", cache.blocks().indexOf(last), -1, Integer.MAX_VALUE);
        enteredAtInstret = state.number("enteredAtInstret", enteredAtInstret);
        overhead = state.number("overhead", overhead);
        stuck = state.flag("stuck", stuck);
        pending = state.number("pending", pending);
        moved = state.flag("moved", moved);
        movedTo = state.number("movedTo", movedTo);
        final long[] pairs = new long[2 * overwritten.size()];
        int at = 0;
        for (final Map.Entry<Long, Long> each : overwritten.entrySet()) {
            pairs[at++] = each.getKey();
            pairs[at++] = each.getValue();
        }
        final long[] restored = state.list("overwritten", pairs, Integer.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);
        if (state.isRestoring()) {
            overwritten.clear();
            for (int i = 0; i + 2 <= restored.length; i += 2) {
                overwritten.put(restored[i], restored[i + 1]);
            }
            entered = space >= 0 && space < cache.spaces().size() ? cache.spaces().get(space) : null;
            last = block >= 0 && block < cache.blocks().size() ? cache.blocks().get(block) : null;
            callout = null;
            cache.blocks().stream().filter(Block::isValid).forEach(each -> markLines(each, each.secondPage()));
            vcpu().hart().debug().placesChanged();
        }
    }
}
