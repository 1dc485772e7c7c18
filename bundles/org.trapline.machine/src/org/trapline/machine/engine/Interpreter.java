// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.stream.LongStream;
import org.trapline.isa.Cause;
import org.trapline.isa.Decoder;
import org.trapline.isa.Extension;
import org.trapline.isa.kernel.FloatState;
import org.trapline.machine.hart.Engine;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.jit.Binding;
import org.trapline.machine.jit.CompiledRegion;
import org.trapline.machine.kernel.Control;
import org.trapline.machine.kernel.Memory;
import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.mmu.FastState;
import org.trapline.machine.mmu.Mmu;
import org.trapline.machine.mmu.Tlb;
import org.trapline.machine.privileged.PlainCsr;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.privileged.Trap;
import org.trapline.trace.EventKind;

/**
 * Runs decoded blocks, one {@link Node} after the other. Time is kept per block, as the cycles that remain after it; the hart's own count is
 * brought up to date only where somebody could look at it. Here is what goes from block to block, and everything that is rare.
 */
public final class Interpreter implements Engine {
    /** {@link #patience} as a rule: a class is worth its while if it is used much more often than HotSpot needs to compile it. */
    static final int PATIENCE = 20_000;

    /** Pages of the TLBs, see {@link FastState#pages}. */
    final byte[][] pages;
    /** Blocks by their address, see {@link BlockCache#jumps}. */
    final Block[] jumps;
    /** The regions that indirect jumps have led to, see {@link Entrance#index}; null if nothing is compiled. */
    final Entrance[] entrances;
    /** What a block must be valid under now. */
    long context;
    /** Cycles from the end of the present block to the deadline. */
    long remaining;

    /** What {@code fcsr} holds. */
    final FloatState floats;
    /** How often a block is executed step by step before that is made faster. */
    final int patience;

    private long deadline;
    /** Until when to execute; the deadline may be earlier, for a look at what is executed. */
    private long end;
    /** What {@link #remaining} is to be, but for the instructions executed, after a compiled region. */
    private long leftBefore;
    private final Hart hart;
    private final Mmu mmu;
    private final PrivilegedState state;
    private final Breakpoints breakpoints = new Breakpoints();
    private final BlockCache blocks;
    private final SystemInstructions instructions;
    private final boolean compressed;
    /** Bits of a register that the hart does not have. */
    private final int missingBits;
    /** Compiled code; null if there is to be none. */
    private final Regions regions;
    /** What compiled code calls. */
    final RegionRunner runner;

    /** Creates the interpreter of a hart. */
    public Interpreter(Hart hart) {
        this(hart, null, PATIENCE);
    }

    /**
     * Creates the engine of a hart.
     * @param options  how to compile what takes the time; null for only interpreting
     * @param patience how often a block is executed step by step before that is made faster
     */
    Interpreter(Hart hart, JitOptions options, int patience) {
        this.patience = patience;
        this.hart = hart;
        this.mmu = hart.mmu();
        this.state = hart.state();
        Decoder decoder = new Decoder(state.isa());
        this.instructions = new SystemInstructions(this, hart, decoder);
        this.compressed = state.isa().has(Extension.C);
        this.missingBits = Long.SIZE - state.isa().xlen();
        this.blocks = new BlockCache(new BlockDecoder(this, decoder, state.isa()), breakpoints);
        pages = mmu.fast().pages;
        floats = state.floats();
        jumps = blocks.jumps;
        regions = options == null ? null : new Regions(this, options);
        entrances = options == null ? null : Entrance.table();
        runner = new RegionRunner(this);
    }

    /**
     * Returns an address as blocks have it: one of RV32 as registers hold it, with copies of its sign above, so that links need no conversion and
     * a jump by a register may simply add. Outside of the engine, a pc has 32 bits there.
     */
    long canonical(long pc) {
        return pc << missingBits >> missingBits;
    }

    /** Returns an address as everybody else has it. */
    long shown(long pc) {
        return pc << missingBits >>> missingBits;
    }

    /** Tells whether there are instructions of two bytes. */
    boolean isCompressed() {
        return compressed;
    }

    @Override
    public long codeOverwritten(Ram ram, int pageIndex, int at, int length) {
        long before = overwrittenBlocks();
        long left = blocks.codeOverwritten(ram, pageIndex, at, length);
        if (overwrittenBlocks() != before) {
            hart.attend();
        }
        return left;
    }

