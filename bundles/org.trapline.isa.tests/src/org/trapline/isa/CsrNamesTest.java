// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class CsrNamesTest {

    @Test
    void everyRowOfTheTableIsNamed() {
        for (Csr csr : Csr.values()) {
            assertEquals(csr.number(), CsrNames.number(csr.csrName()), csr.csrName());
        }
    }

    @Test
    void registersThatNoHartHereHasAreNamedToo() {
        assertEquals(0x7a5, CsrNames.number("tcontrol"));
        assertEquals(0xb83, CsrNames.number("mhpmcounter3h"));
        assertEquals(0x73f, CsrNames.number("mhpmevent31h"));
        assertEquals(-1, CsrNames.number("mstatusx"));
    }

    @Test
    void numbersFitAnInstruction() {
        CsrNames.all().forEach((name, number) -> assertTrue(number >= 0 && number < 0x1000, name));
    }
}
