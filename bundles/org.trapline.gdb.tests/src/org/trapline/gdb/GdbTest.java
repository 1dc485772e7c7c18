// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.runtime.load.ProgramHost;
import org.trapline.runtime.load.ProgramHost.Owner;

/** What the stock gdb, {@code gdb-multiarch}, sees and does. */
@Timeout(120)
class GdbTest {
    /** Counts to 200 in a0, in mscratch and in memory, with a system call each time round; the loop begins in line 9, the handler in line 20. */
    private static final String[] COUNT = {
        ".option norvc", ".globl _start", "_start:", "la t0, handler", "csrw mtvec, t0", "la s0, cell", "li s1, 200",
        "loop:", "addi a0, a0, 1", "csrw mscratch, a0", "sd a0, 0(s0)", "ecall", "bne a0, s1, loop",
        "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j .",
        ".balign 4", "handler:", "csrr t1, mepc", "addi t1, t1, 4", "csrw mepc, t1", "mret",
        ".data", ".balign 8", "cell: .dword 0"};
    private static final String[] ENDLESS = {".option norvc", ".globl _start", "_start: addi a0, a0, 1", "j _start"};

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsGdb() {
        assumeTrue(Bench.hasGdb(), "gdb-multiarch is not installed");
    }

    private String debug(String[] program, String... commands) {
        try (Bench bench = Bench.of(folder, program)) {
            return bench.gdb(commands);
        }
    }

    private static void assertShows(String output, String pattern) {
        assertTrue(Pattern.compile(pattern, Pattern.MULTILINE).matcher(output).find(), () -> "there is no " + pattern + " in\n" + output);
    }

    @Test
    void itStopsBeforeTheFirstInstructionAndAtBreakpointsBySymbolAndLine() {
        String output = debug(COUNT, "printf \"at %x\\n\", $pc", "break loop", "break program.s:11", "continue", "continue", "print $a0");
        assertShows(output, "^at 80000000$");
        assertShows(output, "^Breakpoint 1, loop \\(\\) at .*program.s:9$");
        assertShows(output, "^Breakpoint 2, loop \\(\\) at .*program.s:11$");
        assertShows(output, "^11\tsd a0, 0\\(s0\\)$");
        assertShows(output, "= 1$");
    }

    @Test
    void itStepsInstructionsIntoTrapsAndLines() {
        String output = debug(COUNT, "break program.s:12", "continue", "stepi", "print $mcause", "print $mepc == (long)&loop + 12", "stepi", "stepi",
            "step", "stepi", "printf \"back at %d\\n\", $pc - (long)&loop", "next", "next", "printf \"a0 is %d\\n\", $a0");
        assertShows(output, "^handler \\(\\) at .*program.s:20$");
        assertShows(output, "= 11$");
        assertShows(output, "= 1$");
        assertShows(output, "^back at 16$");
        assertShows(output, "^a0 is 2$");
    }

    @Test
    void itShowsRegistersAndCode() {
        String output = debug(COUNT, "break program.s:10", "continue", "info registers", "x/4i $pc", "print/x $mstatus", "info registers priv");
        assertShows(output, "^a0 +0x1\\s+1$");
        assertShows(output, "^pc +0x8000001c\\s+0x8000001c <loop\\+4>$");
        assertShows(output, "^=> 0x8000001c <loop\\+4>:\tcsrw\tmscratch,a0$");
        assertShows(output, "<loop\\+12>:\tecall$");
        assertShows(output, "= 0xa00000000$");
        assertShows(output, "^priv .*Machine");
    }

    @Test
    void registersOfRv32Have32Bits() {
        String[] program = {".option norvc", ".globl _start", "_start: li sp, -16", "lui a1, 0x80000", "loop: addi a0, a0, 1", "j loop"};
        ProgramHost host = new ProgramHost(Owner.PROGRAM, ProgramHost.bare(Integer.SIZE).isa(), 1, 8L << 20);
        try (Bench bench = Bench.of(folder, host, program)) {
            String output = bench.gdb("break loop", "continue", "info registers sp pc", "print sizeof($a1)", "print $a1", "set $a0 = -5", "stepi",
                "print $a0", "print/x $misa >> 30", "print/x $mstatush", "x/i $pc");
            assertShows(output, "^sp +0xfffffff0\\s");
            assertShows(output, "^pc +0x80000008\\s+0x80000008 <loop>$");
            assertShows(output, "= 4$");
            assertShows(output, "= -2147483648$");
            assertShows(output, "= -4$");
            assertShows(output, "0x8000000c <loop\\+4>:\tj");
        }
    }

