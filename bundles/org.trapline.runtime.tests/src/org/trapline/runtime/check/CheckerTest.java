// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trapline.examples.Example;
import org.trapline.runtime.Ending;
import org.trapline.runtime.StartException;
import org.trapline.runtime.check.Fidelity.Verdict;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.testkit.Lab;
import org.trapline.vmm.Cost;
import org.trapline.vmm.CostModel;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/** What a check finds out about guests of which it is known beforehand. */
class CheckerTest {
    private static final Arrangement TRAPPING = new Arrangement(CpuTechnique.TRAP_AND_EMULATE, PagingScheme.SHADOW);
    private static final long LIMIT = 200_000;
    private static final String PRINT_T1 = "li t0, 0x10000000\n sb t1, 0(t0)\n";
    private static final String POWER_OFF = "li t0, 0x100000\n li t1, 0x5555\n sw t1, 0(t0)\nhang: j hang\n";

    private Lab lab;

    @BeforeEach
    void prepare(@TempDir Path folder) {
        lab = new Lab(folder);
    }

    private List<CheckReport.GuestReport> check(String program, String host) throws StartException, IOException {
        lab.file("guest.s", "_start:", program);
        SystemPlan plan = lab.configuration("import \"guest.s\" as guest", "host h { memory 64 MiB " + host + "}");
        return new Checker(plan, new Checker.Options(LIMIT, true, false), what -> { }).run().guests();
    }

    private Outcome trapping(String program, String quirk) throws StartException, IOException {
        List<CheckReport.GuestReport> guests = check(program,
            quirk + " hypervisor v { type 1  cpu trap_and_emulate  paging shadow  domain d { memory 4 MiB  kernel guest } }");
        return guests.getFirst().outcomes().stream().filter(outcome -> outcome.arrangement().equals(TRAPPING)).findFirst().orElseThrow();
    }

    @Test
    void aProgramThatDoesNotLookAtTheTimeEndsInTheSameState() throws Exception {
        Outcome outcome = trapping("li t1, 'a'\n csrw mscratch, t1\n csrr t1, mscratch\n" + PRINT_T1 + POWER_OFF, "");
        assertEquals(new Fidelity(Verdict.IDENTICAL, ""), outcome.fidelity());
        assertTrue(outcome.safety().holds(), outcome.safety()::text);
        assertTrue(outcome.safety().witnessed() > 0);
        assertTrue(outcome.performance().slowdown() > 1);
        assertTrue(outcome.performance().nativeShare() < 1);
        assertTrue(outcome.performance().exits() >= 3);
    }

    @Test
    void aProgramThatKeepsTheTimeDiffersInsideOnly() throws Exception {
        Outcome outcome = trapping("li t1, 'a'\n" + PRINT_T1 + "csrr s3, time\n" + POWER_OFF, "");
        assertEquals(Verdict.SAME_OUTPUT, outcome.fidelity().verdict());
        assertTrue(outcome.fidelity().difference().startsWith("s3 0x"), outcome.fidelity()::difference);
        assertTrue(outcome.fidelity().parting().contains("'rdtime s3' at 0x8000000c (_start+0xc, guest.s:5): s3 0x"), outcome.fidelity()::parting);
        assertTrue(outcome.holds());
    }

    @ParameterizedTest
    @EnumSource(value = CpuTechnique.class, names = "PARAVIRT", mode = EnumSource.Mode.EXCLUDE)
    void aProgramThatDoesNotEndIsStoppedAtTheSameInstructionAsBare(CpuTechnique technique) throws Exception {
        Arrangement arrangement = new Arrangement(technique, technique.pagings().getFirst());
        Outcome outcome = check("csrw mscratch, t0\nloop: addi t0, t0, 1\n addi t1, t1, 3\n j loop\n",
            "isa rv64gc_h hypervisor v { type 1  cpu trap_and_emulate  paging shadow  domain d { memory 4 MiB  kernel guest } }").getFirst().outcomes()
            .stream().filter(each -> each.arrangement().equals(arrangement)).findFirst().orElseThrow();
        assertEquals(Ending.LIMIT, outcome.ending());
        assertEquals(LIMIT, outcome.performance().instructions());
        assertEquals(new Fidelity(Verdict.IDENTICAL, ""), outcome.fidelity());
        assertTrue(outcome.performance().nativeShare() >= 1 - 1.0 / LIMIT, "what a hart executes without exits is counted, too");
    }

