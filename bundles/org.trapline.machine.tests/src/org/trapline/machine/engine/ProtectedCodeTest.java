// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Privilege;
import org.trapline.machine.Code;
import org.trapline.machine.Rig;
import org.trapline.machine.platform.Platform;

/** Code of which PMP protects a part of the page. */
class ProtectedCodeTest {
    private static final long LIMIT = 0x100;
    private static final int ALLOW_TO = 0x0f;
    private static final int COMPRESSED_NOP = 1;
    private static final long HANDLER = Platform.RAM_BASE + 0x2000;

    private static Rig userCode(String isa, Code program) {
        Rig rig = Rig.withIsa(isa, program, Code.at(HANDLER).pass());
        rig.hart().state().write(Csr.PMPADDR0, Platform.RAM_BASE + LIMIT >>> 2);
        rig.hart().state().write(Csr.PMPCFG0, ALLOW_TO);
        rig.hart().state().write(Csr.MTVEC, HANDLER);
        rig.hart().state().setPrivilege(Privilege.U);
        return rig;
    }

    private static Code sled(long bytes) {
        Code program = Code.here();
        while (program.pc() < Platform.RAM_BASE + bytes) {
            program.op(Instruction.ADDI, Code.A0, Code.A0, 1);
        }
        return program;
    }

    @Test
    void executionStopsWhereTheAllowedPartEnds() {
        Rig rig = userCode("rv64ima", sled(2 * LIMIT));
        rig.run();
        assertEquals(LIMIT / 4, rig.x(Code.A0));
        assertEquals(Cause.INSTRUCTION_ACCESS_FAULT.value(), rig.csr(Csr.MCAUSE));
        assertEquals(Platform.RAM_BASE + LIMIT, rig.csr(Csr.MEPC));
    }

    @Test
    void codeDecodedForMachineModeIsCheckedAgainForUserMode() {
        Rig rig = userCode("rv64ima", sled(2 * LIMIT));
        rig.hart().state().setPrivilege(Privilege.M);
        rig.step((int) LIMIT / 2);
        assertEquals(LIMIT / 2, rig.x(Code.A0), "machine mode is not bound");
        rig.hart().setPc(Platform.RAM_BASE);
        rig.hart().x()[Code.A0] = 0;
        rig.hart().state().setPrivilege(Privilege.U);
        rig.run();
        assertEquals(LIMIT / 4, rig.x(Code.A0));
    }

    @Test
    void anInstructionThatIsAllowedOnlyInPartFaultsAtTheRest() {
        Code program = sled(LIMIT - 4).word(COMPRESSED_NOP | Instruction.ADDI.encode(Code.A0, Code.A0, 1) << 16)
            .word(Instruction.ADDI.encode(Code.A0, Code.A0, 1) >>> 16);
        Rig rig = userCode("rv64imac", program);
        rig.run();
        assertEquals(LIMIT / 4 - 1, rig.x(Code.A0));
        assertEquals(Platform.RAM_BASE + LIMIT - 2, rig.csr(Csr.MEPC));
        assertEquals(Platform.RAM_BASE + LIMIT, rig.csr(Csr.MTVAL));
    }
}