    @Override
    public void setBreakpoints(long[] addresses) {
        for (long changed : breakpoints.replace(LongStream.of(addresses).map(this::canonical).sorted().toArray())) {
            blocks.dropAt(changed);
        }
    }

    @Override
    public void run() {
        boolean traces = hart.tracesInstructions();
        while (!hart.hasAttention() && hart.cycle() < hart.deadline()) {
            interpret(traces ? cut(canonical(hart.pc()), 1, breakpoints) : enter(canonical(hart.pc())), traces);
        }
    }

    /** Executes from a block on, unless it is null; if instructions are traced, only the one that the block consists of. */
    private void interpret(Block first, boolean traces) {
        if (first == null) {
            return;
        }
        if (!traces) {
            interpret(first, hart.deadline());
            return;
        }
        long word = word(first, 0);
        long before = hart.instret();
        interpret(first, hart.cycle() + Math.max(1, first.count));
        if (hart.instret() != before) {
            hart.record(EventKind.INSTRUCTION, shown(first.pc), word, 0, 0, 0);
        }
    }

    /** Returns the instruction that an operation was made from. */
    private long word(Block block, int index) {
        long pa = block.pa + (block.pcOf(index) - block.pc);
        long low = mmu.bus().read(pa, 2);
        if (!block.isWide(index)) {
            return low;
        }
        return low | mmu.bus().read(block.secondPa == Block.NO_SECOND_PAGE ? pa + 2 : block.secondPa, 2) << 16;
    }

    /** Executes blocks until the given cycle, or until something must be looked at; then the hart's pc and cycle count are right. */
    private void interpret(Block first, long until) {
        end = until;
        setDeadline();
        context = mmu.fetchSerial();
        long[] x = hart.x();
        Node node = start(first);
        while (node != null) {
            node = node.execute(x);
        }
    }

    // ---- from block to block ----

    /** Tells whether a block is valid now and there is time for all of it; if so, that time is taken. */
    boolean admits(Block to) {
        return to.context == context && (remaining -= to.count) >= 0;
    }

    /** Returns the first step of a block that is valid now; of fewer of its instructions if time runs out before its end. */
    Node start(Block block) {
        remaining -= block.count;
        if (remaining < 0 && deadline != end) {
            postpone(block);
        }
        if (remaining >= 0) {
            return block.first;
        }
        int instructions = (int) (remaining + block.count);
        remaining = 0;
        arrive(block.pc, deadline - instructions);
        Block part = instructions == 0 ? null : cut(block.pc, instructions, breakpoints);
        if (part == null) {
            return null;
        }
        // It may end earlier: what the block goes on after, in the mode it was decoded in, may end one in this.
        remaining = instructions - part.count;
        return part.first;
    }

    /** Sets the deadline, seen from the hart's cycle. */
    private void setDeadline() {
        // A state that was forged may have any cycle: only differences count.
        long left = end - hart.cycle();
        remaining = regions == null ? left : Math.min(left, regions.interval());
        deadline = hart.cycle() + remaining;
    }

    /** Sets a later deadline, as the time up to a look at what is executed is over: that is a block. */
    private void postpone(Block block) {
        regions.sample(block);
        long more = Math.min(end - deadline, regions.interval() + block.count);
        deadline += more;
        remaining += more;
    }

    // ---- compiled code ----

    /** Returns how many blocks are decoded. */
    int decodedBlocks() {
        return blocks.count();
    }

    /** Returns how many blocks have been dropped because they were overwritten. */
    long overwrittenBlocks() {
        return blocks.overwritten();
    }

    /** Returns how many compiled regions there are. */
    public int compiledRegions() {
        return regions == null ? 0 : regions.count();
    }

    /** Tells whether what is executed is in so many places that regions are small. */
    boolean makesSmallRegions() {
        return regions.isScattered();
    }

    /** Returns the cycles there are for a compiled region that starts with a block for which there is time. */
    long room(Block block) {
        return end - deadline + remaining + block.count;
    }

    /** Returns the cycle that the block being executed ends with. */
    long cycle() {
        return deadline - remaining;
    }

    /** Makes the end the deadline. */
    void enterRegion(Block block) {
        leftBefore = remaining + block.count;
        deadline = end;
    }

    /** Makes the deadline what it was before a compiled region, but for the time that that took. */
    void leaveRegion(long remainingNow) {
        remaining = Math.min(leftBefore, end - deadline + remainingNow);
        deadline += remaining - remainingNow;
    }