    @Test
    void itChangesRegistersCsrsAndMemory() {
        String output = debug(COUNT, "break program.s:12", "continue", "set $a0 = 42", "set $mscratch = 0x1234", "set {long}&cell = 0x1122334455667788",
            "print/x $mscratch", "x/gx &cell", "print $a0", "set $zero = 7", "print $zero", "set $s1 = 43", "delete", "continue", "continue");
        assertShows(output, "= 0x1234$");
        assertShows(output, "0x1122334455667788$");
        assertShows(output, "= 42$");
        assertShows(output, "= 0$");
        assertShows(output, "^\\[Inferior 1 .*exited normally\\]$");
        assertShows(debug(COUNT, "set $mhartid = 3"), "Could not write register");
    }

    @Test
    void watchpointsShowOldAndNewValueAtTheInstructionThatChangesIt() {
        String output = debug(COUNT, "watch *(long*)&cell", "continue", "continue", "info symbol $pc", "delete", "rwatch *(long*)&cell",
            "awatch *(char*)&cell", "delete 2", "continue", "delete", "continue", "continue");
        assertShows(output, "^Hardware watchpoint 1: ");
        assertShows(output, "^Old value = 0\nNew value = 1$");
        assertShows(output, "^Old value = 1\nNew value = 2$");
        assertShows(output, "^loop \\+ 12 in section");
        assertShows(output, "^Hardware access \\(read/write\\) watchpoint 3");
        assertShows(output, "exited normally");
    }

    @Test
    void memoryThatIsNotThereIsAnError() {
        String output = debug(ENDLESS, "x/4x 0x10000000", "x/i $pc");
        assertShows(output, "^0x10000000:\tCannot access memory at address 0x10000000$");
        assertShows(debug(ENDLESS, "set {int}0x10000000 = 1"), "Cannot access memory at address 0x10000000");
    }

    @Test
    void everyHartIsAThreadAndCanBeStepped() {
        try (Bench bench = Bench.of(folder, Bench.host(Owner.PROGRAM, 3), ENDLESS)) {
            String output = bench.gdb("info threads", "thread 2", "stepi", "stepi", "print $a0", "thread 3", "print $a0", "break _start if $mhartid == 2", "continue",
                "print $a0", "reverse-stepi", "continue", "print $a0", "continue", "print $a0");
            assertShows(output, "^\\* 1 .*\"machine hart 0\"");
            assertShows(output, "^  3 .*\"machine hart 2\"");
            assertShows(output, "^\\$1 = 2$");
            assertShows(output, "^\\$2 = 2$");
            assertShows(output, "^\\$3 = 2$");
            assertShows(output, "^\\$4 = 3$");
            assertShows(output, "^\\$5 = 4$");
        }
    }

    @Test
    void vcpusAreThreadsWhoseBreakpointsHitWhereverTheyRun() {
        Bench.write(folder, "a.s", COUNT);
        try (Bench bench = Bench.configured(folder, null, "import \"a.s\" as a",
                "host lab { memory 64 MiB hypervisor v { domain one { memory 8 MiB kernel a } domain two { memory 8 MiB kernel a } } }",
                "host bare { memory 8 MiB boot a }")) {
            String output = bench.gdb("info threads", "break a.s:11 if $a0 == 100", "continue", "print $a0", "continue", "continue", "delete", "continue", "continue");
            assertShows(output, "\"lab.one vcpu 0\" \\(M mode\\)");
            assertShows(output, "\"lab.two vcpu 0\"");
            assertShows(output, "\"bare hart 0\"");
            assertEquals(3, Pattern.compile("^11\tsd a0", Pattern.MULTILINE).matcher(output).results().count(), output);
            assertShows(output, "^\\$1 = 100$");
            assertShows(output, "exited normally");
        }
    }

    @Test
    void itStepsBackAcrossATrapAndRunsBackToBreakpoints() {
        String output = debug(COUNT, "break program.s:12", "continue", "continue", "continue", "stepi", "print $mcause", "reverse-stepi", "print $a0",
            "info symbol $pc", "delete", "break program.s:11", "reverse-continue", "reverse-continue", "print $a0", "delete", "reverse-continue",
            "printf \"at %x\\n\", $pc", "print $mtvec", "break program.s:12 if $a0 == 3", "continue", "print $a0");
        assertShows(output, "^\\$1 = 11$");
        assertShows(output, "^\\$2 = 3$\nloop \\+ 12 in section");
        assertShows(output, "^\\$3 = 2$");
        assertShows(output, "^No more reverse-execution history");
        assertShows(output, "^at 80000000$");
        assertShows(output, "^\\$4 = 0$");
        assertShows(output, "^\\$5 = 3$");
    }

