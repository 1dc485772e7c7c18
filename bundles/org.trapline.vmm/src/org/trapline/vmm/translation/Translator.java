// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import java.util.List;

import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;
import org.trapline.machine.privileged.Mstatus;

/**
 * Translates a piece of guest-kernel code. The same piece for the same address always gives the same words.
 *
 * <ul>
 * <li>What means the same in the hart's user mode is copied, compressed instructions in their long form.
 * <li>What depends on the pc is rewritten, so that registers hold what they would in the guest: it must never see where its code really runs.
 * <li>Floating-point instructions are copied where the guest's registers are the hart's. A few are not: those of the {@link Bank}.
 * <li>What is privileged or sensitive becomes code that acts on the {@link Bank}, where that is all there is to it, or else a callout.
 * </ul>
 *
 * Time stays exact: whatever the new code takes more instructions for than the guest's is counted in {@link Bank#OVERHEAD}. Code that was copied costs
 * nothing.
 */
public final class Translator {
    private final Context context;
    private final long interruptEnable;

    public Translator(final Context context) {
        this.context = context;
        interruptEnable = context.machineMode() ? Mstatus.MIE : Mstatus.SIE;
    }

    /**
     * Translates.
     * @param va      where the code will stand
     * @param tableVa where the table of the {@link LookUp} stands that indirect jumps go through
     */
    public Translation translate(final SourceCode source, final long va, final long tableVa) {
        return new Run(source, va, tableVa).translate();
    }

    /** The work on one piece. */
    private final class Run {
        private final SourceCode source;
        private final List<GuestInstruction> instructions;
        private final long tableVa;
        private final CodeWriter code;
        private final int[] starts;
        private final int[] overheads;
        private int next;
        private long anchor;
        private boolean goesOn = true;

        Run(final SourceCode source, final long va, final long tableVa) {
            this.source = source;
            this.tableVa = tableVa;
            instructions = source.instructions();
            code = new CodeWriter(va);
            starts = new int[instructions.size()];
            overheads = new int[instructions.size()];
        }

        Translation translate() {
            while (next < instructions.size()) {
                starts[next] = code.count();
                overheads[next] = code.overhead();
                final GuestInstruction instruction = instructions.get(next++);
                code.begin(instruction);
                translate(instruction);
                code.end();
            }
            if (goesOn) {
                code.fallThrough(source.end(), context.bank());
            }
            return code.finish(source, starts, overheads, context.bank());
        }

        private void translate(final GuestInstruction instruction) {
            if (instruction.row() == null) {
                callout();
                return;
            }
            switch (instruction.row()) {
                case AUIPC -> auipc(instruction);
                case JAL -> jal(instruction);
                case JALR -> jalr(instruction);
                case BEQ, BNE, BLT, BGE, BLTU, BGEU -> branch(instruction);
                case CSRRW, CSRRS, CSRRC, CSRRWI, CSRRSI, CSRRCI -> csr(instruction);
                case MRET, SRET, ECALL, EBREAK -> {
                    callout();
                    goesOn = false;
                }
                default -> {
                    if (isHarmless(instruction.row()) || context.floats() && isFloat(instruction.row()) && !namesBank(instruction)) {
                        code.add(instruction.word());
                    } else {
                        callout();
                    }
                }
            }
        }

        private void callout() {
            code.callout();
            goesOn = next < instructions.size() || instructions.getLast().row() != null;
        }

        // ---- the pc ----

        private void auipc(final GuestInstruction instruction) {
            final int rd = rd(instruction);
            final long value = instruction.pc() + (int) (Operand.UPPER20.extract(instruction.word()) << 12);
            if (rd == 0) {
                code.add(Instruction.ADDI, 0, 0, 0);
            } else if (!context.bank() || !code.isNear(value)) {
                callout();
            } else if (!withNext(rd, value)) {
                code.add(Instruction.AUIPC, rd, upper(value));
                code.done(instruction.end());
                code.sets(rd, value);
                code.add(Instruction.ADDI, rd, rd, lower(value));
            }
        }

        // The pair of which %pcrel_hi and %pcrel_lo are made costs nothing: the low part takes up what the address differs by.
        private boolean withNext(final int rd, final long value) {
            if (next == instructions.size()) {
                return false;
            }
            final GuestInstruction second = instructions.get(next);
            final Instruction row = second.row();
            final boolean pair = row != null && (row == Instruction.ADDI || isLoad(row)) && rs1(second) == rd && rd(second) == rd;
            if (!pair) {
                return false;
            }
            final long address = value + Operand.IMM12.extract(second.word());
            final long upper = upper(address);
            final int low = (int) lower(address);
            code.add(Instruction.AUIPC, rd, upper);
            code.done(second.pc());
            code.end();
            // In between the register does not hold what the guest would see.
            starts[next] = -1;
            overheads[next] = code.overhead();
            next++;
            code.begin(second);
            code.sets(rd, value);
            code.add(second.word() & ~Operand.IMM12.insert(-1) | Operand.IMM12.insert(low));
            return true;
        }

