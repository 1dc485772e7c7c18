// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.kernel.Zicsr;
import org.trapline.machine.memory.Bus;

/** Smstateen: what modes may access that the modes above have not opened. */
class StateEnablesTest {
    private static final long SE = 1L << 63;
    private static final long ENVCFG = 1L << 62;

    private PrivilegedState state = state("rv64i_h_smstateen");

    private static PrivilegedState state(String isa) {
        return new Hart(Isa.parse(isa), 0, new Bus(), () -> 0, true, Set.of()).state();
    }

    private void reads(Csr csr) {
        Zicsr.csrrs(state, csr.number(), 0, false);
    }

    private void refused(Cause cause, Csr csr) {
        assertEquals(cause, assertThrows(Trap.class, () -> reads(csr)).cause(), csr.csrName());
    }

    @Test
    void nothingIsOpenAfterReset() {
        state.setPrivilege(Privilege.S);
        for (Csr csr : List.of(Csr.SENVCFG, Csr.HENVCFG, Csr.SSTATEEN0, Csr.HSTATEEN0, Csr.SSTATEEN3, Csr.HSTATEEN3)) {
            refused(Cause.ILLEGAL_INSTRUCTION, csr);
        }
        state.setPrivilege(Privilege.S, true);
        refused(Cause.ILLEGAL_INSTRUCTION, Csr.SENVCFG);
        state.setPrivilege(Privilege.M);
        reads(Csr.SENVCFG);
    }

    @Test
    void eachBitOpensItsRegisters() {
        state.write(Csr.MSTATEEN0, ENVCFG);
        state.write(Csr.MSTATEEN1, SE);
        state.setPrivilege(Privilege.S);
        reads(Csr.SENVCFG);
        reads(Csr.HENVCFG);
        reads(Csr.SSTATEEN1);
        reads(Csr.HSTATEEN1);
        refused(Cause.ILLEGAL_INSTRUCTION, Csr.SSTATEEN0);
        refused(Cause.ILLEGAL_INSTRUCTION, Csr.HSTATEEN2);
    }

    @Test
    void aGuestNeedsItsHypervisorsConsentAsWell() {
        state.write(Csr.MSTATEEN0, SE | ENVCFG);
        state.setPrivilege(Privilege.S, true);
        refused(Cause.VIRTUAL_INSTRUCTION, Csr.SENVCFG);
        refused(Cause.VIRTUAL_INSTRUCTION, Csr.SSTATEEN0);
        state.write(Csr.HSTATEEN0, SE | ENVCFG);
        reads(Csr.SENVCFG);
        reads(Csr.SSTATEEN0);
        refused(Cause.VIRTUAL_INSTRUCTION, Csr.HSTATEEN0);
    }

    @Test
    void aHypervisorOpensNothingThatIsClosedToIt() {
        state.write(Csr.HSTATEEN0, SE | ENVCFG);
        assertEquals(0, state.read(Csr.HSTATEEN0));
        state.write(Csr.MSTATEEN0, ENVCFG);
        state.write(Csr.HSTATEEN0, SE | ENVCFG);
        assertEquals(ENVCFG, state.read(Csr.HSTATEEN0));
        state.write(Csr.MSTATEEN0, 0);
        assertEquals(0, state.read(Csr.HSTATEEN0));
    }

    @Test
    void otherBitsAreZero() {
        state.write(Csr.MSTATEEN0, -1);
        assertEquals(SE | ENVCFG, state.read(Csr.MSTATEEN0));
        state.write(Csr.SSTATEEN0, -1);
        assertEquals(0, state.read(Csr.SSTATEEN0));
    }

    @Test
    void rv32HasThemInUpperHalves() {
        state = state("rv32i_h_smstateen");
        state.write(Csr.MSTATEEN0H, -1);
        state.write(Csr.HSTATEEN0H, -1);
        assertEquals(0, state.read(Csr.MSTATEEN0));
        assertEquals(3L << 30, state.read(Csr.MSTATEEN0H));
        assertEquals(3L << 30, state.read(Csr.HSTATEEN0H));
        state.setPrivilege(Privilege.S, true);
        reads(Csr.SENVCFG);
    }

    @Test
    void withoutTheExtensionNothingIsClosed() {
        state = state("rv64i_h");
        state.setPrivilege(Privilege.S, true);
        reads(Csr.SENVCFG);
    }
}
