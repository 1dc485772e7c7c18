// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Csr;
import org.trapline.isa.Decoder;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;

/** What pieces of guest code are translated to. */
class TranslatorTest {
    private static final Isa ISA = Isa.everything(64);
    private static final Decoder DECODER = new Decoder(ISA);
    private static final long PC = 0x8000_1230L;
    private static final long VA = 0xf800_4000L;
    private static final long TABLE = 0xf800_0000L;
    private static final int A0 = 10;
    private static final int A1 = 11;
    private static final Context MACHINE = new Context(true, true, true, false, 3);
    private static final Context SUPERVISOR = new Context(false, true, true, false, 3);
    private static final Context COMPUTING = new Context(false, true, true, true, 3);
    private static final Context WITHOUT_BANK = new Context(false, true, false, false, 0);
    /** All that translated code may consist of beside what is copied. */
    private static final Set<Instruction> MADE = EnumSet.of(Instruction.FMV_D_X, Instruction.FMV_X_D, Instruction.FSGNJ_D, Instruction.AUIPC,
        Instruction.ADDI, Instruction.ANDI, Instruction.ORI, Instruction.XOR, Instruction.ADD, Instruction.BNE, Instruction.JAL, Instruction.JALR,
        Instruction.ECALL);

    private static SourceCode source(final int... words) {
        return SourceCode.read(PC, gva -> halfword(words[(int) (gva - PC) / 4], gva), DECODER, 4L * words.length);
    }

    private static int halfword(final int word, final long gva) {
        return word >>> 8 * ((int) gva & 2) & 0xffff;
    }

    private static Translation translate(final Context context, final int... words) {
        return new Translator(context).translate(source(words), VA, TABLE);
    }

    private static List<String> mnemonics(final Translation translation, final int count) {
        return IntStream.range(0, count).mapToObj(i -> DECODER.decode(translation.word(i)).mnemonic()).toList();
    }

    /** Returns an instruction with the first operands that are legal. */
    private static int sample(final Instruction row) {
        return row.encode(row.format().operands().stream().mapToLong(operand -> operand.accepts(0) ? 0 : operand.accepts(8) ? 8 : 16).toArray());
    }

    @ParameterizedTest
    @EnumSource
    void nothingThatAKernelAloneMayDoIsExecuted(final Instruction row) {
        if (!ISA.has(row)) {
            return;
        }
        final int raw = sample(row);
        final Instruction meant = row.expansion() == null ? row : row.expansion();
        for (final Context context : List.of(MACHINE, SUPERVISOR, COMPUTING, WITHOUT_BANK)) {
            final Translation translation = translate(context, raw);
            for (int i = 0; i < translation.length(); i++) {
                final Instruction made = DECODER.decode(translation.word(i));
                final boolean kept = made == meant && (meant.format() == Format.B || Translator.isHarmless(meant) || context.floats() && isComputing(meant));
                assertTrue(MADE.contains(made) || kept, row + " becomes " + made);
            }
        }
    }

    private static boolean isComputing(final Instruction row) {
        return Translator.isFloat(row) || row.format() == Format.CSR || row.format() == Format.CSR_IMM;
    }

    @Test
    void floatingPointInstructionsAreCopiedIfTheHartHasTheGuestsRegisters() {
        final int[] words = {Instruction.FLD.encode(8, 8, A0), Instruction.FMADD_D.encode(1, 8, 17, 28, 7), Instruction.FCVT_L_D.encode(A1, 1, 1),
            Instruction.CSRRW.encode(A1, Csr.FRM.number(), A0), Instruction.CSRRSI.encode(0, Csr.FFLAGS.number(), 1), Instruction.FSW.encode(1, 0, A0)};
        final Translation translation = translate(COMPUTING, words);
        assertArrayEquals(words, Arrays.copyOf(translation.words(), words.length));
        assertEquals(0, translation.callouts());
        assertEquals(words.length, translate(SUPERVISOR, words).callouts());
    }

    @ParameterizedTest
    @EnumSource
    void theVmmCarriesOutWhatNamesARegisterOfTheBank(final Bank held) {
        final int register = held.register();
        final int[] words = {Instruction.FADD_D.encode(register, 1, 2, 7), Instruction.FADD_D.encode(1, register, 2, 7),
            Instruction.FSD.encode(register, 0, A0), Instruction.FMADD_S.encode(1, 2, 3, register, 7), Instruction.FMV_X_D.encode(A0, register)};
        for (final int word : words) {
            assertEquals(1, translate(COMPUTING, word).callouts(), Integer.toHexString(word));
        }
    }

    @Test
    void ordinaryInstructionsAreCopied() {
        final int[] words = {Instruction.ADDI.encode(A0, A0, 1), Instruction.LD.encode(A1, 8, A0), Instruction.MUL.encode(A0, A0, A1),
            Instruction.AMOADD_W.encode(A0, A0, A1)};
        final Translation translation = translate(SUPERVISOR, words);
        assertArrayEquals(words, Arrays.copyOf(translation.words(), words.length));
        for (int i = 0; i < words.length; i++) {
            assertEquals(new Recovery(PC + 4L * i, false, 0, 0, 0, 0, 0, null), translation.recovery(i));
        }
    }

    @Test
    void compressedInstructionsAreCopiedInTheirLongForm() {
        // c.addi a0,1 and c.li a1,2
        final Translation translation = translate(SUPERVISOR, 0x0505 | 0x4589 << 16);
        assertEquals(Instruction.ADDI.encode(A0, A0, 1), translation.word(0));
        assertEquals(Instruction.ADDI.encode(A1, 0, 2), translation.word(1));
        assertEquals(PC + 2, translation.recovery(1).pc());
    }

