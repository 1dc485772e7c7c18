// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Csr;
import org.trapline.isa.Isa;
import org.trapline.machine.Code;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.hart.Engine;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.jit.RegionCompiler;
import org.trapline.machine.platform.Platform;

/** However long a guest runs and whatever it does to its code, what the engine keeps of it is bounded. */
class BoundedTest {
    private static final Isa ISA = Isa.parse("rv64gc");
    private static final long RAM = 8 << 20;
    private static final long CODE = Platform.RAM_BASE + 0x10_000;
    private static final int CHANGES = 400;
    /** What the JVM loads beside: for lambdas, for what is used for the first time. */
    private static final int OTHER_CLASSES = 150;
    private static final int MAX_REGIONS = 40;
    private static final int GARBAGE_COLLECTIONS = 20;

    private Interpreter engine;

    private Machine machine(Code... programs) {
        return machine(this::eager, programs);
    }

    private Engine eager(Hart hart) {
        RegionCompiler compiler = new RegionCompiler();
        JitOptions options = new JitOptions(8, 2, 3_200, MAX_REGIONS, 16, false, Runnable::run, () -> compiler);
        engine = new Interpreter(hart, options, Interpreter.PATIENCE);
        return engine;
    }

    private static Machine machine(Engines engines, Code... programs) {
        Machine machine = new Machine(new MachineConfig(ISA, 1, RAM, value -> { }, 0, true, Set.of()).withEngines(engines));
        machine.boot(programs[0].base(), () -> List.of(programs).forEach(program -> program.load(machine.platform())));
        return machine;
    }

    /** Writes a constant into an instruction of a loop, and goes round in that; then writes the next one. */
    private static Code changing() {
        Code code = Code.here().li(S0, CODE).op(LW, A0, 4, S0);
        long again = code.pc();
        code.op(LUI, A1, 0x100).op(ADDW, A0, A0, A1).op(SW, A0, 4, S0).op(FENCE_I).op(ADDI, A2, 0, 200).op(JALR, RA, 0, S0)
            .op(ADDI, A7, A7, 1).op(JAL, 0, again - code.pc());
        return code;
    }

    private static Code changed() {
        Code code = Code.at(CODE);
        return code.op(ADDI, A2, A2, -1).op(ADDI, A3, A3, 0).op(XOR, A3, A3, A2).op(SLLI, A4, A3, 1).op(ADD, A3, A3, A4).op(SRLI, A4, A3, 3)
            .op(XOR, A3, A3, A4).op(BNE, A2, 0, -28).op(JALR, 0, 0, RA);
    }

    private static void runUntil(Machine machine, int changes) {
        while (machine.current().x()[A7] < changes) {
            machine.run(500);
        }
    }

    @Test
    void codeThatChangesAllTheTimeLeavesNoClassesBehind() {
        Machine machine = machine(changing(), changed());
        runUntil(machine, 50);
        long loaded = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
        int before = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        runUntil(machine, 50 + CHANGES);
        long made = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount() - loaded;
        assertTrue(made >= CHANGES, "only " + made + " classes were made for " + CHANGES + " changes");
        assertTrue(engine.compiledRegions() < 10, engine.compiledRegions() + " regions");
        assertTrue(engine.decodedBlocks() < 50, engine.decodedBlocks() + " blocks");
        int after = Integer.MAX_VALUE;
        for (int i = 0; i < GARBAGE_COLLECTIONS && after > before + OTHER_CLASSES; i++) {
            System.gc();
            after = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        }
        assertTrue(after <= before + OTHER_CLASSES, before + " classes before, " + after + " after " + CHANGES + " changes");
    }

