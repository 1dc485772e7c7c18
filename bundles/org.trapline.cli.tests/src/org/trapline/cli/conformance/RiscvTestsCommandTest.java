// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.cli.ExitCode;
import org.trapline.cli.testkit.Shell;
import org.trapline.isa.Isa;
import org.trapline.machine.engine.Engines;
import org.trapline.machine.hart.Engine;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Ram;

final class RiscvTestsCommandTest {
    @TempDir
    private Path folder;
    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder);
    }

    /** A program as the suite has them: it writes a word to tohost for ever. */
    private void test(String name, int word) {
        String source = shell.file("src/" + name + ".s", ".globl _start, tohost", "_start: li a0, " + word, "la t0, tohost", "1: sw a0, 0(t0)",
            "sw zero, 4(t0)", "j 1b", ".data", ".balign 64", "tohost: .dword 0");
        shell.file("tests/.keep", "");
        shell.run("asm", source, "-o", shell.path("tests/" + name)).expect(ExitCode.OK);
    }

    @Test
    void programsThatPassAreCounted() {
        test("rv64ui-p-good", 1);
        test("rv64ui-p-also", 1);
        for (List<String> how : List.of(List.of("riscv-tests", shell.path("tests")), List.of("riscv-tests", shell.path("tests"), "--under-vmm"),
                List.of("riscv-tests", shell.path("tests"), "--under-vmm=hardware"))) {
            String out = shell.run(how.toArray(String[]::new)).expect(ExitCode.OK).out();
            assertTrue(out.contains("rv64ui-p-good  pass"), out);
            assertTrue(out.contains("2 of 2 passed"), out);
        }
    }

    @Test
    void aProgramThatFailsNamesItsTest() {
        test("good", 1);
        test("bad", 7 << 1 | 1);
        for (List<String> how : List.of(List.of("riscv-tests", shell.path("tests")), List.of("riscv-tests", shell.path("tests"), "--under-vmm"),
                List.of("riscv-tests", shell.path("tests"), "--under-vmm=hardware"))) {
            String out = shell.run(how.toArray(String[]::new)).expect(ExitCode.FAILED).out();
            assertTrue(out.lines().anyMatch(line -> line.matches("bad +FAIL .* test 7")), out);
            assertTrue(out.contains("1 of 2 passed"), out);
        }
    }

    @Test
    void allWaysToRunGuestsAreTriedOneAfterTheOther() {
        test("good", 1);
        String out = shell.run("riscv-tests", shell.path("tests"), "--under-vmm=all").expect(ExitCode.OK).out();
        for (String way : List.of("trap_and_emulate, shadow", "binary_translation, shadow", "hardware, nested", "hardware, shadow")) {
            assertTrue(out.contains("1 of 1 passed under the VMM by " + way), out);
        }
        out = shell.run("riscv-tests", shell.path("tests"), "--under-vmm=hardware,shadow").expect(ExitCode.OK).out();
        assertTrue(out.contains("1 of 1 passed under the VMM by hardware, shadow"), out);
        String err = shell.run("riscv-tests", shell.path("tests"), "--under-vmm=hardware,direct").expect(ExitCode.USAGE).err();
        assertTrue(err.contains("hardware can have paging nested or shadow"), err);
    }

    @Test
    void allEnginesDoTheSameStepByStep() {
        test("good", 1);
        String out = shell.run("riscv-tests", shell.path("tests"), "--lockstep").expect(ExitCode.OK).out();
        assertTrue(out.contains("1 of 1 passed"), out);
        String err = shell.run("riscv-tests", shell.path("tests"), "--lockstep", "--under-vmm").expect(ExitCode.USAGE).err();
        assertTrue(err.contains("--lockstep compares engines on bare machines"), err);
    }

    @Test
    void anEngineThatDiffersIsNamedWithTheRegister() throws Exception {
        test("stuck", 0);
        Map<String, Engines> engines = new LinkedHashMap<>();
        engines.put("the right one", Engines.INTERPRETER);
        engines.put("the wrong one", hart -> new Wrong(hart, Engines.INTERPRETER.create(hart)));
        Verdict verdict = new LockstepRun(engines).run(Path.of(shell.path("tests/stuck")), Isa.parse("rv64gc"), 1 << 20, 10_000);
        assertEquals(Verdict.Outcome.FAIL, verdict.outcome());
        assertTrue(verdict.detail().startsWith("s3 is 0x0 with the right one, 0x1 with the wrong one, after "), verdict.detail());
    }

    /** Executes, and spoils a register. */
    private record Wrong(Hart hart, Engine right) implements Engine {
        @Override
        public void run() {
            right.run();
            hart.x()[19] = 1;
        }

        @Override
        public long codeOverwritten(Ram ram, int pageIndex, int at, int length) {
            return right.codeOverwritten(ram, pageIndex, at, length);
        }

        @Override
        public void setBreakpoints(long[] addresses) {
            right.setBreakpoints(addresses);
        }
    }

    @Test
    void aTechniqueThatThereIsNotIsAnError() {
        test("good", 1);
        String err = shell.run("riscv-tests", shell.path("tests"), "--under-vmm=magic").expect(ExitCode.USAGE).err();
        assertTrue(err.contains("--under-vmm magic: expected trap_and_emulate, "), err);
    }

    @Test
    void aProgramThatNeverEndsFails() {
        test("stuck", 0);
        String out = shell.run("riscv-tests", shell.path("tests"), "--limit", "10000").expect(ExitCode.FAILED).out();
        assertTrue(out.contains("reached the instruction limit at 0x8000"), out);
    }

    @Test
    void otherFilesArePassedOver() {
        test("good", 1);
        shell.file("tests/good.dump", "text");
        assertEquals(2, shell.run("riscv-tests", shell.path("tests")).expect(ExitCode.OK).out().lines().count());
    }

    @Test
    void aProgramForAnotherMachineIsAnError() {
        test("good", 1);
        byte[] elf = new byte[64];
        byte[] start = {0x7f, 'E', 'L', 'F', 2, 1, 1};
        System.arraycopy(start, 0, elf, 0, start.length);
        elf[16] = 2;
        elf[18] = 62;
        shell.file("tests/other", elf);
        String out = shell.run("riscv-tests", shell.path("tests"), "--failed").expect(ExitCode.FAILED).out();
        assertTrue(out.contains("ERROR") && out.contains("ELF for x86-64"), out);
    }

    @Test
    void whatAProgramLeavesIsItsSignature() throws java.io.IOException {
        String source = shell.file("src/signed.s", ".globl _start, tohost, begin_signature, end_signature", "_start: la t0, begin_signature", "li t1, 0x1234",
            "sw t1, 4(t0)", "li a0, 1", "la t0, tohost", "1: sd a0, 0(t0)", "j 1b", ".data", ".balign 64", "tohost: .dword 0",
            "begin_signature: .word 0xcafe, 0", "end_signature:");
        shell.file("tests/.keep", "");
        shell.run("asm", source, "-o", shell.path("tests/signed")).expect(ExitCode.OK);
        shell.run("riscv-tests", shell.path("tests"), "--isa", "rv64ic_zicsr", "--signatures", shell.path("out")).expect(ExitCode.OK);
        assertEquals(List.of("0000cafe", "00001234"), java.nio.file.Files.readAllLines(Path.of(shell.path("out/signed.signature"))));
    }

    @Test
    void anUnknownInstructionSetIsRefused() {
        test("good", 1);
        String err = shell.run("riscv-tests", shell.path("tests"), "--isa", "rv64qq").expect(ExitCode.ERROR).err();
        assertTrue(err.contains("--isa"), err);
    }

    @Test
    void namesCanBeChosen() {
        test("rv64ui-a", 1);
        test("rv64mi-b", 3);
        shell.run("riscv-tests", shell.path("tests"), "--only", "rv64ui-*").expect(ExitCode.OK);
        Shell.Result none = shell.run("riscv-tests", shell.path("tests"), "--only", "rv32*").expect(ExitCode.ERROR);
        assertTrue(none.err().contains("there are no ELF files named rv32*"), none.err());
    }

    @Test
    void jsonEndsWithASum() {
        test("good", 1);
        List<String> lines = shell.run("riscv-tests", shell.path("tests"), "--json").expect(ExitCode.OK).out().lines().toList();
        assertTrue(lines.getFirst().startsWith("{\"name\":\"good\",\"result\":\"pass\""), lines.getFirst());
        assertTrue(lines.getLast().startsWith("{\"passed\":1,\"programs\":1,"), lines.getLast());
    }
}
