// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import org.trapline.isa.Cause;
import org.trapline.isa.Privilege;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.privileged.Trap;
import org.trapline.machine.memory.Access;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * A hart's way to memory: virtual addresses, TLBs, page walks, PMP and the bus. Engines try the TLBs in {@link #fast} themselves
 * and come here when those miss; what they get here is always right.
 *
 * <p>A virtual address of RV32 is one of 64 bits whose upper half copies its sign, as registers hold it: so it is in the TLBs. An engine may
 * add an offset and look there without minding the carry; who misses comes here, where what does not fit into 32 bits is dropped. Traps and
 * onlookers are told the 32 bits alone.
 */
public final class Mmu implements TableMemory, Stateful {
    private static final int S = Privilege.S.code();
    private static final long NO_RESERVATION = -1;
    private static final int PAGE_OFFSET = Ram.PAGE_SIZE - 1;

    private final FastState fast = new FastState();
    private final Tlb loads = new Tlb(fast.words, FastState.LOAD_TAGS, fast.pages, 0);
    private final Tlb stores = new Tlb(fast.words, FastState.STORE_TAGS, fast.pages, Tlb.ENTRIES);
    private final FetchPages fetches = new FetchPages();
    private final Contexts contexts = new Contexts();
    private final MappingFilter codePages = new MappingFilter();
    private final Regime data = new Regime();
    private final Regime fetch = new Regime();
    private final Regime guest = new Regime();
    private final Bus bus;
    private final boolean hardwareAd;
    private PrivilegedState state;
    /** Bits of a register that the hart does not have. */
    private int missingBits;
    private Translator translator;
    private DeviceGate gate;
    private MissObserver observer;
    private AccessObserver accesses;

    private long reservation = NO_RESERVATION;
    private int dataTag;
    private int fetchTag;
    private long fetchSerial;
    /** By {@link PrivilegedState#translationMode}. */
    private final KnownMode[] known = new KnownMode[PrivilegedState.TRANSLATION_MODES];
    // What decides about the loads and stores that are made just now, and about their TLB entries.
    private boolean actsAsGuest;
    private int currentTag;

    /** Sees translations that were not in a TLB. */
    public interface MissObserver {
        /** The TLB for this kind of access did not have the page. */
        void miss(Access access, long va);

        /** An entry of a table was read at that level, 0 being the last. */
        void walked(WalkStage stage, int level, long pteAddress, long pte);
    }

    /**
     * Creates an MMU, to be {@link #connect}ed to a hart.
     * @param hardwareAd whether walks set A and D bits; otherwise they fault where one is missing
     */
    public Mmu(Bus bus, boolean hardwareAd) {
        this.bus = bus;
        this.hardwareAd = hardwareAd;
    }

    /** Connects the hart's privileged state, and whoever must know of device accesses. */
    public void connect(PrivilegedState newState, DeviceGate newGate) {
        state = newState;
        missingBits = Long.SIZE - state.isa().xlen();
        gate = newGate;
        translator = new Translator(state, this, hardwareAd);
        translationChanged();
    }

    /** Lets somebody see TLB misses and walks; null for nobody. */
    public void observe(MissObserver newObserver) {
        observer = newObserver;
        translator.observe(newObserver);
    }

    /** Lets somebody see data accesses; null for nobody. */
    public void observeAccesses(AccessObserver newObserver) {
        accesses = newObserver;
        loads.protectAll();
        stores.protectAll();
    }

    private long canonical(long va) {
        return va << missingBits >> missingBits;
    }

    private long shown(long va) {
        return va << missingBits >>> missingBits;
    }

    /** Tells the observer, who may want the instruction to wait. */
    private void observe(long va, int bytes, boolean reads, boolean writes) {
        if (accesses != null && accesses.holds(shown(va), bytes, reads, writes)) {
            throw state.hold();
        }
    }

    private boolean isObserved(long va, Access access) {
        return accesses != null && accesses.isObserved(shown(va & Tlb.PAGE_MASK), Ram.PAGE_SIZE, access);
    }

