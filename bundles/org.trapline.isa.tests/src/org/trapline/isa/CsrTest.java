// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.junit.jupiter.api.Assertions.*;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CsrTest {
    private static final Isa RV64 = Isa.parse("rv64ima_zicsr_zifencei");
    private static final Isa RV32 = Isa.parse("rv32ima");

    @Test
    void numbersAndNamesAreUnique() {
        Set<Integer> numbers = new HashSet<>();
        for (Csr csr : Csr.values()) {
            assertTrue(numbers.add(csr.number()), csr.toString());
            assertSame(csr, Csr.of(csr.number()));
            assertSame(csr, Csr.named(csr.csrName()));
        }
        assertNull(Csr.of(0x5ff));
        assertNull(Csr.named("mstatusx"));
    }

    @Test
    void privilegeAndReadOnlyFollowFromTheNumber() {
        assertEquals(Privilege.M, Csr.MSTATUS.privilege());
        assertEquals(Privilege.S, Csr.SATP.privilege());
        assertEquals(Privilege.U, Csr.CYCLE.privilege());
        assertTrue(Csr.CYCLE.isReadOnly() && Csr.MHARTID.isReadOnly());
        assertFalse(Csr.MSTATUS.isReadOnly() || Csr.PMPADDR63.isReadOnly());
    }

    @Test
    void namesOfMachineAndSupervisorRegistersAgreeWithTheirPrivilege() {
        for (Csr csr : Csr.values()) {
            char first = csr.csrName().charAt(0);
            if (first == 'm') {
                assertEquals(Privilege.M, csr.privilege(), csr.toString());
            } else if (first == 's') {
                assertEquals(Privilege.S, csr.privilege(), csr.toString());
            }
        }
    }

    @Test
    void registersThatRefuseEveryWriteHaveNoWritableField() {
        for (Csr csr : Csr.values()) {
            if (csr.isReadOnly()) {
                assertEquals(0, csr.rule(Isa.everything()).writeMask(), csr.toString());
            }
        }
    }

    @Test
    void fieldsDoNotOverlapAndHaveHelp() {
        for (Csr csr : Csr.values()) {
            for (int width : new int[] {32, 64}) {
                long seen = 0;
                for (CsrField field : csr.fields()) {
                    assertTrue(field.high() >= field.low() && field.high() < 64, csr + "." + field.name());
                    assertFalse(field.doc().isBlank(), csr + "." + field.name());
                    if (field.xlen().includes(width) && field.low() < width) {
                        assertEquals(0, seen & field.mask(width), csr + "." + field.name() + " overlaps another field");
                        seen |= field.mask(width);
                    }
                }
            }
            assertFalse(csr.fields().isEmpty(), csr + " has no fields");
            String page = Help.of(csr);
            assertTrue(page.contains(csr.csrName()) && page.contains(csr.meaning()) && page.contains(csr.anchor()), page);
        }
    }

    @Test
    void enumeratedValuesFitTheirField() {
        for (Csr csr : Csr.values()) {
            for (CsrField field : csr.fields()) {
                for (CsrField.Meaning meaning : field.meanings()) {
                    assertEquals(meaning.value(), field.extract(field.insert(0, meaning.value())), csr + "." + field.name());
                    assertTrue(meaning.value() < 64, "CsrRule keeps legal values in one long");
                }
            }
        }
    }

    @Test
    void viewsShowFieldsOfTheViewedRegister() {
        for (Csr csr : Csr.values()) {
            if (csr.viewOf() != null && csr.viewShift() == 0) {
                for (CsrField field : csr.fields()) {
                    assertTrue(csr.viewOf().fields().stream().anyMatch(f -> f.name().equals(field.name()) && f.low() == field.low()),
                        csr + "." + field.name());
                }
                long beyond = csr.rule(RV64).writeMask() & ~csr.viewOf().rule(RV64).writeMask();
                assertEquals(0, beyond, csr + " can write bits that " + csr.viewOf() + " cannot");
            }
        }
        assertSame(Csr.MSTATUS, Csr.SSTATUS.viewOf());
        assertNull(Csr.MSTATUS.viewOf());
    }

    @Test
    void masksOfTheStatusRegistersAreThoseOfTheManual() {
        assertEquals(0x00000000007e19aaL, Csr.MSTATUS.rule(RV64).writeMask());
        assertEquals(0x00000000000c0122L, Csr.SSTATUS.rule(RV64).writeMask());
        assertEquals(0x80000003000de762L, Csr.SSTATUS.rule(Isa.everything()).readMask());
        assertEquals(0x0000000a00000000L, Csr.MSTATUS.rule(RV64).reset());
        assertEquals(0x800de762L, Csr.SSTATUS.rule(new Isa(32, Isa.everything().extensions())).readMask());
        assertEquals(0x222, Csr.MIDELEG.rule(RV64).writeMask());
        assertEquals(0xaaa, Csr.MIE.rule(RV64).writeMask());
        assertEquals(0xb3ff, Csr.MEDELEG.rule(RV64).writeMask());
        assertEquals(0x2, Csr.SIP.rule(RV64).writeMask());
    }

    @Test
    void illegalValueLeavesAWarlFieldAsItWas() {
        CsrRule rule = Csr.MSTATUS.rule(RV64);
        CsrField mpp = Csr.MSTATUS.field("MPP", 64);
        long machine = rule.legalize(rule.reset(), 3L << 11);
        assertEquals(3, mpp.extract(machine));
        long reserved = rule.legalize(machine, 2L << 11 | 1 << 3);
        assertEquals(3, mpp.extract(reserved), "2 is no privilege mode");
        assertEquals(1, Csr.MSTATUS.field("MIE", 64).extract(reserved), "the other fields are written");
    }

    @Test
    void unsupportedSatpModeMakesTheWholeWriteHaveNoEffect() {
        CsrRule rule = Csr.SATP.rule(RV64);
        long sv39 = 8L << 60 | 0x80000;
        assertEquals(sv39, rule.legalize(0, sv39));
        assertEquals(sv39, rule.legalize(sv39, 5L << 60 | 0x90000));
        CsrRule rv32 = Csr.SATP.rule(RV32);
        assertEquals(0x80080000L, rv32.legalize(0, 0x80080000L));
    }

    @Test
    void trapVectorModeIsDirectOrVectored() {
        CsrRule rule = Csr.MTVEC.rule(RV64);
        assertEquals(0x80000101L, rule.legalize(0, 0x80000101L));
        assertEquals(0x80000200L, rule.legalize(0x80000100L, 0x80000202L));
    }

    @Test
    void exceptionPcHasTheAlignmentOfInstructions() {
        assertEquals(0x80000000L, Csr.MEPC.rule(RV64).legalize(0, 0x80000003L));
        assertEquals(0x80000002L, Csr.MEPC.rule(Isa.parse("rv64ic")).legalize(0, 0x80000003L));
    }

    @Test
    void misaTellsTheIsaAndCannotBeChanged() {
        CsrRule rule = Csr.MISA.rule(RV64);
        assertEquals(RV64.misa(), rule.reset());
        assertEquals(RV64.misa(), rule.legalize(rule.reset(), 0));
    }

    @Test
    void resetValuesAreLegal() {
        for (Isa isa : new Isa[] {RV64, RV32, Isa.everything()}) {
            for (Csr csr : Csr.values()) {
                CsrRule rule = csr.rule(isa);
                assertEquals(rule.reset(), rule.legalize(rule.reset(), rule.read(rule.reset())), csr.toString());
                assertEquals(0, rule.reset() & ~rule.readMask(), csr.toString());
            }
        }
    }

    @Test
    void legalizedValuesStayLegalAndInsideTheWriteMask() {
        Random random = new Random(4);
        for (Csr csr : Csr.values()) {
            CsrRule rule = csr.rule(RV64);
            long value = rule.reset();
            for (int i = 0; i < 100; i++) {
                long next = rule.legalize(value, random.nextLong());
                assertEquals(0, (next ^ value) & ~rule.writeMask(), csr.toString());
                assertEquals(next, rule.legalize(next, rule.read(next)), csr + ": writing back what was read changes nothing");
                for (CsrField field : csr.fields()) {
                    assertTrue(!field.isIn(RV64) || field.isLegal(field.extract(rule.read(next)), RV64), csr + "." + field.name());
                }
                value = next;
            }
        }
    }

    @Test
    void fieldsOfExtensionsThatAreOffReadAsZero() {
        assertEquals(0, Csr.MSTATUS.rule(RV64).readMask() & Csr.MSTATUS.field("FS", 64).mask(64));
        assertNotEquals(0, Csr.MSTATUS.rule(Isa.parse("rv64if")).writeMask() & Csr.MSTATUS.field("FS", 64).mask(64));
    }

    @Test
    void shiftedViewReadsAndWritesItsBitsOfTheViewedRegister() {
        Isa isa = Isa.parse("rv64gc_h");
        CsrRule frm = Csr.FRM.rule(isa);
        assertEquals(0x7f, frm.legalize(0x1f, 3));
        assertEquals(3, frm.read(0x7f));
        CsrRule vsie = Csr.VSIE.rule(isa);
        long mie = Cause.VIRTUAL_SUPERVISOR_TIMER_INTERRUPT.bit();
        assertEquals(Cause.SUPERVISOR_TIMER_INTERRUPT.bit(), vsie.read(mie | Cause.MACHINE_TIMER_INTERRUPT.bit()));
        assertEquals(mie | 1 << 3, vsie.legalize(1 << 3, -1 & Cause.SUPERVISOR_TIMER_INTERRUPT.bit()));
    }

    @Test
    void upperHalvesAreThereInRv32Only() {
        assertTrue(Csr.MCYCLEH.isIn(RV32));
        assertFalse(Csr.MCYCLEH.isIn(RV64));
        assertEquals(0x12345678_00000001L, Csr.MCYCLEH.rule(RV32).legalize(1, 0x12345678L));
        assertEquals(0x12345678L, Csr.CYCLEH.rule(RV32).read(0x12345678_00000001L));
        assertEquals(0xc0L << 32, Csr.MSTATUSH.rule(Isa.parse("rv32i_h")).writeMask());
    }

    @Test
    void interruptsOfGuestsAreAlwaysDelegatedToTheHypervisor() {
        CsrRule rule = Csr.MIDELEG.rule(Isa.parse("rv64i_h"));
        assertEquals(0x444, rule.reset());
        assertEquals(0x444, rule.legalize(rule.reset(), 0));
        assertEquals(0, Csr.MIDELEG.rule(RV64).reset());
    }

    @Test
    void guestExceptionsThatTheHypervisorCanPassOnAreThoseOfTheManual() {
        assertEquals(0xb1ff, Csr.HEDELEG.rule(Isa.everything()).writeMask());
        assertEquals(0x444, Csr.HIDELEG.rule(Isa.everything()).writeMask());
    }

    @Test
    void translationModesFollowTheIsa() {
        long sv48 = 9L << 60;
        assertEquals(0, Csr.SATP.rule(Isa.parse("rv64i_sv39")).legalize(0, sv48));
        assertEquals(sv48, Csr.SATP.rule(Isa.parse("rv64i_sv48")).legalize(0, sv48));
        long vmid = 1L << 44;
        assertEquals(vmid, Csr.HGATP.rule(Isa.parse("rv64i_h_sv39")).legalize(0, sv48 | vmid), "the other fields are written");
    }

    @Test
    void registerOfTwoExtensionsNeedsBoth() {
        assertTrue(Csr.VSTIMECMP.isIn(Isa.parse("rv64i_h_sstc")));
        assertFalse(Csr.VSTIMECMP.isIn(Isa.parse("rv64i_h")) || Csr.VSTIMECMP.isIn(Isa.parse("rv64i_sstc")));
    }

    @Test
    void registersOfTheOtherWidthAreNotThere() {
        assertFalse(Csr.PMPCFG1.isIn(RV64));
        assertTrue(Csr.PMPCFG1.isIn(RV32) && Csr.PMPCFG0.isIn(RV64));
    }
}
