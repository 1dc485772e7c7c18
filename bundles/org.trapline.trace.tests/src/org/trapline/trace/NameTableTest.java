// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;

import org.junit.jupiter.api.Test;

final class NameTableTest {

    @Test
    void whatHasNoNameIsShownAsAReadableNumber() {
        NameTable names = new NameTable();
        assertEquals("host 3", names.host(3));
        assertEquals("vm 2", names.vm(2));
        assertEquals("-", names.vm(-1));
        assertEquals("csr 0x300", names.csr(0x300));
        assertEquals("-", names.csr(-1));
        assertEquals("exception 2", names.cause(2));
        assertEquals("interrupt 5", names.cause(Long.MIN_VALUE + 5));
        assertEquals(".word 0x00000013", names.instruction(0x13));
        assertNull(names.symbol(0, 0, 0));
    }

    @Test
    void aSymbolWithoutASizeReachesToTheNextAndOneWithASizeEnds() {
        ProgramNames program = ProgramNames.of("hello", 0x1000, 0x1100).symbol("main", 0x1040, 8).symbol("_start", 0x1000, 0).build();
        assertEquals("_start", program.symbol(0x1000).toString());
        assertEquals("_start+0x3c", program.symbol(0x103c).toString());
        assertEquals("main+0x4", program.symbol(0x1044).toString());
        assertNull(program.symbol(0x1048), "behind main");
        assertNull(program.symbol(0x0fff), "below the program");
        assertNull(program.symbol(0x1100), "above the program");
    }

    @Test
    void ofSymbolsAtOneAddressTheFirstAddedIsFound() {
        ProgramNames program = ProgramNames.of("p", 0, 16).symbol("first", 4, 0).symbol("second", 4, 0).build();
        assertEquals("first+0x4", program.symbol(8).toString());
    }

    @Test
    void highAddressesAreUnsigned() {
        ProgramNames program = ProgramNames.of("kernel", 0xffff_ffff_8000_0000L, 0xffff_ffff_8000_1000L)
            .symbol("kmain", 0xffff_ffff_8000_0000L, 0).line(0xffff_ffff_8000_0000L, "k.s", 1).build();
        assertEquals("kmain+0x8", program.symbol(0xffff_ffff_8000_0008L).toString());
        assertEquals("k.s:1", program.line(0xffff_ffff_8000_0008L).toString());
    }

    @Test
    void aLineReachesToTheNextEntryAndLineZeroEndsIt() {
        ProgramNames program = ProgramNames.of("p", 0, 100).line(0, "src/a.s", 7).line(8, "src/a.s", 9).line(16, "", 0).build();
        assertEquals(new SourceLine("src/a.s", 7), program.line(4));
        assertEquals("a.s:9", program.line(12).shortText());
        assertNull(program.line(16));
    }

    @Test
    void guestsHaveTheirOwnAddressSpaces() {
        NameTable names = new NameTable()
            .addProgram(0, 1, ProgramNames.of("a", 0, 16).symbol("in_a", 0, 0).build())
            .addProgram(0, 2, ProgramNames.of("b", 0, 16).symbol("in_b", 0, 0).build())
            .addProgram(0, -1, ProgramNames.of("c", 0, 16).symbol("in_host", 0, 0).build());
        assertEquals("in_a", names.symbol(0, 1, 0).name());
        assertEquals("in_b", names.symbol(0, 2, 0).name());
        assertEquals("in_host", names.symbol(0, -1, 0).name());
        assertNull(names.symbol(1, -1, 0), "another host");
    }

    @Test
    void aDeviceAnswersForItsWholeRange() {
        NameTable names = new NameTable().addDevice(0, -1, "uart0", 0x1000_0000L, 0x100);
        assertEquals("uart0+0x5", names.device(0, -1, 0x1000_0005L).toString());
        assertNull(names.device(0, -1, 0x1000_0100L));
    }

    @Test
    void instructionsComeFromTheTableBeforeTheDisassembler() {
        NameTable names = new NameTable(word -> word == 0x73 ? "ecall" : null).nameInstructions(Map.of(0x13, "nop"));
        assertEquals("nop", names.instruction(0x13));
        assertEquals("ecall", names.instruction(0x73));
    }
}