    @Test
    void cyclesAreThoseOfTheGuestHoweverManyHartsItsHostHas() throws Exception {
        String guest = " hypervisor v { type 1  cpu trap_and_emulate  paging shadow  domain d { memory 4 MiB  kernel guest } }";
        String program = "csrw mscratch, t1\n" + POWER_OFF;
        assertEquals(check(program, "cores 1" + guest).getFirst().outcomes().stream().map(Outcome::performance).toList(),
            check(program, "cores 4" + guest).getFirst().outcomes().stream().map(Outcome::performance).toList());
    }

    @Test
    void aQuirkThatHidesSensitiveInstructionsIsFoundOut() throws Exception {
        String program = "li t1, 'a'\n csrw sscratch, t1\n csrr t1, sscratch\n" + PRINT_T1 + POWER_OFF;
        assertEquals(Verdict.IDENTICAL, trapping(program, "").fidelity().verdict());
        Outcome broken = trapping(program, "quirk silent_sensitive_csr");
        assertEquals(Verdict.DIFFERENT, broken.fidelity().verdict());
        assertTrue(broken.fidelity().difference().startsWith("console line 1: "), broken.fidelity()::difference);
        // The first write is lost without a trap.
        assertEquals("instruction 2, 'csrw sscratch,t1' at 0x80000004 (_start+0x4, guest.s:3): sscratch 0x0; bare 0x61", broken.fidelity().parting());
        assertFalse(broken.holds());
    }

    @Test
    void aProgramThatNeverGivesUpTheProcessorLosesIt() throws Exception {
        Outcome outcome = trapping("csrci mstatus, 8\nloop: j loop\n", "");
        assertEquals(Ending.LIMIT, outcome.ending());
        assertTrue(outcome.safety().isRegained(), outcome.safety()::text);
        assertTrue(outcome.safety().stretch() > outcome.safety().quantum() / 2, outcome.safety()::text);
    }

    /** Writes a byte to the disk's first sector and reads it back, by the queue, without interrupts. */
    private static final String DISK = """
        .option norvc
        li s0, 0x10001000
        sw zero, 0x70(s0)
        li t0, 11
        sw t0, 0x70(s0)
        li t0, 1
        sw t0, 0x24(s0)
        sw t0, 0x20(s0)
        sw zero, 0x14(s0)
        lw s1, 0x10(s0)
        """;

    @Test
    void everywhereIsEveryTechniqueInEveryPlaceWithEveryWayToDevices() throws Exception {
        lab.file("guest.s", "_start:", DISK, "li t1, 'a'\n csrw sscratch, t1\n csrr t1, sscratch\n", PRINT_T1, POWER_OFF);
        SystemPlan plan = lab.configuration("import \"guest.s\" as guest",
            "host h { memory 64 MiB hypervisor v { domain d { memory 4 MiB  kernel guest  disk a { size 1 MiB } } } }");
        List<Outcome> outcomes = new Checker(plan, new Checker.Options(LIMIT, true, false, true, Cue.NONE), what -> { }).run().guests().getFirst().outcomes();
        List<Outcome> ran = outcomes.stream().filter(outcome -> outcome.ran() && outcome.fidelity() != null).toList();
        // Four ways; each in five places but two that a process cannot have, swapped or not; each with the disk passed through; and a partition.
        assertEquals(4 * 5 - 2 * 2 + 4 + 1, ran.size(), () -> ran.stream().map(outcome -> outcome.arrangement().label()).toList().toString());
        for (Outcome outcome : ran) {
            assertEquals(new Fidelity(Verdict.IDENTICAL, ""), outcome.fidelity(), outcome.arrangement()::label);
            assertTrue(outcome.safety().holds(), () -> outcome.arrangement().label() + ": " + outcome.safety().text());
            assertTrue(outcome.safety().witnessed() > 0, outcome.arrangement()::label);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "timer"})
    void anExamplesGuestsAreAsBareEverywhere(String name, @TempDir Path folder) throws Exception {
        Example example = Example.named(name).orElseThrow();
        example.copyTo(folder);
        SystemPlan plan = Lab.plan(PlanLoader.load(folder.resolve(example.configuration())));
        for (CheckReport.GuestReport guest : new Checker(plan, new Checker.Options(100 * LIMIT, false, false, true, Cue.NONE), what -> { }).run()
            .guests()) {
            for (Outcome outcome : guest.outcomes()) {
                assertTrue(outcome.holds(), () -> guest.names() + ", " + outcome.arrangement().label() + ": " + outcome.fidelity().difference());
            }
        }
    }

