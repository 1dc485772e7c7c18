// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;

/**
 * Takes the words of a translation one by one and works out the {@link Recovery} of each, from what the sequence for the present guest instruction has
 * done so far.
 */
final class CodeWriter {
    static final int ECALL = Instruction.ECALL.encode();
    private static final Recovery.Callout CARRY_OUT = new Recovery.CarryOut();
    private static final int FIRST_CAPACITY = 64;

    private final long va;
    private int[] words = new int[FIRST_CAPACITY];
    private Recovery[] recoveries = new Recovery[FIRST_CAPACITY];
    private int count;
    private final List<Tail> tails = new ArrayList<>();
    private final List<Exit> exits = new ArrayList<>();

    // The present guest instruction, and how far its sequence has got.
    private GuestInstruction instruction;
    private int overhead;
    private boolean done;
    private boolean atTarget;
    private long donePc;
    private int restoreA;
    private int restoreB;
    private int setRegister;
    private long setValue;

    /** What stands behind the last instruction for one of its branches. */
    private record Tail(int branch, int branchWord, Exit.Kind kind, Recovery recovery) {
    }

    CodeWriter(final long va) {
        this.va = va;
    }

    // ---- sequences ----

    void begin(final GuestInstruction next) {
        instruction = next;
        done = false;
        atTarget = false;
        restoreA = 0;
        restoreB = 0;
        setRegister = 0;
    }

    /** From the next word on the guest's instruction counts as executed; the pc is then another. */
    void done(final long pc) {
        if (!done) {
            done = true;
            overhead--;
        }
        donePc = pc;
    }

    /** As {@link #done}, where the pc is then {@link Bank#TARGET}. */
    void doneAtTarget() {
        done(0);
        atTarget = true;
    }

    /** From the next word on, a register is to be set to what the instruction gives it. */
    void sets(final int register, final long value) {
        setRegister = register;
        setValue = value;
    }

    void end() {
        done(0);
    }

    /** Instructions retired beyond the guest's, and not counted yet. */
    int overhead() {
        return overhead;
    }

    int count() {
        return count;
    }

    int word(final int index) {
        return words[index];
    }

    /** Returns the virtual address of the next word. */
    long here() {
        return va + 4L * count;
    }

    private Recovery recovery(final Recovery.Callout callout) {
        return new Recovery(done ? donePc : instruction.pc(), atTarget, restoreA, restoreB, setRegister, setValue, overhead, callout);
    }

    void add(final int word) {
        put(word, recovery(null));
        overhead++;
    }

    void add(final Instruction row, final long... operands) {
        add(row.encode(operands));
    }

    private void put(final int word, final Recovery recovery) {
        if (count == words.length) {
            words = Arrays.copyOf(words, 2 * count);
            recoveries = Arrays.copyOf(recoveries, 2 * count);
        }
        words[count] = word;
        recoveries[count++] = recovery;
    }

    /** Asks the VMM to carry the instruction out; it does not retire on the hart. */
    void callout() {
        put(ECALL, recovery(CARRY_OUT));
        done(instruction.end());
        // It has not retired here: the VMM does that.
        overhead++;
    }

    // ---- the bank ----

    void read(final int register, final Bank from) {
        add(Instruction.FMV_X_D, register, from.register());
    }

    void write(final Bank to, final int register) {
        add(Instruction.FMV_D_X, to.register(), register);
    }

    void spillA(final int register) {
        write(Bank.SPILL_A, register);
        restoreA = register;
    }

    void spillB(final int register) {
        write(Bank.SPILL_B, register);
        restoreB = register;
    }

    void restoreA() {
        read(restoreA, Bank.SPILL_A);
        restoreA = 0;
    }

    /** The register spilled second keeps what the sequence has given it. */
    void keepB() {
        restoreB = 0;
    }