    /** Goes on at a region's way out. */
    Node follow(Region region, int exit) {
        Block to = find(region.pcOf(exit));
        if (to == null) {
            return null;
        }
        region.link(exit, to);
        return start(to);
    }

    /** Brings into use what has been compiled, and gives up a region if there is no hope for it. */
    void lookAfter(Region region) {
        regions.look();
        if (region.isHopeless()) {
            regions.giveUp(region);
        }
    }

    /** Takes notice that a region has led to a block that none starts with. */
    void arrived(Block block) {
        if (++block.arrivals >= Regions.ARRIVALS) {
            block.arrivals = 0;
            regions.arrived(block);
        }
    }

    void hopped(Region from, Block to) {
        regions.hopped(from, to);
    }

    /** Takes notice that a region has been taken out of use. */
    void dropped(Region region) {
        regions.dropped(region);
    }

    /** Tells whether something asked for at a time, see {@link #samples}, is still awaited. */
    boolean isAskedLately(int lastAsked) {
        return regions.isAskedLately(lastAsked);
    }

    /** Returns how often it was looked at what is executed. */
    int samples() {
        return regions.samples();
    }

    /** Takes notice that HotSpot has done with a region what it can, or has undone it. */
    void ripened(Region region) {
        regions.ripened(region);
    }

    /** Has a region compiled again, larger; returns whether there was time for that. */
    boolean widen(Region region) {
        return regions.widen(region);
    }

    /** Has a region compiled again, for something has been learnt that it does not know. */
    void remake(Region region) {
        regions.remake(region);
    }

    /** Tells whether a page has been fetched from as it is mapped now, and is where it is said to be. */
    boolean isFetched(long va, long pa) {
        return mmu.fetched(va) == pa;
    }

    long[] x() {
        return hart.x();
    }

    /** Returns the low bits of the TLB tags that are valid now. */
    long dataTag() {
        return hart.x()[FastState.DATA_TAG];
    }

    /** Returns what compiled code works on. */
    Binding binding() {
        return new Binding(hart.x(), pages, runner, mmu, state);
    }

    /** Returns the block at an address if it has been executed; null if not. */
    Block blockAt(long pc) {
        return blocks.peek(mmu, pc);
    }

    /** Carries out an access in the middle of a block that the TLBs have no page for, and goes on after it. */
    Node accessAndGoOn(Block block, int index) {
        return access(block, index) ? block.steps.from(index + 1) : null;
    }

    // ---- from block to block, where that is not known yet ----

    /** Goes on where a branch leads that is taken, which is not known yet or not valid, or for which there is no time. */
    Node take(BranchNodes.Exit exit) {
        Block to = exit.taken;
        if (to.context == context) {
            remaining += to.count;
            return start(to);
        }
        to = find(exit.block.target);
        if (to == null) {
            return null;
        }
        exit.taken = to;
        return start(to);
    }

    /** As {@link #take}, where a branch is not taken or a block just ends. */
    Node fallThrough(BranchNodes.Exit exit) {
        Block to = exit.fallThrough;
        if (to.context == context) {
            remaining += to.count;
            return start(to);
        }
        to = find(exit.block.end);
        if (to == null) {
            return null;
        }
        exit.fallThrough = to;
        return start(to);
    }

    /** Goes on at an address. */
    Node jump(long to) {
        long pc = canonical(to);
        Block found = jumps[BlockCache.jumpIndex(pc)];
        if (found.pc == pc && found.context == context) {
            remaining += found.count;
            return start(found);
        }
        Block next = find(pc);
        return next == null ? null : start(next);
    }

    /** Returns the block that follows the one just executed; null if there is none because that trapped. */
    private Block find(long pc) {
        arrive(pc, deadline - remaining);
        return enter(pc);
    }

    /** Returns the block at an address; null if there is none because that trapped, which has been taken care of. */
    private Block enter(long pc) {
        try {
            Block found = blocks.find(mmu, pc);
            // Looking it up may have put an end to all that was valid.
            context = mmu.fetchSerial();
            return found;
        } catch (Trap trap) {
            hart.takeException(trap.cause(), trap.value());
            return null;
        }
    }