    @Test
    void aGuestThatKnowsItsVmmDoesWhatItsOtherVersionDoesBareInEveryPlace(@TempDir Path folder) throws Exception {
        Example example = Example.named("paravirt").orElseThrow();
        example.copyTo(folder);
        SystemPlan plan = Lab.plan(PlanLoader.configuration(folder.resolve(example.configuration()), Set.of("asked")));
        CheckReport.GuestReport knowing = new Checker(plan, new Checker.Options(LIMIT, true, false, true, Cue.NONE), what -> { }).run().guests().stream()
            .filter(guest -> guest.names().getFirst().endsWith("knowing")).findFirst().orElseThrow();
        assertEquals(Arrangement.BARE, knowing.outcomes().getFirst().arrangement());
        assertEquals(Ending.POWERED_OFF, knowing.outcomes().getFirst().ending());
        List<Outcome> ran = knowing.outcomes().stream().filter(Outcome::ran).skip(1).toList();
        assertEquals(4, ran.size(), () -> ran.stream().map(outcome -> outcome.arrangement().label()).toList().toString());
        for (Outcome outcome : ran) {
            assertEquals(CpuTechnique.PARAVIRT, outcome.arrangement().technique());
            assertTrue(outcome.holds(), () -> outcome.arrangement().label() + ": " + outcome.fidelity() + " " + outcome.safety());
        }
    }

    @Test
    void aGuestThatDoesNotEndIsStoppedWhereItIsWaitedFor() throws Exception {
        // Repeats what is typed; the machine stays on.
        lab.file("guest.s", "_start:", "li s0, 0x10000000\nloop: lbu t0, 5(s0)\n andi t0, t0, 1\n beqz t0, loop\n lbu t0, 0(s0)\n sb t0, 0(s0)\n j loop\n");
        SystemPlan plan = lab.configuration("import \"guest.s\" as guest", "host h { memory 64 MiB hypervisor v { domain d { memory 4 MiB  kernel guest } } }");
        for (String until : List.of("there", "nowhere")) {
            List<Outcome> outcomes = new Checker(plan, new Checker.Options(LIMIT / 5, false, false, false, new Cue("are we there", until)), what -> { }).run().guests()
                .getFirst().outcomes();
            Outcome outcome = outcomes.stream().filter(each -> each.arrangement().equals(TRAPPING)).findFirst().orElseThrow();
            assertEquals(until.equals("there"), outcome.holds(), () -> outcome.fidelity().toString());
        }
    }

    @Test
    void aWriteToWhatIsNotItsOwnReachesNobody() throws Exception {
        String wild = """
            .option norvc
            la t0, handler
            csrw mtvec, t0
            li s0, 0x80000000
            li s1, 0x88000000
            li s2, 0x10000
            li s4, 0x400000
            add s4, s4, s0
            mv s0, s4
            write:
            sd s0, 0(s0)
            skip:
            add s0, s0, s2
            bltu s0, s1, write
            """ + POWER_OFF + """
            .balign 4
            handler:
            csrr t0, mepc
            addi t0, t0, 4
            csrw mepc, t0
            mret
            """;
        Outcome outcome = trapping(wild, "");
        assertEquals(Ending.POWERED_OFF, outcome.ending());
        assertTrue(outcome.holds(), () -> outcome.fidelity() + " " + outcome.safety());
    }

