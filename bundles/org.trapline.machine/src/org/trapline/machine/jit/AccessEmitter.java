// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.machine.kernel.Reservation;
import org.trapline.machine.memory.PageBytes;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.mmu.FastState;
import org.trapline.machine.mmu.Mmu;
import org.trapline.machine.mmu.Tlb;

/**
 * Writes the loads and stores of a region. Registers by way of which loops access memory most have a <em>slot</em> each, for loads and stores apart:
 * two local variables with the page that was accessed last, its address and its array. While addresses stay in that page, an access takes a
 * subtraction and a comparison; when they leave it, the TLB is looked at. Nothing that happens within a region changes the TLBs.
 *
 * <p>At the start of a region all slots hold one of two pages that the host knows, one for loads and one for stores: no slot is ever without a page
 * that is really there, so none needs to be asked whether it has one.
 */
final class AccessEmitter {
    private static final ClassDesc RESERVATION = RegionEmitter.desc(Reservation.class);
    private static final ClassDesc MMU = RegionEmitter.desc(Mmu.class);
    private static final ClassDesc HOST = RegionEmitter.desc(RegionHost.class);
    private static final ClassDesc PAGE = RegionEmitter.desc(byte[].class);
    private static final ClassDesc METHOD_HANDLE = ConstantDescs.CD_MethodHandle;
    private static final ClassDesc LONG = RegionEmitter.desc(Long.class);
    private static final ClassDesc J = ConstantDescs.CD_long;
    /** Local variables of a slot: the page's address, and its array. */
    private static final int SLOT_SIZE = 3;
    /** As with registers, each must be brought everywhere. */
    private static final int MAX_SLOTS = 8;
    /** A slot for a single access outside of loops would be of no use. */
    private static final int MIN_WEIGHT = 2;

    /** What is the emitter's part. */
    interface Surroundings {
        /** Returns how to push a register. */
        Consumer<CodeBuilder> register(int register);

        /** Returns how to push the lower 32 bits of a floating-point register. */
        Consumer<CodeBuilder> lowBits(int register);

        /** Returns how to push a floating-point register as a double-precision number. */
        Consumer<CodeBuilder> number(int register);

        /** Emits what puts the value on the stack into a register. */
        void setRegister(int register);

        /** Leaves the region before an instruction, for the engine to carry it out. */
        void leaveAt(int site);

        /** Pushes the array with registers and TLB tags. */
        void pushX();

        /** Pushes the pages that belong to the TLB tags. */
        void pushPages();

        /** Pushes a way to bytes of a page, a method handle. */
        void pushBytes(PageBytes.Way way);
    }

    private final RegionPlan plan;
    private final Surroundings region;
    private final CodeBuilder code;
    // Local variables: the low bits of valid tags; and of one access its address, offset, page and TLB entry, and what it overwrites.
    private final int tag;
    private final int va;
    private final int at;
    private final int old;
    private final int page;
    private final int index;
    /** The slots of registers and kinds of access, see {@link #number}. */
    private final Map<Integer, Integer> slots = new TreeMap<>();
    private final AccessGroups groups;
    private final GatheredLoads gathered;
    private int next;

    /** Writes to a method in which local variables from a number on are not used. */
    AccessEmitter(RegionPlan plan, RegionLoops loops, AccessGroups groups, Surroundings region, CodeBuilder code, int firstLocal) {
        this.plan = plan;
        this.groups = groups;
        gathered = new GatheredLoads(plan);
        this.region = region;
        this.code = code;
        tag = firstLocal;
        va = tag + 2;
        at = va + 2;
        old = at + 2;
        next = old + 2;
        page = next++;
        index = next++;
        chooseSlots(loops);
    }

    /** Gives slots to the registers by way of which loops access memory most. */
    private void chooseSlots(RegionLoops loops) {
        Map<Integer, Long> weights = new TreeMap<>();
        for (int part = 0; part < plan.parts().size(); part++) {
            List<Step> steps = plan.parts().get(part).steps();
            for (int place = 0; place < steps.size(); place++) {
                int number = number(steps.get(place));
                if (number >= 0 && !isAlone(part, place)) {
                    weights.merge(number, loops.weight(part), Long::sum);
                }
            }
        }
        weights.entrySet().stream().filter(e -> e.getValue() >= MIN_WEIGHT).sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
            .limit(MAX_SLOTS).forEach(e -> {
                slots.put(e.getKey(), next);
                next += SLOT_SIZE;
            });
    }