        /** Returns the immediate of an {@code auipc} that stands here, so that {@link #lower} behind it makes up a number. */
        private long upper(final long value) {
            anchor = code.here();
            return value - anchor + 0x800 >> 12 & 0xf_ffff;
        }

        private long lower(final long value) {
            final long distance = value - anchor;
            return distance - (distance + 0x800 >> 12 << 12);
        }

        // ---- jumps ----

        private boolean isMisaligned(final long target) {
            return !context.compressed() && (target & 2) != 0;
        }

        private void branch(final GuestInstruction instruction) {
            final long target = instruction.pc() + Operand.BRANCH_OFFSET.extract(instruction.word());
            if (isMisaligned(target)) {
                callout();
            } else if (target == source.pc() && code.overhead() == 0) {
                code.branchToStart(instruction.word());
            } else {
                code.branchOut(instruction.word(), target);
            }
        }

        private void jal(final GuestInstruction instruction) {
            final int rd = rd(instruction);
            final long target = instruction.pc() + Operand.JUMP_OFFSET.extract(instruction.word());
            final boolean plain = rd == 0 && code.overhead() == 0;
            goesOn = false;
            if (isMisaligned(target) || !plain && (!context.bank() || !code.isNear(instruction.end()))) {
                callout();
                goesOn = false;
                return;
            }
            if (rd != 0) {
                // Counts itself: three words for that, two for the return address, and the jump in place of the guest's.
                final int counted = code.overhead() + 5;
                code.read(rd, Bank.OVERHEAD);
                code.done(target);
                code.sets(rd, instruction.end());
                code.countRead(counted, rd);
                code.constant(rd, instruction.end());
            } else if (!plain) {
                countAndRestore(5);
            }
            code.jumpOut(target);
        }

        private void countAndRestore(final int more) {
            final int counted = code.overhead() + more;
            code.spillA(LookUp.A);
            code.count(counted, LookUp.A);
            code.restoreA();
        }

        private void jalr(final GuestInstruction instruction) {
            final int rd = rd(instruction);
            goesOn = false;
            if (!context.bank() || !code.isNear(instruction.end())) {
                code.callout();
                return;
            }
            code.spillA(LookUp.A);
            code.spillB(LookUp.B);
            code.add(Instruction.ADDI, LookUp.A, rs1(instruction), Operand.LOAD_OFFSET.extract(instruction.word()));
            if (!context.compressed()) {
                code.add(Instruction.ANDI, LookUp.B, LookUp.A, 2);
                code.branchToCallout(Instruction.BNE, LookUp.B, 0);
            }
            code.write(Bank.TARGET, LookUp.A);
            code.doneAtTarget();
            code.sets(rd, instruction.end());
            final boolean indirect = rd == LookUp.A || rd == LookUp.B;
            final int behind = 3 + (rd == 0 ? 0 : indirect ? 3 : 2) + 5;
            code.count(code.overhead() + behind + LookUp.HIT_WORDS, LookUp.B);
            if (indirect) {
                code.constant(LookUp.B, instruction.end());
                code.write(rd == LookUp.A ? Bank.SPILL_A : Bank.SPILL_B, LookUp.B);
            } else if (rd != 0) {
                code.constant(rd, instruction.end());
            }
            code.add(Instruction.ANDI, LookUp.B, LookUp.A, LookUp.HASH);
            code.add(Instruction.AUIPC, LookUp.A, upper(tableVa));
            code.add(Instruction.ADD, LookUp.B, LookUp.B, LookUp.A);
            code.read(LookUp.A, Bank.TARGET);
            code.add(Instruction.JALR, 0, lower(tableVa), LookUp.B);
        }

        // ---- CSRs ----

        private void csr(final GuestInstruction instruction) {
            final int number = (int) Operand.CSR.extract(instruction.word());
            final Bank held = context.bank() ? Bank.of(number, context.machineMode()) : null;
            final int rd = rd(instruction);
            if (isRead(instruction) && context.machineMode() && number == Csr.MHARTID.number()) {
                code.add(Instruction.ADDI, rd, 0, context.hartId());
            } else if (context.floats() && isFloat(number)) {
                code.add(instruction.word());
            } else if (held == null) {
                callout();
            } else if (isRead(instruction)) {
                readHeld(rd, held);
            } else if (held == Bank.SCRATCH && instruction.row() == Instruction.CSRRW) {
                swap(rd, rs1(instruction));
            } else if (held == Bank.EPC && instruction.row() == Instruction.CSRRW && rd == 0) {
                writeEpc(rs1(instruction));
            } else if (held == Bank.STATUS) {
                status(instruction, rd);
            } else {
                callout();
            }
        }

        private void readHeld(final int rd, final Bank held) {
            if (rd == 0) {
                code.add(Instruction.ADDI, 0, 0, 0);
            } else {
                code.read(rd, held);
            }
        }

        private void swap(final int rd, final int rs) {
            if (rd == 0) {
                code.write(Bank.SCRATCH, rs);
                return;
            }
            code.spillA(rd);
            code.read(rd, Bank.SCRATCH);
            if (rs == rd) {
                code.add(Instruction.FSGNJ_D, Bank.SCRATCH.register(), Bank.SPILL_A.register(), Bank.SPILL_A.register());
            } else {
                code.write(Bank.SCRATCH, rs);
            }
        }

