// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.Cause;
import org.trapline.isa.Decoder;
import org.trapline.isa.Instruction;
import org.trapline.isa.kernel.Alu;
import org.trapline.isa.kernel.Branch;
import org.trapline.isa.kernel.MulDiv;
import org.trapline.machine.hart.Engine;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.kernel.Control;
import org.trapline.machine.kernel.Memory;
import org.trapline.machine.kernel.Zicsr;
import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.mmu.Mmu;
import org.trapline.machine.mmu.Tlb;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.privileged.Trap;

/**
 * Runs decoded blocks. {@link #interpret} is the hot path: it keeps time in one local variable, and touches the hart's own count only where
 * somebody could look at it. Everything rare is in methods of its own, because HotSpot does not compile methods over 8000 bytes of bytecode.
 */
public final class Interpreter implements Engine {
    private static final int OFFSET = Ram.PAGE_SIZE - 1;

    private final long[] x;
    private final long[] loadTags;
    private final byte[][] loadPages;
    private final long[] storeTags;
    private final byte[][] storePages;
    private final Block[] jumps;
    private long deadline;
    private long context;
    private long dataTag;
    private final Hart hart;
    private final Mmu mmu;
    private final PrivilegedState state;
    private final Breakpoints breakpoints = new Breakpoints();
    private final BlockCache blocks;
    private final Decoder decoder;
    // The breakpoint at which the hart stopped last, to be passed when it goes on from there.
    private boolean stoppedHere;
    private long stoppedAt;

    /** Creates the interpreter of a hart. */
    public Interpreter(Hart hart) {
        this.hart = hart;
        this.mmu = hart.mmu();
        this.state = hart.state();
        this.decoder = new Decoder(state.isa());
        this.blocks = new BlockCache(new BlockDecoder(state.isa()), breakpoints);
        x = hart.x();
        loadTags = mmu.loads.tags;
        loadPages = mmu.loads.pages;
        storeTags = mmu.stores.tags;
        storePages = mmu.stores.pages;
        jumps = blocks.jumps;
    }

    @Override
    public long codeOverwritten(Ram ram, int pageIndex, long lines) {
        return blocks.codeOverwritten(ram, pageIndex, lines);
    }

    @Override
    public void setBreakpoint(long pc, boolean on) {
        if (on ? breakpoints.add(pc) : breakpoints.remove(pc)) {
            blocks.clear();
        }
    }

    @Override
    public void run() {
        boolean passes = stoppedHere && stoppedAt == hart.pc();
        stoppedHere = false;
        interpret(passes ? cut(hart.pc(), 1, Breakpoints.NONE) : enter(hart.pc()));
        while (!hart.hasAttention() && hart.cycle() < hart.deadline()) {
            interpret(enter(hart.pc()));
        }
    }

