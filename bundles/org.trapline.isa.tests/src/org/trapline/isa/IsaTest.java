// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.junit.jupiter.api.Assertions.*;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class IsaTest {
    private static final Set<Extension> ALWAYS = EnumSet.of(Extension.I, Extension.S, Extension.U, Extension.ZICSR, Extension.ZICNTR,
        Extension.ZIHPM, Extension.SV39, Extension.SV48, Extension.SV57);

    private static Set<Extension> with(Extension... more) {
        Set<Extension> all = EnumSet.copyOf(ALWAYS);
        all.addAll(Set.of(more));
        return all;
    }

    private static String refusal(String text) {
        return assertThrows(IsaException.class, () -> Isa.parse(text)).getMessage();
    }

    @Test
    void lettersAndNamesAreRead() {
        Isa isa = Isa.parse("rv64ima_zicsr_zifencei");
        assertEquals(64, isa.xlen());
        assertEquals(with(Extension.M, Extension.A, Extension.ZIFENCEI), isa.extensions());
    }

    @Test
    void spellingVariantsMeanTheSame() {
        Isa isa = Isa.parse("rv64ima_zicsr_zifencei");
        assertEquals(isa, Isa.parse("RV64IMA_Zicsr_Zifencei"));
        assertEquals(isa, Isa.parse("rv64i2p1_m2p0_a2p1_zicsr2p0_zifencei2p0"));
        assertEquals(isa, Isa.parse("rv64i2p1m2a2p1zifencei"));
        assertEquals(isa, Isa.parse(" rv64iam_zifencei "));
    }

    @Test
    void lettersThatStandForSeveralAreResolved() {
        assertEquals(with(Extension.M, Extension.A, Extension.F, Extension.D, Extension.C, Extension.ZIFENCEI, Extension.H),
            Isa.parse("rv64gc_h").extensions());
        assertEquals(Isa.parse("rv64i_zba_zbb_zbs"), Isa.parse("rv64ib"));
    }

    @Test
    void textNamesWhatIsNotAlwaysThere() {
        assertEquals("rv64ima_zicsr_zifencei", Isa.parse("rv64ima_zifencei").toString());
        assertEquals("rv64imafdch_zicsr_zifencei_sv48", Isa.parse("rv64gc_h_sv48").toString());
        assertEquals("rv64i_zicsr", Isa.parse("rv64i_sv57").toString());
    }

    @Test
    void virtualAddressesAreAsLargeAsPossibleUnlessASizeIsNamed() {
        assertTrue(Isa.parse("rv64i").has(Extension.SV57));
        assertFalse(Isa.parse("rv64i_sv39").has(Extension.SV48));
        assertTrue(Isa.parse("rv64i_sv48").has(Extension.SV39) && !Isa.parse("rv64i_sv48").has(Extension.SV57));
        assertFalse(Isa.parse("rv32i").has(Extension.SV39));
    }

    @Test
    void instructionOfTwoExtensionsNeedsBoth() {
        assertTrue(Isa.parse("rv64ifdc").has(Instruction.C_FLD));
        assertFalse(Isa.parse("rv64ifd").has(Instruction.C_FLD) || Isa.parse("rv64ic").has(Instruction.C_FLD));
    }

    @Test
    void whatAnExtensionRequiresIsAdded() {
        assertTrue(Isa.parse("rv64id").has(Extension.F));
        assertTrue(Isa.parse("rv64i").has(Extension.ZICSR));
        assertTrue(Isa.parse("rv64i_sv57").has(Extension.SV48));
    }

    @Test
    void textReadsBackAsTheSameIsa() {
        for (String text : new String[] {"rv64i", "rv32ima", "rv64gc_h", "rv64gc_zba_zbb_zbs_svinval_sstc_sv48", "rv64i_sv39", "rv64i_sv57"}) {
            Isa isa = Isa.parse(text);
            assertEquals(isa, Isa.parse(isa.toString()), text);
        }
        assertEquals(Isa.everything(), Isa.parse(Isa.everything().toString()));
    }

    @Test
    void unknownExtensionIsNamedWithThoseKnown() {
        assertTrue(refusal("rv64iv").startsWith("isa 'rv64iv': extension 'v' is not known; known are i m a "));
        assertTrue(refusal("rv64ima_zfoo").contains("extension 'zfoo' is not known"));
        assertTrue(refusal("rv64ima__zicsr").contains("an extension name is missing"));
    }

    @Test
    void baseMustBeNamed() {
        assertEquals("isa 'x86': expected rv32 or rv64 at the start", refusal("x86"));
        assertEquals("isa 'rv128i': expected rv32 or rv64 at the start", refusal("rv128i"));
        assertEquals("isa 'rv64': expected i or g after the register width", refusal("rv64"));
        assertEquals("isa 'rv64m': expected i or g after the register width", refusal("rv64m"));
        assertEquals("isa '': expected rv32 or rv64 at the start", refusal(""));
    }

    @Test
    void misaHasWidthAndLetters() {
        assertEquals(0x8000000000141101L, Isa.parse("rv64ima").misa());
        assertEquals(0x80000000001411adL, Isa.parse("rv64gc_h").misa());
        assertEquals(0x800000000014112fL, Isa.parse("rv64gcb").misa(), "B stands for Zba, Zbb and Zbs together");
        assertEquals(0x800000000014112dL, Isa.parse("rv64gc_zba_zbb").misa());
        assertEquals(0x40141101L, Isa.parse("rv32ima").misa());
    }

    @Test
    void extensionsTheEngineLacksAreTold() {
        assertEquals(Set.of(), Isa.parse("rv64ima_zifencei").notImplemented());
        for (Extension extension : Extension.values()) {
            assertEquals(!extension.isImplemented(), new Isa(64, Set.of(extension)).notImplemented().contains(extension));
        }
    }
}
