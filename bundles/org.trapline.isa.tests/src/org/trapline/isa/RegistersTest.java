// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

final class RegistersTest {
    @Test
    void namesAndNumbersReadBack() {
        for (int number = 0; number < 32; number++) {
            assertEquals(number, Registers.number(Registers.abiName(number)));
            assertEquals(number, Registers.number("x" + number));
            assertFalse(Help.ofRegister(number).isBlank());
        }
    }

    @Test
    void floatingPointNamesAndNumbersReadBack() {
        for (int number = 0; number < 32; number++) {
            assertEquals(number, Registers.floatNumber(Registers.floatAbiName(number)));
            assertEquals(number, Registers.floatNumber("f" + number));
            assertFalse(Help.ofFloatRegister(number).isBlank());
        }
        assertEquals("fa0", Registers.floatAbiName(10));
        assertEquals(-1, Registers.floatNumber("fp"));
    }

    @Test
    void framePointerIsS0() {
        assertEquals(8, Registers.number("fp"));
        assertEquals("s0", Registers.abiName(8));
    }

    @Test
    void otherNamesAreNoRegisters() {
        for (String name : new String[] {"x32", "x01", "s12", "A0", "", "pc"}) {
            assertEquals(-1, Registers.number(name), name);
        }
    }
}