    @Test
    void blocksOfOverwrittenCodeDoNotKeepEachOther() {
        // Two pieces of code that jump to each other, replaced by turns: each new one is linked to the last version of the other.
        long other = CODE + 0x1000;
        Code one = Code.at(CODE).op(ADDI, A0, A0, 0);
        one.op(JAL, 0, other - one.pc());
        Code two = Code.at(other).op(ADDI, A0, A0, 0);
        two.op(JAL, 0, CODE - two.pc());
        Machine machine = machine(one, two);
        List<WeakReference<Block>> old = new ArrayList<>();
        for (int change = 1; change < 40; change++) {
            machine.run(2);
            old.add(new WeakReference<>(engine.blockAt(change % 2 == 0 ? other : CODE)));
            machine.platform().bus().write(change % 2 == 0 ? CODE : other, 4, ADDI.encode(A0, A0, change));
        }
        machine.run(2);
        for (int i = 0; i < GARBAGE_COLLECTIONS && old.getFirst().get() != null; i++) {
            System.gc();
        }
        assertNull(old.getFirst().get(), "the first version is kept");
        long kept = old.stream().filter(block -> block.get() != null).count();
        assertTrue(kept <= 3, kept + " old versions are kept");
    }

    /** Ten thousand blocks, all as hot as each other, each of which ends with a jump to the next. */
    private static Code manyBlocks() {
        Code code = Code.here();
        for (int i = 0; i < 10_000; i++) {
            code.op(ADDI, A0, A0, i % 1000).op(XORI, A1, A0, 5).op(ADD, A2, A2, A1).op(SLLI, A3, A2, 3).op(XOR, A2, A2, A3).op(BEQ, A2, 0, 8)
                .op(ADD, A4, A4, A2).op(ADDI, A5, A5, 1);
        }
        // Too far for one jump.
        return code.li(S0, Platform.RAM_BASE).op(JALR, 0, 0, S0);
    }

    @Test
    void tenThousandHotBlocksKeepToTheNumberOfRegions() {
        Machine compiling = machine(manyBlocks());
        Machine interpreting = machine(Engines.INTERPRETER, manyBlocks());
        for (int i = 0; i < 12; i++) {
            compiling.run(100_000);
            assertTrue(engine.compiledRegions() > 0 && engine.compiledRegions() <= MAX_REGIONS, engine.compiledRegions() + " regions");
        }
        interpreting.run(1_200_000);
        assertEquals(interpreting.digest(), compiling.digest());
    }

    /** Executes the same code, mapped at the start of each of some hundred gigabytes. */
    @Test
    void theSameCodeAtEverOtherAddressesKeepsToTheNumberOfBlocks() {
        int blocks = 700;
        int addresses = 200;
        long table = Platform.RAM_BASE + 0x20_000;
        Code start = Code.here().li(S1, 1L << 30).li(S0, CODE - Platform.RAM_BASE + (4L << 30)).li(A1, addresses)
            .li(A0, 8L << 60 | table >>> 12).op(CSRRW, 0, Csr.SATP.number(), A0).csrw(Csr.PMPADDR0, -1).csrw(Csr.PMPCFG0, 0x1f)
            .csrw(Csr.MEPC, CODE - Platform.RAM_BASE + (4L << 30)).li(A0, 1 << 11).op(CSRRS, 0, Csr.MSTATUS.number(), A0).op(MRET);
        Code code = Code.at(CODE);
        for (int i = 0; i < blocks; i++) {
            code.op(JAL, 0, 4);
        }
        code.op(ADD, S0, S0, S1).op(ADDI, A1, A1, -1).op(BNE, A1, 0, 8).op(JAL, 0, 0).op(JALR, 0, 0, S0);
        Code roots = Code.at(table);
        for (int i = 0; i < 256; i++) {
            roots.word(i < 4 || i >= addresses + 4 ? 0 : (int) (Platform.RAM_BASE >>> 12 << 10) | 0xcf).word(0);
        }
        Machine machine = machine(start, code, roots);
        machine.run((blocks + 4L) * addresses + 100);
        assertEquals(0, machine.current().x()[A1], "the code was not executed at all addresses");
        assertTrue(engine.decodedBlocks() <= BlockCache.MAX_BLOCKS, engine.decodedBlocks() + " blocks");
        assertTrue((long) blocks * addresses > BlockCache.MAX_BLOCKS, "that is not what was tried");
    }
}