    /** Returns the registers and TLBs that engines use directly. */
    public FastState fast() {
        return fast;
    }

    public Bus bus() {
        return bus;
    }

    // ---- contexts ----

    /** Returns what the low bits of a data tag must be now, see {@link Tlb}. */
    public int dataTag() {
        return dataTag;
    }

    /** Returns the number that code fetched now is valid under; it is never used again once something changes. */
    public long fetchSerial() {
        return fetchSerial;
    }

    /** Takes notice of a new mode, or of bits of {@code mstatus} or {@code vsstatus}. */
    public void modeChanged() {
        if (!changeToKnownMode()) {
            findContexts();
            keepMode(state.translationMode());
        }
    }

    /** As {@link #modeChanged}, if what follows from it is known already; if not, nothing is changed. */
    public boolean changeToKnownMode() {
        int place = state.translationMode();
        KnownMode mode = place < 0 ? null : known[place];
        if (mode == null || mode.version != contexts.version()) {
            return false;
        }
        int tag = mode.dataTag;
        dataTag = tag;
        currentTag = tag;
        fast.words[FastState.DATA_TAG] = tag;
        fetchTag = mode.fetchTag;
        fetchSerial = mode.fetchSerial;
        return true;
    }

    private void keepMode(int place) {
        // Where everything is about to be cleared, whoever comes next must find that out.
        if (place < 0 || contexts.isExhausted()) {
            return;
        }
        if (known[place] == null) {
            known[place] = new KnownMode();
        }
        KnownMode mode = known[place];
        mode.version = contexts.version();
        mode.dataTag = dataTag;
        mode.fetchTag = fetchTag;
        mode.fetchSerial = fetchSerial;
    }

    /** Takes notice of a new {@code satp}, or of whatever else translation depends on. */
    public void translationChanged() {
        if (state != null) {
            contexts.changed();
            findContexts();
        }
    }

    private void findContexts() {
        if (contexts.isExhausted()) {
            clearAll();
        }
        data.setData(state);
        // Looking up one may throw out all others, so the tag is asked for at once.
        int place = contexts.find(data);
        dataTag = contexts.tag(place);
        currentTag = dataTag;
        fast.words[FastState.DATA_TAG] = dataTag;
        fetch.setFetch(state);
        if (!fetch.isSame(data)) {
            place = contexts.find(fetch);
        }
        fetchTag = contexts.tag(place);
        fetchSerial = contexts.serial(place);
    }

    private void clearAll() {
        loads.clear();
        stores.clear();
        fetches.clear();
        codePages.clear();
        contexts.restart();
    }

    /** Takes notice of new PMP entries: every cached decision may be wrong. */
    public void protectionChanged() {
        contexts.forgetAll();
        translationChanged();
    }

    /**
     * Drops all translations, and the numbers that were given to contexts: from here on it is as one that has never translated anything, which {@link
     * #fenceAll} does not promise.
     */
    public void forgetTranslations() {
        clearAll();
        translationChanged();
    }

    /** Drops all translations in one stage. */
    public void fenceAll() {
        contexts.forgetSingleStage(-1);
        translationChanged();
    }

    /** As {@link #fenceAll}, of one address space. */
    public void fenceAddressSpace(int asid) {
        contexts.forgetSingleStage(asid);
        translationChanged();
    }

    /** As {@link #fenceAll}, of one address, in all address spaces. */
    public void fenceAddress(long va) {
        drop(va, false);
    }

    /** Drops all translations in two stages of one virtual machine, of one of its address spaces or, if negative, of all. */
    public void fenceFirstStage(int vmid, int asid) {
        contexts.forgetFirstStage(vmid, asid);
        translationChanged();
    }

    /** Drops translations in two stages of one virtual address, of whatever virtual machine. */
    public void fenceFirstStageAddress(long va) {
        drop(va, true);
    }

    /** Drops all translations in two stages, of one virtual machine or, if negative, of all. */
    public void fenceSecondStage(int vmid) {
        contexts.forgetSecondStage(vmid);
        translationChanged();
    }