    @Test
    void watchpointsAreUndoneWhereTheyHappened() {
        String output = debug(COUNT, "break program.s:12 if $a0 == 4", "continue", "delete", "watch *(long*)&cell", "reverse-continue", "info symbol $pc",
            "reverse-continue", "reverse-stepi", "print $a0");
        assertShows(output, "^Old value = 4\nNew value = 3$");
        assertShows(output, "^loop \\+ 8 in section");
        assertShows(output, "^Old value = 3\nNew value = 2$");
        assertShows(output, "^\\$1 = 3$");
    }

    @Test
    void aVcpuGoesBackByItsOwnInstructions() {
        Bench.write(folder, "a.s", COUNT);
        try (Bench bench = Bench.configured(folder, "lab.two", "import \"a.s\" as a",
                "host lab { memory 64 MiB hypervisor v { domain one { memory 8 MiB kernel a } domain two { memory 8 MiB kernel a } } }")) {
            String output = bench.gdb("break handler", "continue", "continue", "print $mcause", "reverse-stepi", "info symbol $pc", "reverse-stepi",
                "reverse-stepi", "reverse-stepi", "info symbol $pc", "print $mscratch", "stepi", "stepi", "print $mscratch", "delete", "break loop",
                "reverse-continue", "reverse-continue", "print $a0");
            assertShows(output, "^loop \\+ 12 in section");
            assertShows(output, "^loop in section");
            assertShows(output, "^\\$2 = 1$");
            assertShows(output, "^\\$3 = 2$");
            assertShows(output, "^\\$4 = 0$");
        }
    }

    @Test
    void aDomainCanBeDebuggedAlone() {
        Bench.write(folder, "a.s", COUNT);
        try (Bench bench = Bench.configured(folder, "lab.two", "import \"a.s\" as a",
                "host lab { memory 64 MiB hypervisor v { domain one { memory 8 MiB kernel a } domain two { memory 8 MiB kernel a } } }")) {
            String output = bench.gdb("info threads", "break program.s:9", "break loop", "continue", "stepi", "stepi", "print $mscratch",
                "watch *(long*)&cell", "continue", "stepi", "print $mcause");
            assertShows(output, "lab.two vcpu 0");
            assertFalse(output.contains("lab.one"), output);
            assertShows(output, "^\\$1 = 1$");
            assertShows(output, "^New value = 1$");
            assertShows(output, "^\\$2 = 11$");
        }
    }

    @Test
    void anEndlessGuestIsInterrupted() {
        // Once gdb has let the machine run, it is made to send its interrupt.
        String output = debug(ENDLESS, "python gdb.events.cont.connect(lambda e: gdb.post_event(lambda: gdb.execute('interrupt')))", "continue",
            "print $a0 >= 0", "x/i $pc");
        assertShows(output, "Program received signal SIGINT, Interrupt");
        assertShows(output, "= 1$");
    }

    @Test
    void detachingLetsTheMachinesRunAndAnotherGdbMayCome() throws InterruptedException {
        try (Bench bench = Bench.of(folder, ENDLESS)) {
            assertShows(bench.gdb("break _start", "continue", "continue", "detach"), "detached");
            String second = bench.gdb("print $a0 >= 2", "info breakpoints", "kill");
            assertShows(second, "= 1$");
            assertShows(second, "No breakpoints");
            bench.session.awaitEnd();
        }
    }

    @Test
    void theMonitorAnswers() {
        String output = debug(COUNT, "monitor help", "monitor info", "monitor catch ecall_from_m", "continue", "info symbol $pc", "monitor trace 3",
            "monitor uncatch", "monitor catch nonsense", "monitor translate 80000000", "monitor translate", "monitor fly", "break loop", "continue",
            "monitor reset", "maintenance flush register-cache", "printf \"at %x\\n\", $pc", "continue", "print $a0");
        assertShows(output, "^catch \\[CAUSE");
        assertShows(output, "^machine hart 0: pc 0x80000000, M mode$");
        assertShows(output, "^Trap ecall_from_m at 0x80000024, from M to M mode$");
        assertShows(output, "^handler in section");
        assertShows(output, "trap +ecall_from_m");
        assertShows(output, "^There is no cause 'nonsense'");
        assertShows(output, "^0x80000000$");
        assertShows(output, "^There is no command 'fly'");
        assertShows(output, "^at 80000000$");
        assertShows(output, "^\\$1 = 0$");
    }