    @Test
    void workCostsWhatTheConfigurationSays() throws Exception {
        String program = "csrw mscratch, t1\n" + POWER_OFF;
        Outcome usual = trapping(program, "");
        Outcome free = trapping(program, "costs { exit 0 }");
        Outcome dear = trapping(program, "costs { exit " + (CostModel.standard().cycles(Cost.EXIT) + 100) + " }");
        long exits = usual.performance().exits();
        assertEquals(exits, dear.performance().exits());
        assertEquals(usual.performance().cycles() + 100 * exits, dear.performance().cycles());
        assertEquals(usual.performance().cycles() - exits * CostModel.standard().cycles(Cost.EXIT), free.performance().cycles());
        // What it takes to leave belongs to the exit.
        assertEquals(took(usual) + 100 * exits, took(dear));
    }

    private static long took(Outcome outcome) {
        return outcome.performance().causes().values().stream().mapToLong(org.trapline.trace.analysis.Cost::total).sum();
    }

    private static final Arrangement ASSISTED = new Arrangement(CpuTechnique.HARDWARE, PagingScheme.NESTED);

    /** Runs it as a guest for which a kind of work costs nothing, and for which it costs a thousand; returns how often it was done, by the way it ran. */
    private Map<Arrangement, Long> charged(Cost work, String firmware, String program) throws StartException, IOException {
        Map<Arrangement, Long> times = new HashMap<>();
        for (int i = 0; i < 2; i++) {
            List<CheckReport.GuestReport> guests = check(program, "isa rv64g_h costs { " + work.literal() + " " + 1_000 * i + " }"
                + " hypervisor v { type 1  cpu trap_and_emulate  paging shadow  domain d { memory 4 MiB " + firmware + " kernel guest } }");
            long sign = 2 * i - 1;
            guests.getFirst().outcomes().stream().filter(Outcome::ran)
                .forEach(outcome -> times.merge(outcome.arrangement(), sign * outcome.performance().cycles(), Long::sum));
        }
        times.forEach((arrangement, cycles) -> assertEquals(0, cycles % 1_000, () -> work.literal() + " " + arrangement.label()));
        times.replaceAll((_, cycles) -> cycles / 1_000);
        return times;
    }

    private static void assertCharged(long times, Map<Arrangement, Long> charged) {
        for (CpuTechnique technique : List.of(CpuTechnique.TRAP_AND_EMULATE, CpuTechnique.BINARY_TRANSLATION, CpuTechnique.HARDWARE)) {
            for (PagingScheme paging : technique.pagings()) {
                assertEquals(times, charged.get(new Arrangement(technique, paging)), () -> technique + " " + paging);
            }
        }
    }

    @Test
    void eachAccessToADeviceIsCharged() throws Exception {
        String program = "li t0, 0x10000000\n lbu t1, 5(t0)\n lbu t1, 5(t0)\n li t1, 65\n sb t1, 0(t0)\n" + POWER_OFF;
        assertCharged(4, charged(Cost.DEVICE, "", program));
    }

    @Test
    void eachCallOfTheGuestsFirmwareIsCharged() throws Exception {
        String program = "li a7, 0x10\n li a6, 3\n ecall\n ecall\n li a7, 0x53525354\n li a6, 0\n li a0, 0\n li a1, 0\n ecall\nhang: j hang\n";
        assertCharged(3, charged(Cost.FIRMWARE, "firmware sbi ", program));
    }

    @Test
    void theWayIntoModesForGuestsAndOutOfThemIsChargedToWhoGoesIt() throws Exception {
        String program = "csrw mscratch, t1\n" + POWER_OFF;
        Outcome assisted = check(program, "isa rv64g_h hypervisor v { type 1  cpu hardware  paging nested  domain d { memory 4 MiB kernel guest } }").getFirst()
            .outcomes().stream().filter(outcome -> outcome.arrangement().equals(ASSISTED)).findFirst().orElseThrow();
        // In and out again each time; where nobody interrupts it, all entries are followed by exits.
        Map<Arrangement, Long> charged = charged(Cost.GUEST_MODE, "", program);
        assertEquals(2 * assisted.performance().exits(), charged.get(ASSISTED));
        assertEquals(0, charged.get(TRAPPING));
    }

