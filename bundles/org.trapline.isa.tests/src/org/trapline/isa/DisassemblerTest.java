// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

final class DisassemblerTest {
    private static final Isa ISA = Isa.parse("rv64ima_zicsr_zifencei");
    private static final Disassembler PLAIN = new Disassembler(ISA, Disassembler.Style.PLAIN, Disassembler.Symbols.NONE);
    private static final Disassembler ALIASES = new Disassembler(ISA, Disassembler.Style.ALIASES, Disassembler.Symbols.NONE);

    @Test
    void plainStyleNamesTheInstructionItself() {
        assertEquals("addi a0,zero,5", PLAIN.disassemble(0x00500513, 0));
        assertEquals("jalr zero,0(ra)", PLAIN.disassemble(0x00008067, 0));
        assertEquals("csrrw a0,mstatus,a1", PLAIN.disassemble(0x30059573, 0));
        assertEquals("amoadd.w.aqrl a0,a1,(a2)", PLAIN.disassemble(0x06b6252f, 0));
        assertEquals("mret", PLAIN.disassemble(0x30200073, 0));
    }

    @Test
    void aliasStyleIsShort() {
        assertEquals("li a0,5", ALIASES.disassemble(0x00500513, 0));
        assertEquals("ret", ALIASES.disassemble(0x00008067, 0));
        assertEquals("csrr a0,mepc", ALIASES.disassemble(Instruction.CSRRS.encode(10, Csr.MEPC.number(), 0), 0));
        assertEquals("ld a0,-8(sp)", ALIASES.disassemble(0xff813503, 0), "no alias: as in plain style");
    }

    @Test
    void unknownCsrIsANumber() {
        assertEquals("csrrw a0,0x123,a1", PLAIN.disassemble(0x12359573, 0));
    }

    @Test
    void wordThatIsNoInstructionIsData() {
        assertEquals(".word 0xffffffff", PLAIN.disassemble(-1, 0));
        assertEquals(".short 0x4501", PLAIN.disassemble(0xabcd4501, 0), "a compressed instruction, where C is off");
        Disassembler rv64i = new Disassembler(Isa.parse("rv64i"), Disassembler.Style.PLAIN, Disassembler.Symbols.NONE);
        assertEquals(".word 0x02c58533", rv64i.disassemble(0x02c58533, 0), "mul, where M is off");
    }

    @Test
    void targetsAreAddressesWithTheirSymbol() {
        assertEquals("jal ra,0x80000010", PLAIN.disassemble(Instruction.JAL.encode(1, 16), 0x80000000L));
        Disassembler symbolic = new Disassembler(ISA, Disassembler.Style.PLAIN, address -> address == 0x80000010L ? "main" : null);
        assertEquals("jal ra,80000010 <main>", symbolic.disassemble(Instruction.JAL.encode(1, 16), 0x80000000L));
        assertEquals("beq a0,a1,0x7ffffffc", symbolic.disassemble(Instruction.BEQ.encode(10, 11, -4), 0x80000000L));
    }

    @Test
    void targetsOfRv32WrapAt32Bits() {
        Disassembler rv32 = new Disassembler(Isa.parse("rv32i"), Disassembler.Style.PLAIN, Disassembler.Symbols.NONE);
        assertEquals("jal ra,0xfffffffc", rv32.disassemble(Instruction.JAL.encode(1, -4), 0));
    }
}