    /** Returns a block of so few instructions, for one use; null if fetching it trapped, which has been taken care of. */
    private Block cut(long pc, int instructions, Breakpoints stops) {
        try {
            return blocks.cut(mmu, pc, instructions, stops);
        } catch (Trap trap) {
            hart.takeException(trap.cause(), trap.value());
            return null;
        }
    }

    private void arrive(long pc, long cycle) {
        hart.setPc(shown(pc));
        hart.setCycle(cycle);
    }

    // ---- out of line ----

    /** Brings the hart's time and pc up to an operation that is about to be executed. */
    void arriveAt(Block block, int index) {
        arrive(block.pcOf(index), deadline - remaining - block.count + index);
    }

    /**
     * Does a load, store or atomic operation the long way.
     * @return whether the block can go on; otherwise it trapped, or something happened that must be looked at
     */
    boolean access(Block block, int index) {
        long op = block.code[index];
        int opcode = Op.opcode(op);
        long[] x = hart.x();
        int size = Op.storeSize(opcode);
        if (size != 0 && storeBesideGuarded(x, x[Op.rs1(op)] + Op.imm(op), size, x[Op.rs2(op)])) {
            block.guarded |= 1L << index;
            return true;
        }
        arriveAt(block, index);
        try {
            if (Op.isFloat(opcode)) {
                accessFloat(opcode, op, x);
            } else if (opcode >= Op.FIRST_ATOMIC) {
                x[Op.rd(op)] = Atomics.run(mmu, opcode, x[Op.rs1(op)], x[Op.rs2(op)]);
            } else if (opcode >= Op.SB) {
                store(opcode, x[Op.rs1(op)] + Op.imm(op), x[Op.rs2(op)]);
            } else {
                x[Op.rd(op)] = load(opcode, x[Op.rs1(op)] + Op.imm(op));
            }
        } catch (Trap trap) {
            hart.takeException(trap.cause(), trap.value());
            return false;
        }
        if (!hart.hasAttention()) {
            return true;
        }
        arrive(block.pcOf(index + 1), hart.cycle() + 1);
        return false;
    }

    /** Stores to a page that some lines of are guarded, if the TLB has it, and those are not meant. */
    private boolean storeBesideGuarded(long[] x, long va, int size, long value) {
        int entry = Tlb.index(va);
        int at = (int) va & Ram.PAGE_SIZE - 1;
        if (x[FastState.STORE_TAGS + entry] != (va + size - 1 & Tlb.PAGE_MASK | x[FastState.DATA_TAG] | Tlb.GUARDED)
            || (x[FastState.GUARDS + entry] & Ram.lines(at, size)) != 0) {
            return false;
        }
        LittleEndian.put(pages[Tlb.ENTRIES + entry], at, size, value);
        return true;
    }

    private void accessFloat(int opcode, long op, long[] x) {
        long va = x[Op.rs1(op)] + Op.imm(op);
        if (opcode >= Op.FSW) {
            store(opcode, va, x[Op.rs2(op)]);
            return;
        }
        x[Op.rd(op)] = load(opcode, va);
        if (!floats.ready) {
            state.floatDirty();
        }
    }

    /** Tells whether floating-point instructions are illegal because the unit is switched off. */
    boolean isFloatOff() {
        return state.isFloatOff();
    }

    /** Notes that a floating-point register or flag has changed. */
    void floatDirty() {
        state.floatDirty();
    }

    /** Takes the trap of an instruction that is legal only in other states of the hart; the block does not go on. */
    boolean illegal(Block block, int index) {
        arriveAt(block, index);
        hart.takeException(Cause.ILLEGAL_INSTRUCTION, word(block, index));
        return false;
    }

    long load(int opcode, long va) {
        return switch (opcode) {
            case Op.LB -> Memory.lb(mmu, va);
            case Op.LH -> Memory.lh(mmu, va);
            case Op.LW -> Memory.lw(mmu, va);
            case Op.LD -> Memory.ld(mmu, va);
            case Op.LBU -> Memory.lbu(mmu, va);
            case Op.LHU -> Memory.lhu(mmu, va);
            case Op.LWU -> Memory.lwu(mmu, va);
            case Op.FLW -> Memory.flw(mmu, va);
            case Op.FLD -> Memory.fld(mmu, va);
            default -> throw new IllegalStateException("opcode " + opcode + " is no load");
        };
    }