    /** Adds to the count of overhead, by way of a register whose content is not needed. */
    void count(final int instructions, final int scratch) {
        read(scratch, Bank.OVERHEAD);
        countRead(instructions, scratch);
    }

    /** As {@link #count}, after the register was given what is counted so far. */
    void countRead(final int instructions, final int scratch) {
        add(Instruction.ADDI, scratch, scratch, instructions);
        write(Bank.OVERHEAD, scratch);
        overhead -= instructions;
    }

    /** Loads a number that must be {@link #isNear}; two words. */
    void constant(final int register, final long value) {
        final long distance = value - here();
        final long upper = distance + 0x800 >> 12;
        add(Instruction.AUIPC, register, upper & 0xf_ffff);
        add(Instruction.ADDI, register, register, distance - (upper << 12));
    }

    /** Tells whether {@link #constant} can load a number anywhere in this translation. */
    boolean isNear(final long value) {
        final long distance = value - va;
        return Math.abs(distance) < (1L << 31) - (1 << 16);
    }

    // ---- leaving ----

    /** Branches behind the last instruction, where the VMM is asked to carry out the present one. */
    void branchToCallout(final Instruction branch, final int a, final int b) {
        final int at = count;
        add(0);
        tails.add(new Tail(at, branch.encode(a, b, 0), null, recovery(CARRY_OUT)));
    }

    /** The guest's branch, as the last word of its sequence. */
    void branchOut(final int word, final long target) {
        final int at = count;
        add(0);
        final Recovery taken = new Recovery(target, false, 0, 0, 0, 0, overhead - 1, null);
        tails.add(new Tail(at, withOffset(word, 0), Exit.Kind.BRANCH, taken));
    }

    /** The guest's branch to the first instruction of this very piece. */
    void branchToStart(final int word) {
        add(withOffset(word, -4L * count));
    }

    /** The guest's jump, as the last word of its sequence. */
    void jumpOut(final long target) {
        exits.add(new Exit(Exit.Kind.JUMP, count, count, target, done ? overhead : overhead - 1));
        put(ECALL, recovery(new Recovery.Leave(exits.size() - 1)));
        done(target);
    }

    /** What follows the last instruction if that goes on with the next. */
    void fallThrough(final long pc, final boolean bank) {
        stub(Exit.Kind.FALL_THROUGH, count, new Recovery(pc, false, 0, 0, 0, 0, overhead, null), bank);
    }

    private void stub(final Exit.Kind kind, final int site, final Recovery recovery, final boolean bank) {
        final long target = recovery.pc();
        final int before = recovery.overhead();
        exits.add(new Exit(kind, site, count, target, before));
        put(ECALL, new Recovery(target, false, 0, 0, 0, 0, before, new Recovery.Leave(exits.size() - 1)));
        if (bank) {
            // What is written here when the exit is linked: see Links.
            for (int i = 1; i < Exit.STUB_WORDS; i++) {
                final int counted = i < 4 ? 0 : before + Exit.STUB_WORDS;
                put(ECALL, new Recovery(target, false, Links.SCRATCH, 0, 0, 0, before + i - counted, null));
            }
        }
    }

    private void finishTails(final boolean bank) {
        for (final Tail tail : tails) {
            words[tail.branch] = withOffset(tail.branchWord, 4L * (count - tail.branch));
            if (tail.kind == null) {
                put(ECALL, tail.recovery);
            } else {
                stub(tail.kind, tail.branch, tail.recovery, bank);
            }
        }
    }

    static int withOffset(final int branch, final long offset) {
        final int cleared = branch & ~Operand.BRANCH_OFFSET.insert(-2);
        return cleared | Operand.BRANCH_OFFSET.insert(offset);
    }

    Translation finish(final SourceCode source, final int[] starts, final int[] overheads, final boolean bank) {
        final int body = count;
        finishTails(bank);
        return new Translation(source, va, Arrays.copyOf(words, count), Arrays.copyOf(recoveries, count), starts, overheads, exits, body);
    }
}
