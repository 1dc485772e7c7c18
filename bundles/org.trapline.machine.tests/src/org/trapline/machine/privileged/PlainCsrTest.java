// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.kernel.Zicsr;
import org.trapline.machine.memory.Bus;

/** Registers that are accessed directly are compared with what CSR instructions do. */
class PlainCsrTest {
    private static final int NUMBERS = 1 << 12;
    private static final int TRIES = 8;

    private final Random random = new Random(1);

    private static PrivilegedState state(String isa, Quirk... quirks) {
        return new Hart(Isa.parse(isa), 0, new Bus(), () -> 0, true, Set.of(quirks)).state();
    }

    private static List<Runnable> modes(PrivilegedState state) {
        List<Runnable> modes = List.of(() -> state.setPrivilege(Privilege.M), () -> state.setPrivilege(Privilege.S), () -> state.setPrivilege(Privilege.U),
            () -> state.setPrivilege(Privilege.S, true), () -> state.setPrivilege(Privilege.U, true));
        return state.isa().has(Extension.H) ? modes : modes.subList(0, 3);
    }

    private static List<Long> shown(PrivilegedState state) {
        return Set.of(Csr.values()).stream().filter(csr -> state.csr(csr.number()) == csr).sorted().map(state::read).toList();
    }

    private void accessesAreThoseOfInstructions(String isa, Quirk... quirks) {
        PrivilegedState direct = state(isa, quirks);
        PrivilegedState instructed = state(isa, quirks);
        for (int mode = 0; mode < modes(direct).size(); mode++) {
            modes(direct).get(mode).run();
            modes(instructed).get(mode).run();
            for (int number = 0; number < NUMBERS; number++) {
                reads(direct, instructed, number);
                writes(direct, instructed, number);
            }
        }
        assertEquals(shown(instructed), shown(direct));
    }

    private void reads(PrivilegedState direct, PrivilegedState instructed, int number) {
        PlainCsr csr = direct.plainCsr(number, false);
        if (csr != null) {
            assertEquals(Zicsr.csrrs(instructed, number, 0, false), csr.read(), () -> "number " + number);
        }
    }

    private void writes(PrivilegedState direct, PrivilegedState instructed, int number) {
        PlainCsr csr = direct.plainCsr(number, true);
        if (csr == null) {
            return;
        }
        for (int i = 0; i < TRIES; i++) {
            long value = random.nextLong();
            long old = csr.read();
            csr.write(value);
            assertEquals(old, Zicsr.csrrw(instructed, number, value), () -> "number " + number);
            assertEquals(Zicsr.csrrs(instructed, number, 0, false), csr.read(), () -> "number " + number);
        }
    }

    @Test
    void accessesHaveTheResultsOfInstructionsInAllModes() {
        accessesAreThoseOfInstructions("rv64gch_sstc_smstateen");
        accessesAreThoseOfInstructions("rv64gc");
        accessesAreThoseOfInstructions("rv64i_zicsr");
    }

    @Test
    void whatASilentHartSwallowsIsNotAccessed() {
        accessesAreThoseOfInstructions("rv64gc", Quirk.SILENT_SENSITIVE_CSR);
        PrivilegedState state = state("rv64gc", Quirk.SILENT_SENSITIVE_CSR);
        state.setPrivilege(Privilege.U);
        assertNull(state.plainCsr(Csr.SSCRATCH.number(), true));
    }

    @Test
    void whatHandlersNeedIsPlain() {
        PrivilegedState state = state("rv64gch");
        for (Csr csr : List.of(Csr.SSCRATCH, Csr.SEPC, Csr.SCAUSE, Csr.STVAL)) {
            for (Runnable mode : modes(state).subList(0, 2)) {
                mode.run();
                assertNotNull(state.plainCsr(csr.number(), true), csr.csrName());
            }
            state.setPrivilege(Privilege.S, true);
            assertNotNull(state.plainCsr(csr.number(), true), csr.csrName());
        }
    }

    @Test
    void anotherModeReachesAnotherOrNone() {
        PrivilegedState state = state("rv64gch");
        state.setPrivilege(Privilege.S);
        PlainCsr csr = state.plainCsr(Csr.SSCRATCH.number(), true);
        assertTrue(csr.isReachable());
        for (int mode = 0; mode < modes(state).size(); mode++) {
            modes(state).get(mode).run();
            assertEquals(mode == 1, csr.isReachable());
        }
    }

    @Test
    void whatHasEffectsIsNot() {
        PrivilegedState state = state("rv64gch_sstc");
        for (Csr csr : List.of(Csr.MSTATUS, Csr.SSTATUS, Csr.SATP, Csr.MIE, Csr.MIP, Csr.SIE, Csr.FCSR, Csr.STIMECMP, Csr.PMPCFG0, Csr.MCYCLE)) {
            assertNull(state.plainCsr(csr.number(), true), csr.csrName());
        }
        assertNotNull(state.plainCsr(Csr.SSTATUS.number(), false));
        assertNull(state.plainCsr(Csr.MHARTID.number(), true));
        assertNull(state("rv32gc").plainCsr(Csr.MSCRATCH.number(), false));
    }
}