    private void drop(long address, boolean virtual) {
        long va = canonical(address);
        loads.drop(va, contexts, virtual);
        stores.drop(va, contexts, virtual);
        if (codePages.mayContain(va) && fetches.drop(va, contexts, virtual)) {
            codePages.clear();
            fetches.addTo(codePages);
            contexts.renewSerials();
            translationChanged();
        }
    }

    /** Gives up page arrays for stores: they are to come here from now on. */
    public void protectStores(byte[] page) {
        stores.protect(page);
    }

    /** Gives up all page arrays for stores. */
    public void protectAllStores() {
        stores.protectAll();
    }

    /** Gives up a page array that RAM has replaced. */
    public void forgetPage(byte[] page) {
        loads.protect(page);
        stores.protect(page);
    }

    // ---- accesses ----

    /**
     * Loads from memory or a device.
     * @return the zero-extended value
     * @throws Trap page or access fault; tval is the first address that cannot be read
     */
    public long load(long address, int bytes) {
        long va = canonical(address);
        long pa = loads.find(va, bytes, currentTag);
        if (pa == -1) {
            if ((va & PAGE_OFFSET) + bytes > Ram.PAGE_SIZE) {
                return loadAcross(va, bytes);
            }
            pa = translate(va, bytes, Access.LOAD);
            Bus.Region region = region(pa, bytes, va, Access.LOAD);
            if (region.ram() != null) {
                keepForLoads(va, pa);
            }
        }
        observe(va, bytes, true, false);
        Bus.Region region = bus.find(pa, bytes);
        if (region.ram() == null) {
            long value = region.device().read(region.offset(pa), bytes);
            gate.deviceRead(pa, bytes, value);
            return value;
        }
        setDirectLoads(va, bytes, region.ram(), region.offset(pa));
        return region.ram().read(region.offset(pa), bytes);
    }