    @Test
    void theMonitorKeepsStatesAndGoesToInstructions() {
        String output = debug(COUNT, "break program.s:12", "continue", "monitor snapshot", "continue", "continue", "print $a0", "monitor restore 1",
            "maintenance flush register-cache", "print $a0", "continue", "print $a0", "monitor restore 2", "monitor goto 12", "monitor info", "monitor goto",
            "maintenance flush register-cache", "info symbol $pc");
        assertShows(output, "^Kept as 1\\.$");
        assertShows(output, "^\\$1 = 3$");
        assertShows(output, "^\\$2 = 1$");
        assertShows(output, "^\\$3 = 2$");
        assertShows(output, "^Expected the number of a state that was kept, of which there are 1");
        assertShows(output, "^12 instructions have retired, pc 0x8000004c\\.");
        assertShows(output, "^12 instructions in all, in the past$");
        assertShows(output, "^Expected a number of instructions");
        assertShows(output, "^handler \\+ 12 in section");
    }

    @Test
    void floatingPointRegistersAndFlagsAreShownAndChanged() {
        for (Owner owner : new Owner[] {Owner.PROGRAM, Owner.HYPERVISOR}) {
            try (Bench bench = Bench.of(folder, Bench.host(owner, 1), ".globl _start", "_start: li t0, 3 << 13", "csrs mstatus, t0", "li t0, 3",
                    "fcvt.d.l fa0, t0", "li t1, 7", "fcvt.d.l fa1, t1", "fdiv.d fa2, fa0, fa1", "nop", "la t2, cell", "fsd fa2, 0(t2)", "done: j done",
                    ".balign 8", "cell: .dword 0")) {
                String output = bench.gdb("break program.s:9", "continue", "print $fa2.double", "print $fflags", "set $fa2.double = 2.5",
                    "watch *(double*)&cell", "continue", "print $fa2.double");
                assertShows(output, "^\\$1 = 0.42857142857142855$");
                assertShows(output, "^\\$2 = 1$");
                assertShows(output, "^New value = 2.5$");
                assertShows(output, "^\\$3 = 2.5$");
            }
        }
    }

    @Test
    void itGoesBackFromTheEnd() {
        String output = debug(COUNT, "continue", "reverse-stepi", "info symbol $pc", "break loop", "reverse-continue", "print $a0", "delete", "continue",
            "continue");
        assertShows(output, "^machine powered off.\nFrom here one can go back; `continue` ends the run.$");
        assertShows(output, "^No more reverse-execution history");
        assertShows(output, "^loop \\+ 32 in section");
        assertShows(output, "^\\$1 = 199$");
        assertShows(output, "exited normally");
    }

    @Test
    void whatItChangesComesAgainOnTheWayBackAndForth() {
        String output = debug(COUNT, "break loop", "continue", "continue", "continue", "set $a0 = 100", "set {long}&cell = 55", "continue", "print $a0", "reverse-continue",
            "print $a0", "x/gd &cell", "reverse-continue", "print $a0", "continue", "print $a0", "x/gd &cell", "continue", "print $a0");
        assertShows(output, "^\\$1 = 101$");
        assertShows(output, "^\\$2 = 100\n.*:\t55$");
        assertShows(output, "^\\$3 = 1$");
        assertShows(output, "^\\$4 = 100\n.*:\t55$");
        assertShows(output, "^\\$5 = 101$");
    }

    @Test
    void exitCodesArePassedOn() {
        String output = debug(new String[] {".globl _start", "_start: li t0, 0x100000", "li t1, 0x73333", "sw t1, 0(t0)", "j ."}, "continue", "continue");
        assertShows(output, "^machine failed with code 7.$");
        assertShows(output, "exited with code 07");
    }

    @Test
    void memoryIsReadThroughTheCurrentTranslation() {
        // One gigapage maps 0x40000000 to RAM, for supervisor mode.
        String output = debug(new String[] {".option norvc", ".globl _start", "_start:", "li t0, 0x1f", "csrw pmpcfg0, t0", "li t0, -1", "csrw pmpaddr0, t0",
            "la t0, table", "li t1, 0x200000cf", "sd t1, 8(t0)", "srli t0, t0, 12", "li t1, 8 << 60", "or t0, t0, t1", "csrw satp, t0",
            "la t0, inside", "li t1, 0x40000000", "sub t0, t0, t1", "csrw mepc, t0", "li t0, 1 << 11", "csrw mstatus, t0", "mret",
            "inside: addi a0, a0, 1", "j inside", ".balign 4096", "table: .space 4096"},
            "break *((long)&inside - 0x40000000)", "continue", "x/2i $pc", "info registers priv", "stepi", "print $a0",
            "x/x 0");
        assertShows(output, "^=> 0x4000[0-9a-f]+:\taddi?\ta0,a0,1$");
        assertShows(output, "^priv .*Supervisor");
        assertShows(output, "^0x0:\tCannot access memory at address 0x0$");
    }
}