    /** Tells whether it is no use to keep the page of an access for the next, or not possible, for some of its lines are guarded. */
    private boolean isAlone(int part, int index) {
        return gathered.has(RegionHost.site(part, index)) || plan.parts().get(part).isGuarded(index);
    }

    /** Returns the number of a register and a kind of access; -1 if the instruction accesses no memory. */
    static int number(Step step) {
        return switch (step.row().format()) {
            case LOAD, FLOAD -> 2 * step.rs1();
            case STORE, FSTORE -> 2 * step.rs1() + 1;
            case AMO -> isConditional(step) ? -1 : 2 * step.rs1() + 1;
            default -> -1;
        };
    }

    private static boolean isConditional(Step step) {
        return step.row() == Instruction.SC_W || step.row() == Instruction.SC_D;
    }

    /** Emits what is done when the region is entered. */
    void emitEntry(Runnable pushHost) {
        region.pushX();
        code.loadConstant(FastState.DATA_TAG).laload().lstore(tag);
        slots.forEach((number, slot) -> {
            String kind = number % 2 == 0 ? "load" : "store";
            pushHost.run();
            code.getfield(HOST, kind + "Base", J).lstore(slot);
            pushHost.run();
            // HotSpot is told that there is one, so that it need not ask at each access.
            code.getfield(HOST, kind + "Page", PAGE).dup().arraylength().pop().astore(slot + 2);
        });
    }

    /** Emits a load up to its value on the stack. */
    void emitLoad(Step step, int site) {
        Runnable place = emitFind(step, site, false, size(step));
        switch (step.row()) {
            case LB -> emitGet(PageBytes.Way.GET_BYTE, place).i2l();
            case LBU -> emitGet(PageBytes.Way.GET_BYTE, place).loadConstant(0xff).iand().i2l();
            case LH -> emitGet(PageBytes.Way.GET_SHORT, place).i2l();
            case LHU -> emitGet(PageBytes.Way.GET_SHORT, place).loadConstant(0xffff).iand().i2l();
            case LW -> emitGet(PageBytes.Way.GET_INT, place).i2l();
            case LWU -> emitGet(PageBytes.Way.GET_INT, place).i2l().loadConstant(0xffff_ffffL).land();
            case LD -> emitGet(PageBytes.Way.GET_LONG, place);
            case FLW -> emitGet(PageBytes.Way.GET_FLOAT, place);
            case FLD -> emitGet(PageBytes.Way.GET_DOUBLE, place);
            default -> throw new IllegalStateException(step.row() + " is no load");
        }
    }

    void emitStore(Step step, int site) {
        Runnable place = emitFind(step, site, true, size(step));
        Consumer<CodeBuilder> value = region.register(step.rs2());
        switch (step.row()) {
            case SB -> emitPut(PageBytes.Way.PUT_BYTE, place, value.andThen(CodeBuilder::l2i).andThen(CodeBuilder::i2b));
            case SH -> emitPut(PageBytes.Way.PUT_SHORT, place, value.andThen(CodeBuilder::l2i).andThen(CodeBuilder::i2s));
            case SW -> emitPut(PageBytes.Way.PUT_INT, place, value.andThen(CodeBuilder::l2i));
            case FSW -> emitPut(PageBytes.Way.PUT_INT, place, region.lowBits(step.rs2()));
            case SD -> emitPut(PageBytes.Way.PUT_LONG, place, value);
            case FSD -> emitPut(PageBytes.Way.PUT_DOUBLE, place, region.number(step.rs2()));
            default -> throw new IllegalStateException(step.row() + " is no store");
        }
    }

    private CodeBuilder emitGet(PageBytes.Way way, Runnable place) {
        region.pushBytes(way);
        place.run();
        return code.invokevirtual(METHOD_HANDLE, "invokeExact", way.type().describeConstable().orElseThrow());
    }

    private void emitPut(PageBytes.Way way, Runnable place, Consumer<CodeBuilder> value) {
        region.pushBytes(way);
        place.run();
        value.accept(code);
        code.invokevirtual(METHOD_HANDLE, "invokeExact", way.type().describeConstable().orElseThrow());
    }