    @Test
    void guestsThatAreTheSameExperimentAreCheckedOnce() throws Exception {
        List<CheckReport.GuestReport> guests = check(POWER_OFF,
            "hypervisor v { type 1  cpu trap_and_emulate  paging shadow  domain d[3] { memory 4 MiB  kernel guest } }");
        assertEquals(1, guests.size());
        assertEquals(List.of("h.v.d[0]", "h.v.d[1]", "h.v.d[2]"), guests.getFirst().names().stream().map(name -> name.replace("h.d", "h.v.d")).toList());
        assertEquals(Arrangement.BARE, guests.getFirst().outcomes().getFirst().arrangement());
        assertNull(guests.getFirst().outcomes().getFirst().fidelity());
    }

    // ---- guests that make hypercalls ----

    private static final String SAY_A_AND_END = ".globl _start\n_start: la a0, text\n li a1, 1\n li a7, 8\n ecall\n li a0, 0\n li a7, 13\n ecall\n"
        + ".section .rodata\ntext: .ascii \"a\"\n";

    private CheckReport.GuestReport knowing(String program, String original, String named) throws StartException, IOException {
        lab.file("changed.s", program);
        lab.file("original.s", "_start:", original);
        SystemPlan plan = lab.configuration("import \"changed.s\" as changed", "import \"original.s\" as original",
            "host h { memory 64 MiB hypervisor v { type 1  cpu paravirt  paging direct  domain d { memory 4 MiB  kernel changed " + named + " } } }");
        return new Checker(plan, new Checker.Options(LIMIT, true, false), what -> { }).run().guests().getFirst();
    }

    private static Outcome in(CheckReport.GuestReport guest, CpuTechnique technique, PagingScheme paging) {
        return guest.outcomes().stream().filter(outcome -> outcome.arrangement().equals(new Arrangement(technique, paging))).findFirst().orElseThrow();
    }

    @Test
    void aGuestThatMakesHypercallsIsComparedWithItsVersionThatMakesNone() throws Exception {
        CheckReport.GuestReport guest = knowing(SAY_A_AND_END, "li t1, 'a'\n" + PRINT_T1 + POWER_OFF, "unmodified original");
        assertEquals(Arrangement.BARE, guest.outcomes().getFirst().arrangement());
        assertEquals(Ending.POWERED_OFF, guest.outcomes().getFirst().ending());
        Outcome outcome = in(guest, CpuTechnique.PARAVIRT, PagingScheme.DIRECT);
        assertEquals(new Fidelity(Verdict.SAME_OUTPUT, ""), outcome.fidelity());
        assertTrue(outcome.safety().holds(), outcome.safety()::text);
        assertTrue(outcome.safety().witnessed() > 0);
        assertEquals("needs a guest that makes no hypercalls", in(guest, CpuTechnique.TRAP_AND_EMULATE, PagingScheme.SHADOW).refusal());
        assertTrue(in(guest, CpuTechnique.PARAVIRT, PagingScheme.NESTED).refusal().contains("this one is for paging direct"));
        assertTrue(guest.remark().contains("'original'"), guest.remark());
    }

    @Test
    void aChangedVersionThatDoesSomethingElseDiffers() throws Exception {
        CheckReport.GuestReport guest = knowing(SAY_A_AND_END, "li t1, 'b'\n" + PRINT_T1 + POWER_OFF, "unmodified original");
        Outcome outcome = in(guest, CpuTechnique.PARAVIRT, PagingScheme.DIRECT);
        assertEquals(new Fidelity(Verdict.DIFFERENT, "console line 1: 'a'; bare 'b'"), outcome.fidelity());
        assertFalse(outcome.holds());
    }

    @Test
    void withoutSuchAVersionAGuestThatMakesHypercallsHasItsOwnRunToBeComparedWith() throws Exception {
        CheckReport.GuestReport guest = knowing(SAY_A_AND_END, POWER_OFF, "");
        Outcome first = guest.outcomes().getFirst();
        assertEquals(new Arrangement(CpuTechnique.PARAVIRT, PagingScheme.DIRECT), first.arrangement());
        assertEquals(Ending.POWERED_OFF, first.ending());
        assertNull(first.fidelity());
        assertTrue(first.safety().holds(), first.safety()::text);
        assertTrue(guest.outcomes().stream().noneMatch(outcome -> outcome.arrangement().equals(Arrangement.BARE)), "it does not run bare");
        assertTrue(guest.remark().contains("unmodified"), guest.remark());
    }
}