    void store(int opcode, long va, long value) {
        switch (opcode) {
            case Op.SB -> Memory.sb(mmu, va, value);
            case Op.SH -> Memory.sh(mmu, va, value);
            case Op.SW -> Memory.sw(mmu, va, value);
            case Op.SD -> Memory.sd(mmu, va, value);
            case Op.FSW -> Memory.fsw(mmu, va, value);
            case Op.FSD -> Memory.fsd(mmu, va, value);
            default -> throw new IllegalStateException("opcode " + opcode + " is no store");
        }
    }

    /** Takes the trap of the jump at the end of a block. */
    Node misaligned(Block block, long target) {
        arriveAt(block, block.count - 1);
        hart.takeException(Cause.INSTRUCTION_ADDRESS_MISALIGNED, shown(target));
        return null;
    }

    // ---- the privileged state ----

    /** Executes an instruction that orders accesses. */
    void fence(int opcode) {
        instructions.fence(opcode);
    }

    /** Tells whether the hart would refuse now to execute a system instruction. */
    boolean isRefused(long op) {
        return instructions.refusal(op) != null;
    }

    /** Returns the access to a register that only keeps what is written to it, of a CSR instruction in the present mode; null if it is another. */
    PlainCsr plainCsr(int word) {
        return state.plainCsr(CsrWord.csr(word), CsrWord.writes(word));
    }

    /** As {@link #plainCsr}, with one that cannot be reached in place of null. */
    PlainCsr plainCsrOrNone(int word) {
        PlainCsr csr = plainCsr(word);
        return csr != null ? csr : PlainCsr.unreachable(state);
    }

    /** Does an access to a CSR the long way; returns as {@link #access}. */
    boolean accessCsr(Block block, int index) {
        arriveAt(block, index);
        long op = block.code[index];
        Cause refusal = instructions.refusal(op);
        if (refusal != null) {
            hart.takeException(refusal, Op.imm(op) & 0xffff_ffffL);
            return false;
        }
        try {
            hart.x()[Op.rd(op)] = instructions.csr(Op.imm(op), hart.x()[CsrWord.register(Op.imm(op))]);
        } catch (Trap trap) {
            take(trap, Op.imm(op));
            return false;
        }
        if (!hart.hasAttention()) {
            return true;
        }
        arrive(block.pcOf(index + 1), hart.cycle() + 1);
        return false;
    }

    /** Brings the hart's time and pc up to a gate. */
    private void arriveAt(TrapNodes.Gate gate) {
        arrive(gate.pc, deadline - remaining - 1);
    }

    /** Takes the trap of an environment call. */
    void ecall(TrapNodes.Gate gate) {
        arriveAt(gate);
        hart.takeException(Control.ecall(state), 0);
    }

    /** As {@link #ecall}, if nobody is concerned but guest code. */
    boolean quickEcall(TrapNodes.Gate gate) {
        Cause cause = Control.ecall(state);
        if (!hart.isQuick(cause)) {
            return false;
        }
        arriveAt(gate);
        hart.takeQuickly(cause, 0);
        return true;
    }

    /** As {@link #quickEcall}, for the trap of an instruction that is refused without being tried. */
    boolean quickRefusal(TrapNodes.Gate gate) {
        Cause refusal = instructions.refusal(gate.op);
        if (refusal == null || !hart.isQuick(refusal)) {
            return false;
        }
        arriveAt(gate);
        hart.takeQuickly(refusal, Op.imm(gate.op) & 0xffff_ffffL);
        return true;
    }

    /** Executes {@code mret} or {@code sret}. */
    void returnFromTrap(TrapNodes.Gate gate, boolean machine) {
        arriveAt(gate);
        Cause refusal = returnRefusal(machine);
        if (refusal != null) {
            hart.takeException(refusal, Op.imm(gate.op) & 0xffff_ffffL);
            return;
        }
        int from = hart.shownMode();
        long to = returnFromTrap(machine);
        mmu.modeChanged();
        hart.traceMode(from, to);
        arrive(to, hart.cycle() + 1);
    }

    /** As {@link #returnFromTrap}, if it is legal and nobody watches. */
    boolean quickReturn(TrapNodes.Gate gate, boolean machine) {
        if (returnRefusal(machine) != null || hart.watchesTraps()) {
            return false;
        }
        arrive(returnFromTrap(machine), deadline - remaining);
        return true;
    }

    private Cause returnRefusal(boolean machine) {
        return machine ? Control.mretRefusal(state) : Control.sretRefusal(state);
    }

