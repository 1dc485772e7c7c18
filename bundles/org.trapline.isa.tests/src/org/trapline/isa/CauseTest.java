// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.junit.jupiter.api.Assertions.*;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CauseTest {
    @Test
    void valueAndNameReadBackAsTheCause() {
        Set<Long> values = new HashSet<>();
        for (Cause cause : Cause.values()) {
            assertTrue(values.add(cause.value()), cause.toString());
            assertSame(cause, Cause.of(cause.value()));
            assertSame(cause, Cause.named(cause.causeName()));
            assertSame(cause, cause.isInterrupt() ? Cause.interrupt(cause.code()) : Cause.exception(cause.code()));
        }
    }

    @Test
    void codesAreThoseOfTheManual() {
        assertEquals(2, Cause.ILLEGAL_INSTRUCTION.value());
        assertEquals(13, Cause.LOAD_PAGE_FAULT.value());
        assertEquals(15, Cause.STORE_PAGE_FAULT.value());
        assertEquals(22, Cause.VIRTUAL_INSTRUCTION.value());
        assertEquals(0x8000000000000007L, Cause.MACHINE_TIMER_INTERRUPT.value());
        assertEquals(1 << 9, Cause.SUPERVISOR_EXTERNAL_INTERRUPT.bit());
    }

    @Test
    void reservedCodesHaveNoCause() {
        assertNull(Cause.of(14));
        assertNull(Cause.of(Long.MIN_VALUE));
        assertNull(Cause.of(1000));
        assertNull(Cause.of(-1));
        assertNull(Cause.named("no_such_cause"));
    }

    @Test
    void everyCauseHasHelp() {
        for (Cause cause : Cause.values()) {
            String page = Help.of(cause);
            assertTrue(page.contains(cause.causeName()) && page.contains(cause.meaning()) && page.contains(cause.linuxName()), page);
        }
    }

    @Test
    void interruptBitsHaveTheNamesOfTheManual() {
        assertEquals(5, Csr.MIP.field("STIP", 64).low());
        assertEquals(11, Csr.MIE.field("MEIE", 64).low());
        assertEquals(6, Csr.MIP.field("VSTIP", 64).low());
        assertEquals(12, Csr.MIP.field("SGEIP", 64).low());
    }
}
