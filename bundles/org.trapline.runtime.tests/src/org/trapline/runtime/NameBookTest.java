// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.memory.Bus;
import org.trapline.trace.TraceNames;

final class NameBookTest {
    private final TraceNames names = new NameBook().table();

    @Test
    void everyCsrHasItsName() {
        for (Csr csr : Csr.values()) {
            // Some numbers have one meaning on RV32 and another on RV64; either name will do.
            assertEquals(csr.number(), Csr.named(names.csr(csr.number())).number(), csr.csrName());
        }
    }

    @Test
    void everyCauseHasItsName() {
        for (Cause cause : Cause.values()) {
            assertEquals(cause.causeName(), names.cause(cause.value()));
        }
    }

    @Test
    void jumpsAreToldRelativeToThemselves() {
        assertEquals("j .+0x10", names.instruction(Instruction.JAL.encode(0, 16)));
        assertEquals("beq a0,a1,.-0x8", names.instruction(Instruction.BEQ.encode(10, 11, -8)));
    }

    @Test
    void instructionsAreThoseOfRv32IfAllHostsAre() {
        NameBook book = new NameBook();
        String wide = book.table().instruction(Instruction.C_JAL.encode(16));
        book.addHost(0, "narrow", Isa.parse("rv32gc"), new Bus());
        assertEquals("jal .+0x10", book.table().instruction(Instruction.C_JAL.encode(16)));
        book.addHost(1, "wide", Isa.parse("rv64gc"), new Bus());
        assertEquals(wide, book.table().instruction(Instruction.C_JAL.encode(16)));
    }

    @Test
    void otherInstructionsAreShownInTheirUsualForm() {
        assertEquals("csrw mtvec,t0", names.instruction(Instruction.CSRRW.encode(0, Csr.MTVEC.number(), 5)));
        assertEquals("sfence.vma", names.instruction(Instruction.SFENCE_VMA.encode(0, 0)));
    }
}