    /** Emits an atomic operation up to the old value on the stack. */
    void emitModification(Step step, int site, Kernel kernel) {
        boolean isWord = isWord(step);
        int size = isWord ? Integer.BYTES : Long.BYTES;
        emitAligned(step, site, size);
        Runnable place = emitFind(step, site, true, size);
        if (isWord) {
            emitGet(PageBytes.Way.GET_INT, place).i2l().lstore(old);
        } else {
            emitGet(PageBytes.Way.GET_LONG, place).lstore(old);
        }
        Consumer<CodeBuilder> made = builder -> kernel.emit(builder, List.of(b -> b.lload(old), region.register(step.rs2())));
        emitPut(isWord ? PageBytes.Way.PUT_INT : PageBytes.Way.PUT_LONG, place, isWord ? made.andThen(CodeBuilder::l2i) : made);
        code.lload(old);
    }

    /** Emits a load that reserves or a store that depends on that, of a page that the TLBs have, by its kernel; the result is on the stack then. */
    void emitReservation(Step step, int site, Runnable pushMmu) {
        boolean stores = isConditional(step);
        int size = isWord(step) ? Integer.BYTES : Long.BYTES;
        emitAligned(step, site, size);
        region.register(step.rs1()).accept(code);
        code.lstore(va);
        emitLookUp(site, stores, size, () -> code.lload(va));
        pushMmu.run();
        code.lload(va);
        if (stores) {
            region.register(step.rs2()).accept(code);
        }
        code.invokestatic(RESERVATION, step.row().kernel(), stores ? MethodTypeDesc.of(J, MMU, J, J) : MethodTypeDesc.of(J, MMU, J));
    }

    private static boolean isWord(Step step) {
        return step.row().kernel().endsWith("_w");
    }

    private void emitAligned(Step step, int site, int size) {
        Label aligned = code.newLabel();
        region.register(step.rs1()).accept(code);
        code.l2i().loadConstant(size - 1).iand().ifeq(aligned);
        region.leaveAt(site);
        code.labelBinding(aligned);
    }

    /** Emits what finds the page of an access; returns what pushes the page and the offset. */
    private Runnable emitFind(Step step, int site, boolean stores, int size) {
        AccessGroups.Group group = groups.of(site);
        if (group == null) {
            emitAddress(step);
            int array = emitFindAlone(step, site, stores, size);
            return () -> code.aload(array).lload(at).loadConstant(PageBytes.first()).ladd();
        }
        // A part may be written before one that it follows.
        if (group.page == 0) {
            group.page = next++;
            group.at = next;
            next += 2;
        }
        if (group.head() == site) {
            emitFindAll(step, group, stores);
        }
        return () -> {
            code.aload(group.page).lload(group.at);
            if (step.imm() != group.first()) {
                code.loadConstant((long) step.imm() - group.first()).ladd();
            }
        };
    }

    private void emitAddress(Step step) {
        region.register(step.rs1()).accept(code);
        if (step.row().format() != Format.AMO && step.imm() != 0) {
            code.loadConstant((long) step.imm()).ladd();
        }
    }

    /** Finds the page at an address on the stack; returns the local variable that has it. The offset is in its own. */
    private int emitFindAlone(Step step, int site, boolean stores, int size) {
        Integer slot = isAlone(RegionHost.part(site), RegionHost.index(site)) ? null : slots.get(number(step));
        if (slot == null) {
            code.dup2().lstore(va).loadConstant(~Tlb.PAGE_MASK).land().lstore(at);
            emitLookUp(site, stores, size, () -> code.lload(va));
            return page;
        }
        Label found = code.newLabel();
        code.lload(slot).lsub().dup2().lstore(at);
        // Bits that the offset of an aligned access in a page has not; others are rare, and the TLB tells whether they cross the page's end.
        code.loadConstant(-(long) Ram.PAGE_SIZE | size - 1).land().lconst_0().lcmp().ifeq(found);
        emitLookUpFor(slot, site, stores, size);
        code.labelBinding(found);
        return slot + 2;
    }