        private void writeEpc(final int rs) {
            final int a = free(rs);
            code.spillA(a);
            code.add(Instruction.ANDI, a, rs, context.compressed() ? -2 : -4);
            code.write(Bank.EPC, a);
            code.done(instructions.get(next - 1).end());
            code.restoreA();
        }

        /** The bit that enables interrupts; a change of any other is the VMM's business. */
        private void status(final GuestInstruction instruction, final int rd) {
            switch (instruction.row()) {
                case CSRRCI -> {
                    if (Operand.ZIMM5.extract(instruction.word()) == interruptEnable) {
                        clearEnable(instruction, rd);
                        return;
                    }
                }
                case CSRRSI -> {
                    if (Operand.ZIMM5.extract(instruction.word()) == interruptEnable && rd == 0) {
                        setEnable(instruction);
                        return;
                    }
                }
                case CSRRW -> {
                    if (rd == 0) {
                        writeStatus(instruction);
                        return;
                    }
                }
                default -> {
                    // Not frequent enough for code of its own.
                }
            }
            callout();
        }

        private void clearEnable(final GuestInstruction instruction, final int rd) {
            final int a = free(rd);
            code.spillA(a);
            if (rd == 0) {
                code.read(a, Bank.STATUS);
            } else {
                code.spillB(rd);
                code.read(rd, Bank.STATUS);
            }
            code.add(Instruction.ANDI, a, rd == 0 ? a : rd, ~interruptEnable);
            code.write(Bank.STATUS, a);
            code.done(instruction.end());
            code.keepB();
            code.restoreA();
        }

        private void setEnable(final GuestInstruction instruction) {
            final int a = LookUp.A;
            code.spillA(a);
            code.read(a, Bank.PENDING);
            code.branchToCallout(Instruction.BNE, a, 0);
            code.read(a, Bank.STATUS);
            code.add(Instruction.ORI, a, a, interruptEnable);
            code.write(Bank.STATUS, a);
            code.done(instruction.end());
            code.restoreA();
        }

        private void writeStatus(final GuestInstruction instruction) {
            final int rs = rs1(instruction);
            final int a = free(rs);
            code.spillA(a);
            code.read(a, Bank.PENDING);
            code.branchToCallout(Instruction.BNE, a, 0);
            code.read(a, Bank.STATUS);
            code.add(Instruction.XOR, a, a, rs);
            code.add(Instruction.ANDI, a, a, ~interruptEnable);
            code.branchToCallout(Instruction.BNE, a, 0);
            code.write(Bank.STATUS, rs);
            code.done(instruction.end());
            code.restoreA();
        }
    }

    private static int free(final int used) {
        return used == LookUp.A ? LookUp.B : LookUp.A;
    }

    /** Tells whether a CSR instruction does not write, whatever its source register holds. */
    private static boolean isRead(final GuestInstruction instruction) {
        return switch (instruction.row()) {
            case CSRRS, CSRRC -> rs1(instruction) == 0;
            case CSRRSI, CSRRCI -> Operand.ZIMM5.extract(instruction.word()) == 0;
            default -> false;
        };
    }

    private static boolean isLoad(final Instruction row) {
        return switch (row) {
            case LB, LH, LW, LD, LBU, LHU, LWU -> true;
            default -> false;
        };
    }

    /** Tells whether an instruction is the same for a kernel and for the hart's user mode, and does not depend on where it stands. */
    static boolean isHarmless(final Instruction row) {
        return switch (row) {
            case ECALL, EBREAK, MRET, WFI, AUIPC, JAL, JALR, BEQ, BNE, BLT, BGE, BLTU, BGEU -> false;
            default -> row.extension() == Extension.I || row.extension() == Extension.M || row.extension() == Extension.A
                || row.extension() == Extension.ZIFENCEI || row.extension() == Extension.ZIHINTPAUSE || row.extension() == Extension.ZICOND
                || row.extension() == Extension.ZBA || row.extension() == Extension.ZBB || row.extension() == Extension.ZBC
                || row.extension() == Extension.ZBS;
        };
    }

    /** Tells whether an instruction needs nothing of the state of a kernel but that the floating-point unit is on. */
    public static boolean isFloat(final Instruction row) {
        return row.extension() == Extension.F || row.extension() == Extension.D;
    }

    private static boolean isFloat(final int csr) {
        return csr == Csr.FFLAGS.number() || csr == Csr.FRM.number() || csr == Csr.FCSR.number();
    }

    /** Tells whether a floating-point register that an instruction names is one of the bank's. */
    private static boolean namesBank(final GuestInstruction instruction) {
        return instruction.row().format().operands().stream().anyMatch(operand -> operand.kind() == Operand.Kind.FREGISTER
            && Bank.has((int) operand.extract(instruction.word())));
    }

    private static int rd(final GuestInstruction instruction) {
        return (int) Operand.RD.extract(instruction.word());
    }

    private static int rs1(final GuestInstruction instruction) {
        return (int) Operand.RS1.extract(instruction.word());
    }
}