    /** Executes blocks, unless the first is null, until something must be looked at; then the hart's pc and cycle count are right. */
    private void interpret(Block first) {
        final long[] x = this.x;
        deadline = hart.deadline();
        long remaining = deadline - hart.cycle();
        context = mmu.fetchSerial();
        dataTag = mmu.dataTag();
        Block b = first;
        while (b != null) {
            remaining -= b.count;
            if (remaining < 0) {
                remaining += b.count;
                hart.setPc(b.pc);
                hart.setCycle(deadline - remaining);
                b = remaining == 0 ? null : cut(b.pc, (int) remaining, breakpoints);
                if (b == null) {
                    return;
                }
                remaining = 0;
            }
            final long[] code = b.code;
            int i = 0;
            Block next;
            long to;
            block:
            for (;;) {
                final long op = code[i++];
                switch ((int) op & 0xff) {
                    case Op.LUI -> x[(int) (op >>> 8) & 0xff] = Alu.lui((op >> 32));
                    case Op.AUIPC -> x[(int) (op >>> 8) & 0xff] = Alu.auipc(b.pc, (op >> 32));
                    case Op.ADDI -> x[(int) (op >>> 8) & 0xff] = Alu.addi(x[(int) (op >>> 16) & 0xff], (op >> 32));
                    case Op.SLTI -> x[(int) (op >>> 8) & 0xff] = Alu.slti(x[(int) (op >>> 16) & 0xff], (op >> 32));
                    case Op.SLTIU -> x[(int) (op >>> 8) & 0xff] = Alu.sltiu(x[(int) (op >>> 16) & 0xff], (op >> 32));
                    case Op.XORI -> x[(int) (op >>> 8) & 0xff] = Alu.xori(x[(int) (op >>> 16) & 0xff], (op >> 32));
                    case Op.ORI -> x[(int) (op >>> 8) & 0xff] = Alu.ori(x[(int) (op >>> 16) & 0xff], (op >> 32));
                    case Op.ANDI -> x[(int) (op >>> 8) & 0xff] = Alu.andi(x[(int) (op >>> 16) & 0xff], (op >> 32));
                    case Op.SLLI -> x[(int) (op >>> 8) & 0xff] = Alu.slli(x[(int) (op >>> 16) & 0xff], (op >> 32));
                    case Op.SRLI -> x[(int) (op >>> 8) & 0xff] = Alu.srli(x[(int) (op >>> 16) & 0xff], (op >> 32));
                    case Op.SRAI -> x[(int) (op >>> 8) & 0xff] = Alu.srai(x[(int) (op >>> 16) & 0xff], (op >> 32));
                    case Op.ADDIW -> x[(int) (op >>> 8) & 0xff] = Alu.addiw(x[(int) (op >>> 16) & 0xff], (op >> 32));
                    case Op.SLLIW -> x[(int) (op >>> 8) & 0xff] = Alu.slliw(x[(int) (op >>> 16) & 0xff], (op >> 32));
                    case Op.SRLIW -> x[(int) (op >>> 8) & 0xff] = Alu.srliw(x[(int) (op >>> 16) & 0xff], (op >> 32));
                    case Op.SRAIW -> x[(int) (op >>> 8) & 0xff] = Alu.sraiw(x[(int) (op >>> 16) & 0xff], (op >> 32));
                    case Op.ADD -> x[(int) (op >>> 8) & 0xff] = Alu.add(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.SUB -> x[(int) (op >>> 8) & 0xff] = Alu.sub(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.SLL -> x[(int) (op >>> 8) & 0xff] = Alu.sll(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.SLT -> x[(int) (op >>> 8) & 0xff] = Alu.slt(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.SLTU -> x[(int) (op >>> 8) & 0xff] = Alu.sltu(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.XOR -> x[(int) (op >>> 8) & 0xff] = Alu.xor(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.SRL -> x[(int) (op >>> 8) & 0xff] = Alu.srl(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.SRA -> x[(int) (op >>> 8) & 0xff] = Alu.sra(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.OR -> x[(int) (op >>> 8) & 0xff] = Alu.or(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.AND -> x[(int) (op >>> 8) & 0xff] = Alu.and(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.ADDW -> x[(int) (op >>> 8) & 0xff] = Alu.addw(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.SUBW -> x[(int) (op >>> 8) & 0xff] = Alu.subw(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.SLLW -> x[(int) (op >>> 8) & 0xff] = Alu.sllw(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.SRLW -> x[(int) (op >>> 8) & 0xff] = Alu.srlw(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.SRAW -> x[(int) (op >>> 8) & 0xff] = Alu.sraw(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.MUL -> x[(int) (op >>> 8) & 0xff] = MulDiv.mul(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.MULH -> x[(int) (op >>> 8) & 0xff] = MulDiv.mulh(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.MULHSU -> x[(int) (op >>> 8) & 0xff] = MulDiv.mulhsu(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.MULHU -> x[(int) (op >>> 8) & 0xff] = MulDiv.mulhu(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.DIV -> x[(int) (op >>> 8) & 0xff] = MulDiv.div(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.DIVU -> x[(int) (op >>> 8) & 0xff] = MulDiv.divu(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.REM -> x[(int) (op >>> 8) & 0xff] = MulDiv.rem(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.REMU -> x[(int) (op >>> 8) & 0xff] = MulDiv.remu(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.MULW -> x[(int) (op >>> 8) & 0xff] = MulDiv.mulw(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.DIVW -> x[(int) (op >>> 8) & 0xff] = MulDiv.divw(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.DIVUW -> x[(int) (op >>> 8) & 0xff] = MulDiv.divuw(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.REMW -> x[(int) (op >>> 8) & 0xff] = MulDiv.remw(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.REMUW -> x[(int) (op >>> 8) & 0xff] = MulDiv.remuw(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff]);
                    case Op.LB -> {
                        long va = x[(int) (op >>> 16) & 0xff] + (op >> 32);
                        int t = (int) (va >>> 12) & Tlb.INDEX_MASK;
                        if (loadTags[t] == (va & Tlb.PAGE_MASK | dataTag)) {
                            byte[] page = loadPages[t];
                            x[(int) (op >>> 8) & 0xff] = page[(int) va & OFFSET];
                        } else {
                            if (loadSlowly(op, va, deadline - remaining, b, i)) {
                                return;
                            }
                        }
                    }
                    case Op.LBU -> {
                        long va = x[(int) (op >>> 16) & 0xff] + (op >> 32);
                        int t = (int) (va >>> 12) & Tlb.INDEX_MASK;
                        if (loadTags[t] == (va & Tlb.PAGE_MASK | dataTag)) {
                            byte[] page = loadPages[t];
                            x[(int) (op >>> 8) & 0xff] = page[(int) va & OFFSET] & 0xff;
                        } else {
                            if (loadSlowly(op, va, deadline - remaining, b, i)) {
                                return;
                            }
                        }
                    }
                    case Op.LH -> {
                        long va = x[(int) (op >>> 16) & 0xff] + (op >> 32);
                        int t = (int) (va >>> 12) & Tlb.INDEX_MASK;
                        if (loadTags[t] == (va + 1 & Tlb.PAGE_MASK | dataTag)) {
                            byte[] page = loadPages[t];
                            x[(int) (op >>> 8) & 0xff] = LittleEndian.getShort(page, (int) va & OFFSET);
                        } else {
                            if (loadSlowly(op, va, deadline - remaining, b, i)) {
                                return;
                            }
                        }
                    }
                    case Op.LHU -> {
                        long va = x[(int) (op >>> 16) & 0xff] + (op >> 32);
                        int t = (int) (va >>> 12) & Tlb.INDEX_MASK;
                        if (loadTags[t] == (va + 1 & Tlb.PAGE_MASK | dataTag)) {
                            byte[] page = loadPages[t];
                            x[(int) (op >>> 8) & 0xff] = LittleEndian.getShort(page, (int) va & OFFSET) & 0xffff;
                        } else {
                            if (loadSlowly(op, va, deadline - remaining, b, i)) {
                                return;
                            }
                        }
                    }
                    case Op.LW -> {
                        long va = x[(int) (op >>> 16) & 0xff] + (op >> 32);
                        int t = (int) (va >>> 12) & Tlb.INDEX_MASK;
                        if (loadTags[t] == (va + 3 & Tlb.PAGE_MASK | dataTag)) {
                            byte[] page = loadPages[t];
                            x[(int) (op >>> 8) & 0xff] = LittleEndian.getInt(page, (int) va & OFFSET);
                        } else {
                            if (loadSlowly(op, va, deadline - remaining, b, i)) {
                                return;
                            }
                        }
                    }
                    case Op.LWU -> {
                        long va = x[(int) (op >>> 16) & 0xff] + (op >> 32);
                        int t = (int) (va >>> 12) & Tlb.INDEX_MASK;
                        if (loadTags[t] == (va + 3 & Tlb.PAGE_MASK | dataTag)) {
                            byte[] page = loadPages[t];
                            x[(int) (op >>> 8) & 0xff] = LittleEndian.getInt(page, (int) va & OFFSET) & 0xffff_ffffL;
                        } else {
                            if (loadSlowly(op, va, deadline - remaining, b, i)) {
                                return;
                            }
                        }
                    }
                    case Op.LD -> {
                        long va = x[(int) (op >>> 16) & 0xff] + (op >> 32);
                        int t = (int) (va >>> 12) & Tlb.INDEX_MASK;
                        if (loadTags[t] == (va + 7 & Tlb.PAGE_MASK | dataTag)) {
                            byte[] page = loadPages[t];
                            x[(int) (op >>> 8) & 0xff] = LittleEndian.getLong(page, (int) va & OFFSET);
                        } else {
                            if (loadSlowly(op, va, deadline - remaining, b, i)) {
                                return;
                            }
                        }
                    }
                    case Op.SB -> {
                        long va = x[(int) (op >>> 16) & 0xff] + (op >> 32);
                        int t = (int) (va >>> 12) & Tlb.INDEX_MASK;
                        if (storeTags[t] == (va & Tlb.PAGE_MASK | dataTag)) {
                            byte[] page = storePages[t];
                            page[(int) va & OFFSET] = (byte) x[(int) (op >>> 24) & 0xff];
                        } else {
                            if (storeSlowly(op, va, deadline - remaining, b, i)) {
                                return;
                            }
                        }
                    }
                    case Op.SH -> {
                        long va = x[(int) (op >>> 16) & 0xff] + (op >> 32);
                        int t = (int) (va >>> 12) & Tlb.INDEX_MASK;
                        if (storeTags[t] == (va + 1 & Tlb.PAGE_MASK | dataTag)) {
                            byte[] page = storePages[t];
                            LittleEndian.putShort(page, (int) va & OFFSET, (short) x[(int) (op >>> 24) & 0xff]);
                        } else {
                            if (storeSlowly(op, va, deadline - remaining, b, i)) {
                                return;
                            }
                        }
                    }
                    case Op.SW -> {
                        long va = x[(int) (op >>> 16) & 0xff] + (op >> 32);
                        int t = (int) (va >>> 12) & Tlb.INDEX_MASK;
                        if (storeTags[t] == (va + 3 & Tlb.PAGE_MASK | dataTag)) {
                            byte[] page = storePages[t];
                            LittleEndian.putInt(page, (int) va & OFFSET, (int) x[(int) (op >>> 24) & 0xff]);
                        } else {
                            if (storeSlowly(op, va, deadline - remaining, b, i)) {
                                return;
                            }
                        }
                    }
                    case Op.SD -> {
                        long va = x[(int) (op >>> 16) & 0xff] + (op >> 32);
                        int t = (int) (va >>> 12) & Tlb.INDEX_MASK;
                        if (storeTags[t] == (va + 7 & Tlb.PAGE_MASK | dataTag)) {
                            byte[] page = storePages[t];
                            LittleEndian.putLong(page, (int) va & OFFSET, x[(int) (op >>> 24) & 0xff]);
                        } else {
                            if (storeSlowly(op, va, deadline - remaining, b, i)) {
                                return;
                            }
                        }
                    }
                    case Op.BEQ -> {
                        if (Branch.beq(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff])) {
                            next = b.taken;
                            to = b.target;
                        } else {
                            next = b.fallThrough;
                            to = b.end;
                        }
                        break block;
                    }
                    case Op.BNE -> {
                        if (Branch.bne(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff])) {
                            next = b.taken;
                            to = b.target;
                        } else {
                            next = b.fallThrough;
                            to = b.end;
                        }
                        break block;
                    }
                    case Op.BLT -> {
                        if (Branch.blt(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff])) {
                            next = b.taken;
                            to = b.target;
                        } else {
                            next = b.fallThrough;
                            to = b.end;
                        }
                        break block;
                    }
                    case Op.BGE -> {
                        if (Branch.bge(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff])) {
                            next = b.taken;
                            to = b.target;
                        } else {
                            next = b.fallThrough;
                            to = b.end;
                        }
                        break block;
                    }
                    case Op.BLTU -> {
                        if (Branch.bltu(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff])) {
                            next = b.taken;
                            to = b.target;
                        } else {
                            next = b.fallThrough;
                            to = b.end;
                        }
                        break block;
                    }
                    case Op.BGEU -> {
                        if (Branch.bgeu(x[(int) (op >>> 16) & 0xff], x[(int) (op >>> 24) & 0xff])) {
                            next = b.taken;
                            to = b.target;
                        } else {
                            next = b.fallThrough;
                            to = b.end;
                        }
                        break block;
                    }
                    case Op.JAL -> {
                        x[(int) (op >>> 8) & 0xff] = b.end;
                        next = b.taken;
                        to = b.target;
                        break block;
                    }
                    case Op.JALR -> {
                        to = x[(int) (op >>> 16) & 0xff] + (op >> 32) & ~1L;
                        if ((to & 2) != 0) {
                            misaligned(to, deadline - remaining, b);
                            return;
                        }
                        x[(int) (op >>> 8) & 0xff] = b.end;
                        next = jumps[(int) (to >>> 2 ^ to >>> 14) & BlockCache.JUMP_MASK];
                        if (next.pc != to) {
                            next = Block.NONE;
                        }
                        break block;
                    }
                    case Op.END -> {
                        next = b.fallThrough;
                        to = b.end;
                        break block;
                    }
                    default -> {
                        if (((int) op & 0xff) < Op.FIRST_SYSTEM) {
                            if (atomicSlowly(op, deadline - remaining, b, i)) {
                                return;
                            }
                        } else {
                            to = system(op, deadline - remaining, b);
                            remaining = deadline - hart.cycle();
                            if (hart.hasAttention() || remaining <= 0) {
                                return;
                            }
                            context = mmu.fetchSerial();
                            dataTag = mmu.dataTag();
                            next = jumps[(int) (to >>> 2 ^ to >>> 14) & BlockCache.JUMP_MASK];
                            if (next.pc != to) {
                                next = Block.NONE;
                            }
                            break block;
                        }
                    }
                }
            }
            if (next.context == context) {
                b = next;
            } else {
                hart.setCycle(deadline - remaining);
                hart.setPc(to);
                b = follow(b, to);
            }
        }
    }

    /** Returns the block at an address; null if there is none because that trapped, which has been taken care of. */
    private Block enter(long pc) {
        try {
            return blocks.find(mmu, pc);
        } catch (Trap trap) {
            hart.takeException(trap.cause(), trap.value());
            return null;
        }
    }

    /** As {@link #enter}; from now on the block that led there knows it. */
    private Block follow(Block from, long pc) {
        Block to = enter(pc);
        if (to != null && Op.opcode(from.code[from.code.length - 1]) < Op.JALR) {
            if (pc == from.end) {
                from.fallThrough = to;
            }
            if (pc == from.target) {
                from.taken = to;
            }
        }
        return to;
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

    /** Brings the hart's time and pc up to an operation that is about to be executed. */
    private void arriveAt(long cycleAtEnd, Block b, int index) {
        hart.setCycle(cycleAtEnd - b.count + index);
        hart.setPc(b.pcOf(index));
    }

    /** Ends an operation after which the block may have to be left; returns whether it must. */
    private boolean leaveAfter(Block b, int index) {
        if (!hart.hasAttention()) {
            return false;
        }
        hart.setCycle(hart.cycle() + 1);
        hart.setPc(b.pcOf(index + 1));
        return true;
    }

    /**
     * Loads where the TLB cannot help.
     * @param cycleAtEnd cycle count at the end of the block
     * @param following  index of the operation after this one
     * @return whether the block must be left: after a trap, or because a device did something
     */
    private boolean loadSlowly(long op, long va, long cycleAtEnd, Block b, int following) {
        arriveAt(cycleAtEnd, b, following - 1);
        try {
            hart.x()[Op.rd(op)] = switch (Op.opcode(op)) {
                case Op.LB -> Memory.lb(mmu, va);
                case Op.LH -> Memory.lh(mmu, va);
                case Op.LW -> Memory.lw(mmu, va);
                case Op.LD -> Memory.ld(mmu, va);
                case Op.LBU -> Memory.lbu(mmu, va);
                case Op.LHU -> Memory.lhu(mmu, va);
                case Op.LWU -> Memory.lwu(mmu, va);
                default -> throw new IllegalStateException("opcode " + Op.opcode(op) + " is no load");
            };
        } catch (Trap trap) {
            hart.takeException(trap.cause(), trap.value());
            return true;
        }
        return leaveAfter(b, following - 1);
    }

    /** As {@link #loadSlowly}, for a store. */
    private boolean storeSlowly(long op, long va, long cycleAtEnd, Block b, int following) {
        arriveAt(cycleAtEnd, b, following - 1);
        long value = hart.x()[Op.rs2(op)];
        try {
            switch (Op.opcode(op)) {
                case Op.SB -> Memory.sb(mmu, va, value);
                case Op.SH -> Memory.sh(mmu, va, value);
                case Op.SW -> Memory.sw(mmu, va, value);
                case Op.SD -> Memory.sd(mmu, va, value);
                default -> throw new IllegalStateException("opcode " + Op.opcode(op) + " is no store");
            }
        } catch (Trap trap) {
            hart.takeException(trap.cause(), trap.value());
            return true;
        }
        return leaveAfter(b, following - 1);
    }

    /** As {@link #loadSlowly}, for an atomic operation. */
    private boolean atomicSlowly(long op, long cycleAtEnd, Block b, int following) {
        arriveAt(cycleAtEnd, b, following - 1);
        long[] x = hart.x();
        try {
            x[Op.rd(op)] = Atomics.run(mmu, Op.opcode(op), x[Op.rs1(op)], x[Op.rs2(op)]);
        } catch (Trap trap) {
            hart.takeException(trap.cause(), trap.value());
            return true;
        }
        return leaveAfter(b, following - 1);
    }

    private void misaligned(long target, long cycleAtEnd, Block b) {
        arriveAt(cycleAtEnd, b, b.count - 1);
        hart.takeException(Cause.INSTRUCTION_ADDRESS_MISALIGNED, target);
    }

    /** Executes the last operation of a block, if it is one of {@link Op#FIRST_SYSTEM} or higher; returns where to go on. */
    private long system(long op, long cycleAtEnd, Block b) {
        int index = b.code.length - 1;
        arriveAt(cycleAtEnd, b, index);
        int word = Op.imm(op);
        if (Op.opcode(op) == Op.STOP_HERE) {
            stoppedHere = true;
            stoppedAt = hart.pc();
            hart.breakpointReached();
            return hart.pc();
        }
        try {
            long to = Op.opcode(op) < Op.ILLEGAL ? privileged(op, word, hart.pc()) : odd(op, word);
            hart.setPc(to);
            hart.setCycle(hart.cycle() + 1);
        } catch (Trap trap) {
            hart.takeException(trap.cause(), trap.cause() == Cause.ILLEGAL_INSTRUCTION ? word & 0xffff_ffffL : trap.value());
        }
        return hart.pc();
    }

    /** Executes a system instruction; returns where to go on. */
    private long privileged(long op, int word, long pc) {
        long[] x = hart.x();
        int csr = word >>> 20;
        int source = word >>> 15 & 0x1f;
        switch (Op.opcode(op)) {
            case Op.FENCE -> Control.fence(state);
            case Op.FENCE_TSO -> Control.fence_tso(state);
            case Op.FENCE_I -> Control.fence_i(state);
            case Op.ECALL -> throw Control.ecall(state);
            case Op.EBREAK -> throw Control.ebreak(state, pc);
            case Op.CSRRW -> x[Op.rd(op)] = Zicsr.csrrw(state, csr, x[source]);
            case Op.CSRRS -> x[Op.rd(op)] = Zicsr.csrrs(state, csr, x[source], source != 0);
            case Op.CSRRC -> x[Op.rd(op)] = Zicsr.csrrc(state, csr, x[source], source != 0);
            case Op.CSRRWI -> x[Op.rd(op)] = Zicsr.csrrwi(state, csr, source);
            case Op.CSRRSI -> x[Op.rd(op)] = Zicsr.csrrsi(state, csr, source, source != 0);
            case Op.CSRRCI -> x[Op.rd(op)] = Zicsr.csrrci(state, csr, source, source != 0);
            case Op.MRET, Op.SRET -> {
                int from = state.mode();
                long to = Op.opcode(op) == Op.MRET ? Control.mret(state) : Control.sret(state);
                hart.traceMode(from, to);
                return to;
            }
            case Op.WFI -> Control.wfi(state);
            case Op.SFENCE_VMA -> Control.sfence_vma(state, source != 0, x[source], Op.rs2(op) != 0, x[Op.rs2(op)]);
            default -> throw new IllegalStateException("opcode " + Op.opcode(op) + " is no system instruction");
        }
        return pc + 4;
    }

    /** Does what is no proper instruction; returns where to go on. */
    private long odd(long op, int word) {
        switch (Op.opcode(op)) {
            case Op.ILLEGAL -> throw state.illegal();
            case Op.MISALIGNED -> {
                return misalignedBranch(word, hart.pc());
            }
            default -> throw new IllegalStateException("opcode " + Op.opcode(op) + " ends no block");
        }
    }

    /** Executes a branch or jump whose target is no instruction boundary: it traps if it is taken. */
    private long misalignedBranch(int word, long pc) {
        Instruction row = decoder.decode(word);
        long a = hart.x()[word >>> 15 & 0x1f];
        long c = hart.x()[word >>> 20 & 0x1f];
        boolean taken = switch (row) {
            case BEQ -> Branch.beq(a, c);
            case BNE -> Branch.bne(a, c);
            case BLT -> Branch.blt(a, c);
            case BGE -> Branch.bge(a, c);
            case BLTU -> Branch.bltu(a, c);
            case BGEU -> Branch.bgeu(a, c);
            default -> true;
        };
        if (!taken) {
            return pc + 4;
        }
        long offset = row.format().operands().getLast().extract(word);
        throw state.trap(Cause.INSTRUCTION_ADDRESS_MISALIGNED, pc + offset);
    }
}