    private long returnFromTrap(boolean machine) {
        return machine ? Control.mret(state) : Control.sret(state);
    }

    /**
     * Returns the block at the hart's pc, where a gate has led, if it is the same as the last time and nothing must be looked at. The hart's mode is
     * another, which the MMU has not been told yet.
     */
    Block arrived(TrapNodes.Gate gate) {
        if (!mmu.changeToKnownMode() || hart.hasAttention()) {
            return Block.NONE;
        }
        context = mmu.fetchSerial();
        return gate.last.pc == canonical(hart.pc()) ? gate.last : Block.NONE;
    }

    /** Tells the MMU the mode that a gate has led to. */
    void tellMode() {
        mmu.modeChanged();
    }

    /** Tells whether the hart is at a block and nothing must be looked at. */
    boolean isAt(Block block) {
        context = mmu.fetchSerial();
        remaining = deadline - hart.cycle();
        return block.pc == canonical(hart.pc()) && !hart.hasAttention();
    }

    /** Goes on where a gate has led. */
    Node goOn(TrapNodes.Gate gate) {
        Block to = there();
        if (to == null) {
            return null;
        }
        gate.last = to;
        return start(to);
    }

    /** Goes on at the hart's pc. */
    Node goOn() {
        Block to = there();
        return to == null ? null : start(to);
    }

    /** Returns the block at the hart's pc; null if the engine must look at the hart. */
    Block there() {
        remaining = deadline - hart.cycle();
        if (hart.hasAttention() || end - hart.cycle() <= 0) {
            return null;
        }
        if (remaining <= 0) {
            setDeadline();
        }
        context = mmu.fetchSerial();
        return enter(canonical(hart.pc()));
    }

    /**
     * Executes the CSR instruction at the end of a part of a compiled region.
     * @param left   cycles from the end of the part to the end
     * @param source what rs1 holds
     * @return whether the region can go on, as {@link org.trapline.machine.jit.RegionHost#endWithCsr}; {@link CompiledRegion#SYSTEM} if nothing was done
     */
    int csrInRegion(Block block, long left, long source) {
        int index = block.code.length - 1;
        long op = block.code[index];
        remaining = left;
        arriveAt(block, index);
        if (instructions.refusal(op) != null) {
            return CompiledRegion.SYSTEM;
        }
        long cycle = hart.cycle();
        long tag = dataTag();
        boolean ready = floats.ready;
        try {
            runner.result = instructions.csr(Op.imm(op), source);
        } catch (Trap trap) {
            // It has changed nothing, and traps again where the region is left.
            return CompiledRegion.SYSTEM;
        }
        boolean goesOn = !hart.hasAttention() && hart.cycle() == cycle && mmu.fetchSerial() == context && dataTag() == tag
            && floats.ready == ready;
        return goesOn ? CompiledRegion.DONE : CompiledRegion.DONE_AND_LEFT;
    }

    /** Goes on after a CSR instruction that a compiled region has ended with. */
    Node goOnAfter(Block block) {
        arrive(block.end, hart.cycle() + 1);
        return goOn();
    }

    /** Executes the last operation of a block, one of {@link Op#FIRST_SYSTEM} or higher that has no step of its own. */
    void system(Block block) {
        int index = block.code.length - 1;
        long op = block.code[index];
        arriveAt(block, index);
        Cause refusal = instructions.refusal(op);
        if (refusal != null) {
            hart.takeException(refusal, Op.imm(op) & 0xffff_ffffL);
            return;
        }
        try {
            arrive(instructions.execute(op, block), hart.cycle() + 1);
        } catch (Trap trap) {
            take(trap, Op.imm(op));
        }
    }

    private void take(Trap trap, int word) {
        Cause cause = trap.cause();
        boolean tellsWord = cause == Cause.ILLEGAL_INSTRUCTION || cause == Cause.VIRTUAL_INSTRUCTION;
        hart.takeException(cause, tellsWord ? word & 0xffff_ffffL : trap.value());
    }

    /** Asks at a breakpoint whether it concerns whoever runs here now, and passes it if not. */
    Node stopOrPass(Block block) {
        arriveAt(block, 0);
        if (end - hart.cycle() <= 0 || hart.debug().reached(hart.pc())) {
            return null;
        }
        Block one = cut(canonical(hart.pc()), 1, Breakpoints.NONE);
        return one == null ? null : start(one);
    }
}
