// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.machine.kernel.Reservation;
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
    private static final ClassDesc MEMORY = RegionEmitter.desc(FastMemory.class);
    private static final ClassDesc RESERVATION = RegionEmitter.desc(Reservation.class);
    private static final ClassDesc MMU = RegionEmitter.desc(Mmu.class);
    private static final ClassDesc HOST = RegionEmitter.desc(RegionHost.class);
    private static final ClassDesc WORDS = RegionEmitter.desc(long[].class);
    private static final ClassDesc PAGES = RegionEmitter.desc(byte[][].class);
    private static final ClassDesc PAGE = RegionEmitter.desc(byte[].class);
    private static final ClassDesc LONG = RegionEmitter.desc(Long.class);
    private static final ClassDesc J = ConstantDescs.CD_long;
    private static final ClassDesc I = ConstantDescs.CD_int;
    private static final ClassDesc V = ConstantDescs.CD_void;
    private static final MethodTypeDesc FIND = MethodTypeDesc.of(PAGE, J, I, WORDS, PAGES, J);
    private static final MethodTypeDesc LOAD = MethodTypeDesc.of(J, PAGE, J);
    private static final MethodTypeDesc STORE = MethodTypeDesc.of(V, PAGE, J, J);
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

        /** Notes which instruction the region is left at if it is left now. */
        void at(int site);

        /** Pushes the registers and TLB tags, and the pages that belong to the tags. */
        void pushTlb();
    }

    private final Surroundings region;
    private final CodeBuilder code;
    // Local variables: the low bits of valid tags; and of one access its address, offset and page, and what it overwrites.
    private final int tag;
    private final int va;
    private final int at;
    private final int old;
    private final int page;
    /** The slots of registers and kinds of access, see {@link #number}. */
    private final Map<Integer, Integer> slots = new TreeMap<>();
    private int next;

    /** Writes to a method in which local variables from a number on are not used. */
    AccessEmitter(RegionPlan plan, RegionLoops loops, Surroundings region, CodeBuilder code, int firstLocal) {
        this.region = region;
        this.code = code;
        tag = firstLocal;
        va = tag + 2;
        at = va + 2;
        old = at + 2;
        next = old + 2;
        page = next++;
        chooseSlots(plan, loops);
    }

    /** Gives slots to the registers by way of which loops access memory most. */
    private void chooseSlots(RegionPlan plan, RegionLoops loops) {
        Map<Integer, Long> weights = new TreeMap<>();
        for (int part = 0; part < plan.parts().size(); part++) {
            for (Step step : plan.parts().get(part).steps()) {
                int number = number(step);
                if (number >= 0) {
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

    /** Returns the number of a register and a kind of access; -1 if the instruction accesses no memory. */
    private static int number(Step step) {
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
    void emitEntry(Runnable pushX, Runnable pushHost) {
        pushX.run();
        code.loadConstant(FastState.DATA_TAG).laload().lstore(tag);
        slots.forEach((number, slot) -> {
            String kind = number % 2 == 0 ? "load" : "store";
            pushHost.run();
            code.getfield(HOST, kind + "Base", J).lstore(slot);
            pushHost.run();
            code.getfield(HOST, kind + "Page", PAGE).astore(slot + 2);
        });
    }

    /** Emits a load up to its value on the stack. */
    void emitLoad(Step step, int site) {
        code.aload(emitFind(step, site, "readable", size(step))).lload(at).invokestatic(MEMORY, kernelName(step), LOAD);
    }

    void emitStore(Step step, int site) {
        code.aload(emitFind(step, site, "writable", size(step))).lload(at);
        region.register(step.rs2()).accept(code);
        code.invokestatic(MEMORY, kernelName(step), STORE);
    }

    /** Emits an atomic operation up to the old value on the stack. */
    void emitModification(Step step, int site, Kernel kernel) {
        boolean isWord = isWord(step);
        int size = isWord ? Integer.BYTES : Long.BYTES;
        emitAligned(step, site, size);
        int array = emitFind(step, site, "writable", size);
        code.aload(array).lload(at).invokestatic(MEMORY, isWord ? "lw" : "ld", LOAD).lstore(old);
        code.aload(array).lload(at);
        kernel.emit(code, List.of(builder -> builder.lload(old), region.register(step.rs2())));
        code.invokestatic(MEMORY, isWord ? "sw" : "sd", STORE);
        code.lload(old);
    }

    /** Emits a load that reserves or a store that depends on that, of a page that the TLBs have, by its kernel; the result is on the stack then. */
    void emitReservation(Step step, int site, Runnable pushMmu) {
        boolean stores = isConditional(step);
        int size = isWord(step) ? Integer.BYTES : Long.BYTES;
        emitAligned(step, site, size);
        region.register(step.rs1()).accept(code);
        code.lstore(va);
        emitLookUp(site, stores ? "writable" : "readable", size);
        code.pop();
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
        region.at(site);
        region.register(step.rs1()).accept(code);
        code.loadConstant(size - 1).invokestatic(MEMORY, "checkAligned", MethodTypeDesc.of(V, J, I));
    }

    /** Emits what brings the page of an access into a local variable, and the offset into its own; returns the first. */
    private int emitFind(Step step, int site, String find, int size) {
        region.register(step.rs1()).accept(code);
        if (step.row().format() != Format.AMO && step.imm() != 0) {
            code.loadConstant((long) step.imm()).ladd();
        }
        code.dup2().lstore(va);
        Integer slot = slots.get(number(step));
        if (slot == null) {
            code.loadConstant(~Tlb.PAGE_MASK).land().lstore(at);
            emitLookUp(site, find, size);
            code.astore(page);
            return page;
        }
        Label found = code.newLabel();
        code.lload(slot).lsub().dup2().lstore(at);
        code.loadConstant((long) Ram.PAGE_SIZE - size).invokestatic(LONG, "compareUnsigned", MethodTypeDesc.of(I, J, J)).ifle(found);
        emitLookUp(site, find, size);
        code.astore(slot + 2);
        code.lload(va).loadConstant(Tlb.PAGE_MASK).land().lstore(slot);
        code.lload(va).loadConstant(~Tlb.PAGE_MASK).land().lstore(at);
        code.labelBinding(found);
        return slot + 2;
    }

    private void emitLookUp(int site, String find, int size) {
        region.at(site);
        code.lload(va).loadConstant(size - 1);
        region.pushTlb();
        code.lload(tag).invokestatic(MEMORY, find, FIND);
    }

    private static String kernelName(Step step) {
        return step.row().name().toLowerCase(Locale.ROOT);
    }

    private static int size(Step step) {
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
