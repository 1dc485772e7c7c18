// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.isa.Extension;
import org.trapline.runtime.Problem;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.ScenarioPlan;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;
import org.trapline.runtime.testkit.Lab;
import org.trapline.vmm.CrashPolicy;
import org.trapline.vmm.schedule.SchedulerScheme;
import org.trapline.vmm.schedule.Share;

final class PlanLoaderTest {
    private static final int X86_64 = 62;

    @TempDir
    private Path folder;
    private Lab lab;

    @BeforeEach
    void writePrograms() {
        lab = new Lab(folder);
        lab.file("ok.s", "_start: j .");
        lab.file("wrong.s", "_start: nop", "  adddi a0, a0, 1");
        lab.file("big.s", "_start: j .", ".bss", ".zero 0x900000");
        lab.file("empty.s", "");
        lab.file("notes.txt", "not a program");
        lab.file("other.elf", elfHeader(X86_64));
        lab.file("cut.elf", new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    }

    private static byte[] elfHeader(int machine) {
        ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        header.putShort((short) 2).putShort((short) machine);
        return header.array();
    }

    private List<Problem> errors(String... lines) {
        PlanResult result = PlanLoader.load(lab.file("lab.tln", lines));
        assertTrue(result.hasErrors(), "there should be an error");
        return result.problems().stream().filter(Problem::isError).toList();
    }

    // ---- what is refused ----

    /** Line 2 of each configuration is at fault. */
    static Stream<Arguments> faults() {
        return Stream.of(
            // Not executed yet.
            Arguments.of("isa rv64gc_h hypervisor v { cpu paravirt paging shadow domain d { kernel ok } }", "cpu paravirt cannot have paging shadow"),
            Arguments.of("device r { model entropy } hypervisor v { cpu paravirt domain d { kernel ok assign r } }",
                "domain 'd': a device of the host cannot be given to a guest with paging direct"),
            Arguments.of("hypervisor v { domain d { kernel ok unmodified ok } }", "domain 'd': unmodified is for guests of cpu paravirt"),
            Arguments.of("hypervisor v { io passthrough domain d { kernel ok } }", "io passthrough: no domain has a device of the host"),
            Arguments.of("disk x { size 1 MiB } hypervisor v { domain d { kernel ok assign x[0..4 KiB] } }", "a part of a disk cannot be passed through"),
            Arguments.of("hypervisor v { domain d { kernel ok disk x { size 1 MiB bus emulated } } }",
                "domain 'd': disk 'x': bus emulated is not executed yet"),
            Arguments.of("hypervisor v { domain d { kernel ok device c { model uart16550 } } }", "domain 'd': device 'c' (a second uart16550)"),
            Arguments.of("hypervisor v { domain d { kernel ok disk x { size 1 MiB backing minidisk } } }", "disk 'x': the host has no disk"),
            Arguments.of("hypervisor v { domain d { kernel ok disk x { backing file size 1 MiB } } }", "disk 'x': which file?"),
            Arguments.of("disk s { size 1 MiB } hypervisor v { domain d { kernel ok disk x { size 2 MiB } } }", "has 2 MiB left in one piece"),
            Arguments.of("disk s { size 1 MiB } hypervisor v { domain d { kernel ok disk x { backing minidisk of s[0..8 KiB] }"
                + " disk y { backing minidisk of s[4..12 KiB] } } }", "a part of disk 's' overlaps"),
            Arguments.of("hypervisor v { domain d[2] { kernel ok disk x { image \"notes.txt\" persistent } } }", "is another disk's, too"),
            Arguments.of("boot ok disk d { image \"gone.img\" }", "host 'h': disk 'd': there is no file"),
            Arguments.of("boot ok disk d { size 4 B image \"notes.txt\" }", "has 14 bytes, the disk 4"),
            Arguments.of("boot ok disk a { size 512 B } disk b { size 512 B } disk c { size 512 B } disk d { size 512 B } disk e { size 512 B }"
                + " disk f { size 512 B } disk g { size 512 B } disk h1 { size 512 B } disk i { size 512 B }", "9 devices, but a machine has 8 slots"),
            Arguments.of("hypervisor v { domain d { kernel ok limits { pids 5 } } }", "domain 'd': limits pids counts the processes of a container"),
            Arguments.of("os o { container c { image \"x\" } }", "os 'o': container 'c' is not executed yet"),
            Arguments.of("os o { boot ok process p { program ok } }", "os 'o': a kernel of your own is not executed yet here"),
            Arguments.of("os o { process p { command \"gone 1\" } }", "process 'p': there is no program 'gone'"),
            Arguments.of("os o { }", "os 'o': it has nothing to run"),
            Arguments.of("isa rv64gc_h firmware partitions { partition p { cpus 0 memory 32 MiB hypervisor v { io passthrough domain d { kernel ok } } } }",
                "hypervisor 'v': io passthrough: no domain has a device of the host"),
            Arguments.of("isa rv32gc hypervisor v { domain d { kernel ok } }", "domain 'd': isa rv32imafdc_zicsr_zifencei: a guest of rv32 is not executed yet"),
            Arguments.of("hypervisor v { domain d { kernel ok device i { model aclint } } }", "domain 'd': device 'i' (an ACLINT) is not executed yet"),
            Arguments.of("device i { model aclint } firmware partitions { partition p { cpus 0 memory 8 MiB assign i boot ok } }",
                "partition 'p': device 'i' (an ACLINT) is not executed yet"),
            // Right, but nothing can come of it.
            Arguments.of("isa rv32gc_sv39 boot ok", "sv39 is not for rv32"),
            Arguments.of("costs { exot 3 } boot ok", "'exot' is no work that a VMM does: did you mean 'exit'?"),
            Arguments.of("costs { exit 3 exit 4 } boot ok", "the cost of 'exit' is set twice"),
            Arguments.of("firmware partitions { }", "its firmware cuts no partition"),
            Arguments.of("disk x { size 1 MiB } firmware partitions { partition p { cpus 0 memory 8 MiB assign x[1..9 B] boot ok } }",
                "are not whole sectors of disk 'x'"),
            Arguments.of("boot ok initrd \"nowhere.cpio\"", "there is no file"),
            Arguments.of("boot ok device_tree \"notes.txt\"", "'h': the device tree does not begin with d00dfeed; a compiled one (.dtb) is expected"),
            Arguments.of("firmware ok boot ok", "'h': 'ok' takes 0x80000000 to 0x80000002, where 'ok' is: 0x80000000 to 0x80000002"),
            Arguments.of("cores 1", "host 'h': it has nothing to run"),
            Arguments.of("hypervisor v { }", "nothing to run"),
            Arguments.of("hypervisor v { domain d { memory 8 MiB } }", "nothing to boot"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void whatCannotBeBuiltIsNamedWithItsLine(String body, String message) {
        List<Problem> errors = errors("import \"ok.s\" as ok", "host h { memory 64 MiB " + body + " }");
        assertTrue(errors.stream().anyMatch(error -> error.message().contains(message) && error.line() == 2),
            () -> "expected '" + message + "' about line 2: " + errors);
    }

    @Test
    void aTechniqueAndItsPagingReachTheHypervisor() {
        SystemPlan plan = lab.configuration("import \"ok.s\" as ok", "host h { isa rv64gc_h memory 64 MiB hypervisor v { cpu hardware domain d { memory 8 MiB kernel ok } } }");
        HypervisorPlan hypervisor = (HypervisorPlan) plan.hosts().getFirst().role();
        assertEquals(CpuTechnique.HARDWARE, hypervisor.technique());
        assertEquals(PagingScheme.NESTED, hypervisor.paging());
    }

    @Test
    void everythingThatIsRefusedIsToldAtOnce() {
        List<Problem> errors = errors("import \"ok.s\" as ok", "host h { isa rv64gc_h memory 64 MiB hypervisor v { io passthrough",
            "  domain d { kernel ok limits { pids 3 memory 1 MiB } } } }");
        assertEquals(List.of(2, 3, 3), errors.stream().map(Problem::line).toList(), errors::toString);
    }

    @Test
    void anExtensionThatIsNotImplementedIsNamed() {
        Optional<Extension> missing = Stream.of(Extension.values()).filter(extension -> !extension.isImplemented()).findFirst();
        assumeTrue(missing.isPresent(), "everything is implemented");
        String name = missing.get().isaName();
        List<Problem> errors = errors("import \"ok.s\" as ok", "host h { isa rv64i_" + name + " boot ok }");
        assertTrue(errors.getFirst().message().matches("host 'h': isa rv64.*: (.*, )?" + name + "(, .*)? (is|are) not executed yet; .*"),
            errors::toString);
    }

    @Test
    void aHostOfRv32HasMemoryThatItReaches() {
        assertEquals(32, lab.configuration("import \"ok.s\" as ok", "host h { isa rv32gc memory 2 GiB boot ok }").hosts().getFirst().isa().xlen());
        List<Problem> errors = errors("import \"ok.s\" as ok", "host h { isa rv32gc memory 3 GiB boot ok }");
        assertEquals("'h': memory 3 GiB is too large; from 0x80000000 on, rv32 reaches 2 GiB", errors.getFirst().message());
    }

    @Test
    void aMissingImportIsToldAtItsLine() {
        List<Problem> errors = errors("// first line", "import \"nowhere.s\" as nowhere", "host h { boot nowhere }");
        assertEquals(1, errors.size(), errors::toString);
        assertEquals(2, errors.getFirst().line());
        assertTrue(errors.getFirst().message().contains("nowhere.s"), errors::toString);
    }

    @Test
    void errorsInAProgramAreToldInTheProgram() {
        List<Problem> errors = errors("import \"wrong.s\" as wrong", "host h { boot wrong }");
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.getFirst().file().endsWith("wrong.s"), errors::toString);
        assertEquals(2, errors.getFirst().line());
        assertEquals(3, errors.getFirst().column());
    }

    @Test
    void aProgramThatTwoGuestsRunIsReadOnce() {
        SystemPlan plan = lab.configuration("import \"ok.s\" as ok", "host h { memory 64 MiB hypervisor v { domain d[3] { memory 8 MiB kernel ok } } }");
        List<DomainPlan> domains = ((HypervisorPlan) plan.hosts().getFirst().role()).domains();
        assertEquals(List.of("h.d[0]", "h.d[1]", "h.d[2]"), domains.stream().map(domain -> domain.guest().name()).toList());
        assertEquals(List.of(0, 1, 2), domains.stream().map(DomainPlan::id).toList());
        assertEquals(1, domains.stream().map(domain -> System.identityHashCode(domain.guest().program())).distinct().count());
    }

    @Test
    void aGuestLargerThanItsMemoryIsToldAtTheGuest() {
        List<Problem> errors = errors("import \"big.s\" as big", "host h { memory 64 MiB hypervisor v {", "domain d { memory 8 MiB kernel big } } }");
        assertEquals(1, errors.size(), errors::toString);
        assertEquals(3, errors.getFirst().line());
        assertEquals("'h.d': program 'big' does not fit: it ends at 0x80901008, but memory ends at 0x80800000 (8 MiB)", errors.getFirst().message());
    }

    @Test
    void aProgramKeepsAwayFromTheDeviceTree() {
        lab.file("full.s", "_start: j .", ".bss", ".zero 0x7fe000");
        List<Problem> errors = errors("import \"full.s\" as full", "host h { memory 8 MiB boot full }");
        assertTrue(errors.getFirst().message().endsWith("but from 0x807f0000 on memory holds the device tree"), errors::toString);
    }

    static Stream<Arguments> badPrograms() {
        return Stream.of(
            Arguments.of("other.elf", "ELF for x86-64, expected RISC-V"),
            Arguments.of("cut.elf", "cut short"),
            Arguments.of("notes.txt", "not a program"),
            Arguments.of("empty.s", "empty"),
            Arguments.of(".", "folder"),
            Arguments.of("nowhere.s", "there is no file"),
            Arguments.of("big.s", null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badPrograms")
    void aFileThatIsNoProgramIsRefusedInOneSentence(String name, String message) {
        PlanResult result = PlanLoader.program(folder.resolve(name), ProgramHost.bare());
        assertEquals(message != null, result.hasErrors(), () -> result.problems().toString());
        if (message != null) {
            assertEquals(1, result.problems().stream().filter(Problem::isError).count(), () -> result.problems().toString());
            assertTrue(result.problems().getFirst().toString().contains(message), () -> result.problems().toString());
        }
    }

    @Test
    void anUnreadableConfigurationIsAnError() {
        PlanResult missing = PlanLoader.load(folder.resolve("nowhere.tln"));
        assertTrue(missing.hasErrors());
        assertTrue(missing.problems().getFirst().message().contains("no such file"), () -> missing.problems().toString());
    }

    @Test
    void aConfigurationWithoutHostsHasNothingToRun() {
        assertTrue(errors("import \"ok.s\" as ok").getFirst().message().contains("nothing to run"));
    }

    @Test
    void scenariosArePlannedUnlessHostsAreChosen() {
        Path file = lab.file("lab.tln", "import \"ok.s\" as ok", "host h { boot ok }", "scenario s { power_on h }");
        assertEquals(List.of("s"), PlanLoader.configuration(file, Set.of()).plan().scenarios().stream().map(ScenarioPlan::name).toList());
        assertEquals(List.of(), PlanLoader.configuration(file, Set.of("h")).plan().scenarios());
    }

    @Test
    void whatAScenarioCannotDoYetIsNamedWithItsLine() {
        List<Problem> errors = errors("import \"ok.s\" as ok", "host h { boot ok }", "scenario s {", "expect { never(execute where by == guest) } }");
        assertEquals(4, errors.getFirst().line());
        assertTrue(errors.getFirst().message().contains("accesses to memory of the kind 'execute' are not checked yet; a scenario checks each read and write"), errors.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "by == guest and target in vmm.memory | no host here has a VMM whose memory vmm.memory could be",
        "by == nobody | 'nobody' writes nothing; expected guest, vmm, device, or the name of a guest",
        "target in vmm | 'vmm' is no memory that can be a target; expected vmm.memory, or a guest's: NAME.memory",
        "target in x.memory | 'x.memory' is no memory that can be a target",
        "by > guest | by is compared by ==, != or in",
        "size == vmm | size is compared with a number",
        "seq == 4 | a write has no number in the trace"})
    void whatIsWrongWithAnExpectedWriteIsTold(String condition, String told) {
        List<Problem> errors = errors("import \"ok.s\" as ok", "host h { boot ok }", "scenario s {", "expect { never(write where " + condition + ") } }");
        assertEquals(4, errors.getFirst().line());
        assertTrue(errors.getFirst().message().contains(told), errors.toString());
    }

    @Test
    void whatCannotBeKeptFromAGuestIsNamed() {
        String host = "host h { isa rv64gc_zba_zbb_h hypervisor v { cpu %s domain d { isa %s memory 8 MiB kernel ok } } }";
        for (String technique : List.of("trap_and_emulate", "hardware", "binary_translation")) {
            boolean isTranslated = technique.startsWith("binary");
            PlanResult narrow = PlanLoader.load(lab.file("narrow.tln", "import \"ok.s\" as ok", host.formatted(technique, "rv64gc_zbb")));
            assertFalse(narrow.hasErrors(), narrow.problems()::toString);
            assertTrue(narrow.problems().stream().anyMatch(problem -> problem.line() == 2
                && problem.message().contains("domain 'd' is to have no zba, but its " + (isTranslated ? "user programs run" : "code runs") + " natively")), narrow.problems()::toString);
            // What is switched off, or privileged, traps.
            PlanResult off = PlanLoader.load(lab.file("off.tln", "import \"ok.s\" as ok", host.formatted(technique, "rv64imac_zicsr_zifencei_zba_zbb")));
            assertTrue(off.problems().stream().noneMatch(problem -> problem.message().contains("is to have no")), off.problems()::toString);
        }
    }

    // ---- which hosts ----

    @Test
    void onlyChosenHostsMustBeExecutable() {
        Path file = lab.file("lab.tln", "import \"ok.s\" as ok", "host good { boot ok }",
            "host bad { isa rv64gc_h memory 64 MiB hypervisor v { io passthrough domain d { memory 8 MiB kernel ok } } }");
        assertTrue(PlanLoader.configuration(file, Set.of()).hasErrors());
        PlanResult chosen = PlanLoader.configuration(file, Set.of("good"));
        assertFalse(chosen.hasErrors(), () -> chosen.problems().toString());
        assertEquals(List.of("good"), chosen.plan().hosts().stream().map(HostPlan::name).toList());
    }

    @Test
    void anUnknownHostIsToldWithThoseThereAre() {
        Path file = lab.file("lab.tln", "import \"ok.s\" as ok", "host one { boot ok }", "host two { boot ok }");
        PlanResult result = PlanLoader.configuration(file, Set.of("three"));
        assertTrue(result.hasErrors());
        assertTrue(result.problems().getFirst().message().contains("there is no host 'three'; there are one, two"), () -> result.problems().toString());
    }

    @Test
    void whatIsPreparedReadsTheSame() throws InterruptedException {
        Path file = lab.file("lab.tln", "import \"ok.s\" as ok", "host one { boot ok }", "host two { boot ok }");
        Path wrong = lab.file("wrong.tln", "host one { boot nowhere }");
        for (Preparation preparation : List.of(Preparation.none(), Preparation.begin(List.of("--host", "two", file.toString())))) {
            PlanResult result = PlanLoader.configuration(file, Set.of("two"), preparation);
            assertFalse(result.hasErrors(), () -> result.problems().toString());
            assertEquals(List.of("two"), result.plan().hosts().stream().map(HostPlan::name).toList());
            assertEquals(PlanLoader.configuration(wrong, Set.of()).problems(), PlanLoader.configuration(wrong, Set.of(), preparation).problems());
        }
    }

    // ---- what is planned ----

    @Test
    void defaultsOfTheConfigurationAreFoldedIn() {
        SystemPlan plan = lab.configuration("import \"ok.s\" as ok", "size S { memory 4 MiB }", "template t : S { kernel ok }",
            "host h { memory 64 MiB hypervisor v { scheduler round_robin { quantum 3000 instr } domain d from t } }");
        HypervisorPlan hypervisor = (HypervisorPlan) plan.hosts().getFirst().role();
        assertEquals(3000, hypervisor.quantumCycles());
        assertEquals(4L << 20, hypervisor.domains().getFirst().memory());
    }

    @Test
    void timeIsCountedInCyclesOfTheNominalClock() {
        SystemPlan plan = lab.configuration("import \"ok.s\" as ok",
            "host h { memory 64 MiB hypervisor v { scheduler round_robin { quantum 20 us } domain d { memory 8 MiB kernel ok } } }");
        assertEquals(2000, ((HypervisorPlan) plan.hosts().getFirst().role()).quantumCycles(), "100 cycles a microsecond");
    }

    @Test
    void sourcesOfOneProgramAreLinkedTogether() {
        lab.file("one.s", "_start: j two");
        lab.file("two.s", ".globl two", "two: j .");
        SystemPlan plan = lab.configuration("import \"one.s\", \"two.s\" as both", "host h { boot both }");
        assertEquals(2, plan.guests().findFirst().orElseThrow().program().files().size());
    }

    @Test
    void aRawImageStandsAtTheBeginningOfMemory() throws IOException {
        Path file = Files.write(folder.resolve("raw.bin"), new byte[] {0x6f, 0, 0, 0});
        SystemPlan plan = Lab.plan(PlanLoader.load(file));
        assertEquals(0x8000_0000L, plan.guests().findFirst().orElseThrow().program().low());
    }

    @Test
    void weightLimitPinAndCrashPolicyComeFromTheConfiguration() {
        SystemPlan plan = lab.configuration("import \"ok.s\" as ok", "host h { cores 4 hypervisor v { scheduler weighted",
            "domain d { kernel ok weight 250 pin 0, 2-3 limits { cpus 0.5 } on_crash restart } } }");
        HypervisorPlan hypervisor = (HypervisorPlan) plan.hosts().getFirst().role();
        assertEquals(SchedulerScheme.WEIGHTED, hypervisor.scheduler());
        assertEquals(new Share(250, 0.5, Set.of(0, 2, 3)), hypervisor.domains().getFirst().share());
        assertEquals(CrashPolicy.RESTART, hypervisor.domains().getFirst().onCrash());
    }
}