    /** Emits what finds the page of all accesses of a group, and leaves the region if they are not in one. */
    private void emitFindAll(Step step, AccessGroups.Group group, boolean stores) {
        region.register(step.rs1()).accept(code);
        if (group.first() != 0) {
            code.loadConstant((long) group.first()).ladd();
        }
        Integer slot = slots.get(number(step));
        if (slot == null) {
            code.dup2().lstore(va).loadConstant(~Tlb.PAGE_MASK).land().loadConstant(PageBytes.first()).ladd().lstore(group.at);
            emitLookUp(group.head(), stores, group.span(), () -> code.lload(va));
            code.aload(page).astore(group.page);
            return;
        }
        Label found = code.newLabel();
        code.lload(slot).lsub().dup2().lstore(at);
        code.loadConstant((long) Ram.PAGE_SIZE - group.span());
        code.invokestatic(LONG, "compareUnsigned", MethodTypeDesc.of(ConstantDescs.CD_int, J, J)).ifle(found);
        emitLookUpFor(slot, group.head(), stores, group.span());
        code.labelBinding(found);
        code.aload(slot + 2).astore(group.page);
        code.lload(at).loadConstant(PageBytes.first()).ladd().lstore(group.at);
    }

    /**
     * Emits what brings the page of an access into a slot, where the offset to the one that is there leads out of it. The address is made of what the slot
     * has: HotSpot would find out all that follows from a register already before it is known whether it is needed, if it is for two slots.
     */
    private void emitLookUpFor(int slot, int site, boolean stores, int size) {
        code.lload(slot).lload(at).loadConstant(Tlb.PAGE_MASK).land().ladd().lstore(va);
        code.lload(at).loadConstant(~Tlb.PAGE_MASK).land().lstore(at);
        emitLookUp(site, stores, size, () -> code.lload(va).lload(at).ladd());
        code.aload(page).astore(slot + 2);
        code.lload(va).lstore(slot);
    }

    /**
     * Emits what brings the page of an access into its local variable, as the TLB has it. It is here as a whole: called, it would cost more than the
     * call, because HotSpot keeps nothing in registers across one, and so would have the guest's in memory all around.
     */
    private void emitLookUp(int site, boolean stores, int size, Runnable pushAddress) {
        code.lload(va).loadConstant(Tlb.PAGE_SHIFT).lushr().l2i().loadConstant(Tlb.INDEX_MASK).iand().istore(index);
        region.pushX();
        code.iload(index).loadConstant(stores ? FastState.STORE_TAGS : FastState.LOAD_TAGS).iadd().laload();
        pushAddress.run();
        if (size > 1) {
            code.loadConstant(size - 1L).ladd();
        }
        Label missing = code.newLabel();
        Label found = code.newLabel();
        code.loadConstant(Tlb.PAGE_MASK).land().lload(tag).lor().lcmp().ifne(missing);
        region.pushPages();
        code.iload(index);
        if (stores) {
            code.loadConstant(Tlb.ENTRIES).iadd();
        }
        code.aaload().dup().astore(page).ifnonnull(found);
        code.labelBinding(missing);
        if (stores && plan.parts().get(RegionHost.part(site)).isGuarded(RegionHost.index(site))) {
            emitLookUpGuarded(size, found);
        }
        region.leaveAt(site);
        code.labelBinding(found);
    }

    /** Emits what finds the page of an access that the TLB has but for some lines, and goes to the label if it is in none of them. */
    private void emitLookUpGuarded(int size, Label found) {
        Label missing = code.newLabel();
        // Otherwise it might be in two lines.
        code.lload(va).l2i().loadConstant(size - 1).iand().ifne(missing);
        region.pushX();
        code.iload(index).loadConstant(FastState.STORE_TAGS).iadd().laload();
        code.lload(va).loadConstant(Tlb.PAGE_MASK).land().lload(tag).lor().loadConstant((long) Tlb.GUARDED).lor().lcmp().ifne(missing);
        region.pushX();
        code.iload(index).loadConstant(FastState.GUARDS).iadd().laload();
        code.lload(va).loadConstant(Ram.LINE_SHIFT).lushr().l2i().lushr().l2i().loadConstant(1).iand().ifne(missing);
        region.pushPages();
        code.iload(index).loadConstant(Tlb.ENTRIES).iadd().aaload().dup().astore(page).ifnonnull(found);
        code.labelBinding(missing);
    }

    static int size(Step step) {
        Instruction row = step.row();
        return switch (row) {
            case LB, LBU, SB -> Byte.BYTES;
            case LH, LHU, SH -> Short.BYTES;
            case LW, LWU, SW, FLW, FSW -> Integer.BYTES;
            case LD, SD, FLD, FSD -> Long.BYTES;
            default -> throw new IllegalStateException(row + " is no load or store");
        };
    }
}