    // Both pages are translated before anything is read, so that a fault on the second leaves no trace.
    private long loadAcross(long va, int bytes) {
        int low = Ram.PAGE_SIZE - (int) (va & PAGE_OFFSET);
        ramAt(translate(va, low, Access.LOAD), low, va, Access.LOAD);
        long next = canonical(va + low);
        ramAt(translate(next, bytes - low, Access.LOAD), bytes - low, next, Access.LOAD);
        observe(va, bytes, true, false);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= load(va + i, 1) << 8 * i;
        }
        return value;
    }

    /**
     * Stores to memory or a device.
     * @throws Trap page or access fault; tval is the first address that cannot be written
     */
    public void store(long address, int bytes, long value) {
        long va = canonical(address);
        long pa = stores.find(va, bytes, currentTag);
        if (pa == -1) {
            if ((va & PAGE_OFFSET) + bytes > Ram.PAGE_SIZE) {
                storeAcross(va, bytes, value);
                return;
            }
            pa = translate(va, bytes, Access.STORE);
            Bus.Region region = region(pa, bytes, va, Access.STORE);
            if (region.ram() != null) {
                keepForStores(va, pa);
            }
        }
        observe(va, bytes, false, true);
        Bus.Region region = bus.find(pa, bytes);
        if (region.ram() == null) {
            region.device().write(region.offset(pa), bytes, value);
            gate.deviceWritten(pa, bytes, value);
            return;
        }
        Ram ram = region.ram();
        long offset = region.offset(pa);
        boolean isGuarded = ram.isGuarded(offset, bytes);
        // The store comes first: it may replace a shared page.
        ram.write(offset, bytes, value);
        if (!isGuarded) {
            setDirectStores(va, bytes, ram, offset);
        }
    }

    private void keepForLoads(long va, long pa) {
        if (isWhole(pa)) {
            loads.put(va, currentTag, pa, translator.pageShift());
        }
    }

    private void setDirectLoads(long va, int bytes, Ram ram, long offset) {
        if (!isObserved(va, Access.LOAD) && loads.find(va, bytes, currentTag) != -1) {
            loads.setDirect(va, ram.pageForReads((int) (offset >>> Ram.PAGE_SHIFT)));
        }
    }

    private void keepForStores(long va, long pa) {
        if (isWhole(pa)) {
            stores.put(va, currentTag, pa, translator.pageShift());
        }
    }

    private void setDirectStores(long va, int bytes, Ram ram, long offset) {
        if (!isObserved(va, Access.STORE) && stores.find(va, bytes, currentTag) != -1) {
            int page = (int) (offset >>> Ram.PAGE_SHIFT);
            stores.setGuarded(va, ram.pageForStores(page), ram.guardedLines(page));
        }
    }

    private void storeAcross(long va, int bytes, long value) {
        int low = Ram.PAGE_SIZE - (int) (va & PAGE_OFFSET);
        ramAt(translate(va, low, Access.STORE), low, va, Access.STORE);
        long next = canonical(va + low);
        ramAt(translate(next, bytes - low, Access.STORE), bytes - low, next, Access.STORE);
        observe(va, bytes, false, true);
        for (int i = 0; i < bytes; i++) {
            store(va + i, 1, value >>> 8 * i);
        }
    }

    /**
     * Returns the physical address of RAM for an atomic access.
     * @throws Trap if it is misaligned, not mapped, not allowed, or a device's: devices know no atomics
     */
    public long atomic(long address, int bytes, Access access) {
        long va = canonical(address);
        if ((va & bytes - 1) != 0) {
            throw fault(access.misaligned(), va, access);
        }
        long pa = (access == Access.LOAD ? loads : stores).find(va, bytes, currentTag);
        if (pa == -1) {
            pa = translate(va, bytes, access);
            ramAt(pa, bytes, va, access);
            if (access == Access.STORE) {
                keepForStores(va, pa);
            } else {
                keepForLoads(va, pa);
            }
        }
        observe(va, bytes, true, access == Access.STORE);
        if (!(access == Access.LOAD ? loads : stores).isDirect(va)) {
            setDirect(va, bytes, pa, access);
        }
        return pa;
    }

    private void setDirect(long va, int bytes, long pa, Access access) {
        Bus.Region region = bus.find(pa, bytes);
        if (access == Access.STORE) {
            setDirectStores(va, bytes, region.ram(), region.offset(pa));
        } else {
            setDirectLoads(va, bytes, region.ram(), region.offset(pa));
        }
    }

    /** Reserves memory for a store-conditional. */
    public void reserve(long pa) {
        reservation = pa;
    }

    /** Tells whether memory is still reserved; it is not any more afterwards. */
    public boolean takeReservation(long pa) {
        boolean held = reservation == pa;
        reservation = NO_RESERVATION;
        return held;
    }

    /** Gives up the reservation, as when another hart runs. */
    public void dropReservation() {
        reservation = NO_RESERVATION;
    }

    /**
     * Returns the physical address of code.
     * @throws Trap if it cannot be fetched; devices hold no code
     */
    public long fetch(long address) {
        long va = canonical(address);
        long known = fetches.find(va, fetchTag);
        if (known != -1) {
            if (!state.pmp().allows(known, 2, Access.FETCH, state.mode())) {
                throw fault(Access.FETCH.accessFault(), va, Access.FETCH);
            }
            return known;
        }
        long pa = translate(va, 2, Access.FETCH);
        ramAt(pa, 2, va, Access.FETCH);
        keepFetch(va, pa);
        return pa;
    }

    /** Returns the physical address of code in a page that has been fetched from, as it is mapped now, and is not divided by PMP; else -1. */
    public long fetched(long va) {
        long known = fetches.find(va, fetchTag);
        return known != -1 && isWhole(known) ? known : -1;
    }

    /** Tells whether what PMP says about a physical address holds for its whole page. */
    public boolean isWhole(long pa) {
        return state.pmp().isUniform(pa & Tlb.PAGE_MASK, Ram.PAGE_SIZE);
    }

    /** Returns the bytes of the instruction that was just executed at an address, for an onlooker; 0 if they cannot be found. */
    public int instructionAt(long va) {
        long first = peek(va);
        if (first == -1 || !bus.answers(first, 2)) {
            return 0;
        }
        int low = (int) bus.read(first, 2);
        if ((low & 3) != 3) {
            return low;
        }
        long second = (va & PAGE_OFFSET) + 2 < Ram.PAGE_SIZE ? first + 2 : peek(va + 2);
        return second == -1 || !bus.answers(second, 2) ? 0 : low | (int) bus.read(second, 2) << 16;
    }

    private void keepFetch(long va, long pa) {
        if (fetches.isFull()) {
            fetches.clear();
            codePages.clear();
            contexts.renewSerials();
            translationChanged();
        }
        codePages.add(va, translator.pageShift());
        fetches.put(va, fetchTag, pa, translator.pageShift());
    }

    private Bus.Region region(long pa, int bytes, long va, Access access) {
        Bus.Region region = bus.find(pa, bytes);
        if (region == null || region.ram() == null && !region.device().accepts(region.offset(pa), bytes)) {
            throw fault(access.accessFault(), va, access);
        }
        return region;
    }

    private Bus.Region ramAt(long pa, int bytes, long va, Access access) {
        Bus.Region region = bus.find(pa, bytes);
        if (region == null || region.ram() == null) {
            throw fault(access.accessFault(), va, access);
        }
        return region;
    }

    /**
     * Translates an address of the current context, by the tables and not by what is cached, and checks PMP. A bits, D bits and page faults
     * are as if the access happened.
     * @param bytes within the page
     */
    private long translate(long va, int bytes, Access access) {
        if (observer != null) {
            observer.miss(access, shown(va));
        }
        Regime regime = regime(access);
        Translator.Outcome outcome = translator.translate(regime, va, access);
        if (outcome != Translator.Outcome.MAPPED) {
            throw refusal(outcome, va, access);
        }
        long pa = translator.pa();
        if (!state.pmp().allows(pa, bytes, access, regime.mode)) {
            throw fault(access.accessFault(), va, access);
        }
        return pa;
    }

    private Regime regime(Access access) {
        if (access == Access.FETCH) {
            fetch.setFetch(state);
            return fetch;
        }
        if (actsAsGuest) {
            return guest;
        }
        data.setData(state);
        return data;
    }

    private Trap refusal(Translator.Outcome outcome, long va, Access access) {
        return switch (outcome) {
            case MAPPED -> throw new IllegalStateException("nothing was refused");
            case PAGE_FAULT -> fault(access.pageFault(), va, access);
            case ACCESS_FAULT -> fault(access.accessFault(), va, access);
            case GUEST_PAGE_FAULT -> state.guestPageFault(access.guestPageFault(), shown(va), translator.gpa(), 0);
            case GUEST_PAGE_FAULT_READING_TABLE ->
                state.guestPageFault(access.guestPageFault(), shown(va), translator.gpa(), Trap.READ_FOR_TRANSLATION);
            case GUEST_PAGE_FAULT_WRITING_TABLE ->
                state.guestPageFault(access.guestPageFault(), shown(va), translator.gpa(), Trap.WRITE_FOR_TRANSLATION);
        };
    }

    private Trap fault(Cause cause, long va, Access access) {
        return regime(access).isVirtual() ? state.guestFault(cause, shown(va)) : state.trap(cause, shown(va));
    }

    // ---- a guest's memory, as its hypervisor sees it ----

    /**
     * Loads as the guest would, by both stages.
     * @param code whether the right to execute is needed instead of the right to read
     * @return the zero-extended value
     * @throws Trap as {@link #load} in virtualization mode
     */
    public long loadGuest(long va, int bytes, boolean code) {
        actAsGuest(code);
        try {
            return load(va, bytes);
        } finally {
            actAsMyself();
        }
    }

    /**
     * Stores as the guest would, by both stages.
     * @throws Trap as {@link #store} in virtualization mode
     */
    public void storeGuest(long va, int bytes, long value) {
        actAsGuest(false);
        try {
            store(va, bytes, value);
        } finally {
            actAsMyself();
        }
    }

    private void actAsGuest(boolean code) {
        if (contexts.isExhausted()) {
            clearAll();
        }
        guest.setGuest(state, code);
        currentTag = contexts.tag(contexts.find(guest));
        actsAsGuest = true;
    }

    private void actAsMyself() {
        actsAsGuest = false;
        // Finding the guest's context may have thrown out all others.
        translationChanged();
    }

    // ---- onlookers ----

    /**
     * Translates an address for an onlooker such as a debugger, as a load of the current mode would be; nothing is changed.
     * @return the physical address, or -1 if it is not mapped
     */
    public long peek(long va) {
        return peek(va, state.mode(), state.isVirtual());
    }

    /** As {@link #peek(long)}, as a load of another mode would be. */
    public long peek(long va, int mode, boolean virtual) {
        Regime regime = new Regime();
        regime.setOnlooker(state, mode, virtual);
        return peek(va, regime);
    }

    /** As {@link #peek(long)}, as a load of another mode would be, by other tables of the first or only stage. */
    public long peek(long va, int mode, boolean virtual, long satp) {
        Regime regime = new Regime();
        regime.setOnlooker(state, mode, virtual);
        regime.satp = satp;
        return peek(va, regime);
    }

    private long peek(long va, Regime regime) {
        Translator onlooker = new Translator(state, new Onlooker(), true);
        return onlooker.translate(regime, canonical(va), Access.LOAD) == Translator.Outcome.MAPPED ? onlooker.pa() : -1;
    }

    /** Page tables that nothing writes to. */
    private final class Onlooker implements TableMemory {
        @Override
        public boolean canRead(long pa, int bytes) {
            return Mmu.this.canRead(pa, bytes);
        }

        @Override
        public boolean canWrite(long pa, int bytes) {
            return true;
        }

        @Override
        public long readPte(long pa, int bytes) {
            long pte = bus.peek(pa, bytes);
            // No walk is to stop for want of A and D bits.
            return (pte & Pte.V) != 0 && Pte.isLeaf(pte) ? pte | Pte.A | Pte.D : pte;
        }

        @Override
        public void writePte(long pa, int bytes, long pte) {
            // An onlooker leaves no A bits behind.
        }
    }

    // ---- page tables in physical memory ----

    @Override
    public boolean canRead(long pa, int bytes) {
        return isRam(pa, bytes) && state.pmp().allows(pa, bytes, Access.LOAD, S);
    }

    @Override
    public boolean canWrite(long pa, int bytes) {
        return isRam(pa, bytes) && state.pmp().allows(pa, bytes, Access.STORE, S);
    }

    private boolean isRam(long pa, int bytes) {
        Bus.Region region = bus.find(pa, bytes);
        return region != null && region.ram() != null;
    }

    @Override
    public long readPte(long pa, int bytes) {
        return bus.read(pa, bytes);
    }

    @Override
    public void writePte(long pa, int bytes, long pte) {
        bus.write(pa, bytes, pte);
    }

    // ---- state ----

    @Override
    public void exchange(StateExchange exchange) {
        exchange.part("contexts", contexts);
        exchange.part("loads", loads);
        exchange.part("stores", stores);
        exchange.part("fetches", fetches);
        reservation = exchange.number("reservation", reservation);
        dataTag = exchange.number("dataTag", dataTag, 0, Contexts.MAX_TAG);
        fetchTag = exchange.number("fetchTag", fetchTag, 0, Contexts.MAX_TAG);
        if (exchange.isRestoring()) {
            fast.words[FastState.DATA_TAG] = dataTag;
            currentTag = dataTag;
            fetchSerial = contexts.serialOf(fetchTag);
            codePages.clear();
            fetches.addTo(codePages);
        }
        if (exchange.isRestoring() && !exchange.isGoingBack()) {
            // A forged state must not lead outside of memory.
            loads.keepOnly(this::isPage);
            stores.keepOnly(this::isPage);
            fetches.keepOnly(this::isPage);
        }
    }

    private boolean isPage(long pa) {
        Bus.Region region = bus.find(pa, Ram.PAGE_SIZE);
        return region != null && region.ram() != null;
    }
}