    @Test
    void anAddressMadeOfThePcIsTheGuests() {
        final Translation translation = translate(SUPERVISOR, Instruction.AUIPC.encode(A0, 5), Instruction.ADDI.encode(A0, A0, -8));
        assertEquals(List.of("auipc", "addi"), mnemonics(translation, 2), "no longer than it was");
        final long upper = (int) (Operand.UPPER20.extract(translation.word(0)) << 12);
        assertEquals(PC + 0x5000 - 8, VA + upper + Operand.IMM12.extract(translation.word(1)));
        assertEquals(PC + 0x5000, translation.recovery(1).setValue(), "what the guest has in between");
        assertEquals(A0, translation.recovery(1).setRegister());
        assertEquals(-1, translation.entry(PC + 4));
    }

    @Test
    void aReturnAddressIsTheGuests() {
        final Translation translation = translate(SUPERVISOR, Instruction.JAL.encode(1, 0x100));
        final Exit exit = translation.exits().getFirst();
        assertEquals(PC + 0x100, exit.target());
        assertEquals(-1, exit.overhead(), "with the jump, all is counted");
        assertEquals(PC + 4, translation.recovery(exit.site()).setValue());
        assertEquals(PC, translation.recovery(0).pc(), "nothing has happened yet");
        assertEquals(PC + 0x100, translation.recovery(1).pc(), "the register is lost, so it has");
    }

    @Test
    void aScratchRegisterIsAMoveFromTheBank() {
        final Translation read = translate(SUPERVISOR, Instruction.CSRRS.encode(A0, Csr.SSCRATCH.number(), 0));
        assertEquals(Instruction.FMV_X_D.encode(A0, Bank.SCRATCH.register()), read.word(0));
        assertEquals(1, translate(MACHINE, Instruction.CSRRS.encode(A0, Csr.SSCRATCH.number(), 0)).callouts(), "the bank has mscratch then");
        final Translation swap = translate(MACHINE, Instruction.CSRRW.encode(2, Csr.MSCRATCH.number(), 2));
        assertEquals(0, swap.callouts());
        assertEquals(2, swap.recovery(2).restoreA(), "half a swap is undone");
    }

    @Test
    void enablingInterruptsAsksTheVmmOnlyIfOneWaits() {
        final Translation translation = translate(SUPERVISOR, Instruction.CSRRSI.encode(0, Csr.SSTATUS.number(), 2));
        assertEquals(1, translation.callouts());
        assertEquals(List.of("fmv.d.x", "fmv.x.d", "bne", "fmv.x.d", "ori", "fmv.d.x", "fmv.x.d"), mnemonics(translation, 7));
        assertEquals(PC, translation.recovery(5).pc());
        assertEquals(PC + 4, translation.recovery(6).pc());
    }

    @Test
    void aLoopToTheFirstInstructionStaysInside() {
        final int branch = Instruction.BNE.encode(A0, 0, -4);
        assertEquals(branch, translate(SUPERVISOR, Instruction.ADDI.encode(A0, A0, -1), branch).word(1));
    }

    @Test
    void whatIsLongerThanItWasIsCountedBeforeItIsLeft() {
        final Translation translation = translate(SUPERVISOR, Instruction.AUIPC.encode(A0, 1), Instruction.CSRRSI.encode(0, Csr.SSTATUS.number(), 2),
            Instruction.ADDI.encode(A1, A1, 1), Instruction.JAL.encode(0, 64));
        for (int i = 0; i < 4; i++) {
            assertEquals(translation.overheadAt(i), translation.recovery(translation.start(i)).overhead());
        }
        assertEquals(7, translation.overheadAt(3), "one for the address, six for the status");
        assertEquals(-1, translation.exits().getLast().overhead());
    }

    @Test
    void withoutABankNothingIsMade() {
        final Translation translation = translate(WITHOUT_BANK, Instruction.CSRRS.encode(A0, Csr.SSCRATCH.number(), 0), Instruction.AUIPC.encode(A0, 1),
            Instruction.JALR.encode(1, 0, A0));
        assertEquals(3, translation.callouts());
        assertEquals(3, translation.length());
    }

    @Test
    void aPieceEndsWithItsPageOrWithAJump() {
        final int plain = Instruction.ADDI.encode(A0, A0, 1);
        assertEquals(2, source(plain, Instruction.JAL.encode(0, 8), plain).instructions().size());
        final SourceCode page = SourceCode.read(0x8000_1ff8L, gva -> halfword(plain, gva), DECODER);
        assertEquals(0x8000_2000L, page.end());
        final SourceCode across = SourceCode.read(0x8000_1ffeL, gva -> halfword(plain, gva + 2), DECODER);
        assertEquals(1, across.instructions().size());
        assertEquals(0x8000_2002L, across.end());
    }

    @Test
    void whatTheGuestsHartsDoNotKnowIsLeftToThem() {
        final int word = Instruction.MUL.encode(A0, A0, A1);
        final SourceCode source = SourceCode.read(PC, gva -> halfword(word, gva), new Decoder(Isa.parse("rv64i")));
        final Translation translation = new Translator(SUPERVISOR).translate(source, VA, TABLE);
        assertEquals(1, translation.callouts());
        assertEquals(1, translation.length());
    }
}
