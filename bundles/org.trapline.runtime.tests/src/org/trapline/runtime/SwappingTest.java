// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trapline.machine.state.Snapshot;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.plan.PartitionsPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.snapshot.DomainSnapshot;
import org.trapline.runtime.snapshot.MemorySnapshot;
import org.trapline.runtime.testkit.Lab;
import org.trapline.trace.EventKind;

/** Hosts whose operating system swaps, as configurations have them. */
@Timeout(60)
final class SwappingTest {
    @TempDir
    private Path folder;
    private Lab lab;

    @BeforeEach
    void writePrograms() {
        lab = new Lab(folder);
        // Goes twice through four hundred pages and adds up what it finds; a kernel and a process.
        String[] touch = {"li s0, 2", "1: la s1, pages", "li s2, 400", "li s3, 4096", "2: ld t0, 0(s1)", "add s4, s4, t0", "addi s4, s4, 7", "sd s4, 0(s1)",
            "add s1, s1, s3", "addi s2, s2, -1", "bnez s2, 2b", "addi s0, s0, -1", "bnez s0, 1b"};
        lab.file("guest.s", "_start:", String.join("\n", touch), "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j .", ".bss", ".balign 4096", "pages: .space 400 * 4096");
        lab.file("process.s", "_start:", String.join("\n", touch), "andi a0, s4, 0x7f", "li a7, 93", "ecall", ".bss", ".balign 4096", "pages: .space 400 * 4096");
    }

    private SystemPlan host(String memory, String domain) {
        return lab.configuration("import \"guest.s\" as guest", "import \"process.s\" as p", "host h { memory " + memory + " disk d { size 16 MiB }",
            "os o { swap d[1..12 MiB] process q { program p } hypervisor v { " + domain + " } } }");
    }

    private static long count(Session session, EventKind kind) {
        long[] count = {0};
        session.trace().orElseThrow().forEach(event -> count[0] += event.kind() == kind ? 1 : 0);
        return count[0];
    }

    @ParameterizedTest
    @CsvSource({"trap_and_emulate, 6 MiB", "binary_translation, 7 MiB"})
    void aGuestAndAProcessThatCompeteForFramesEndAsWithPlenty(String cpu, String memory) throws Exception {
        String domain = "cpu " + cpu + " domain d { memory 4 MiB kernel guest }";
        Session plenty = Lab.ended(host("32 MiB", domain));
        Session scarce = Lab.ended(host(memory, domain));
        for (int i = 0; i < 2; i++) {
            assertEquals(plenty.results().get(i).ending(), scarce.results().get(i).ending());
            assertEquals(plenty.results().get(i).exitCode(), scarce.results().get(i).exitCode());
            assertEquals(plenty.results().get(i).instructions(), scarce.results().get(i).instructions());
        }
        assertEquals(0, count(plenty, EventKind.SWAP_OUT));
        MemoryUse use = scarce.results().getFirst().memory().orElseThrow();
        assertTrue(count(scarce, EventKind.SWAP_OUT) > 0, "frames ran short");
        assertTrue(use.swapIns() > 0 || scarce.results().get(1).memory().orElseThrow().swapIns() > 0);
    }

    @Test
    void runsRepeatAndStatesComeBackInTheMidstOfSwapping() throws Exception {
        SystemPlan plan = host("6 MiB", "domain d { memory 4 MiB kernel guest limits { memory 1 MiB } }");
        Session first = Lab.ended(plan);
        Session second = Lab.session(plan, SessionOptions.unattended());
        var kept = second.keepAt(4_000);
        Lab.run(second);
        assertEquals(Lab.traceDigest(first), Lab.traceDigest(second));
        assertEquals(first.digests().get(), second.digests().get());
        Snapshot snapshot = kept.get();
        try (Session third = Lab.session(plan, SessionOptions.unattended().withStartsPaused(true))) {
            third.start();
            third.restore(snapshot).get();
            third.resume();
            third.awaitEnd();
            assertEquals(first.digests().get(), third.digests().get());
        }
    }

    /** The partition's part of the disk is in the midst of it; another partition has what is behind it. */
    private SystemPlan partitioned(String swap, String domain) {
        return lab.configuration("import \"guest.s\" as guest", "import \"process.s\" as p", "host h { cores 2 memory 64 MiB disk d { size 32 MiB }",
            "firmware partitions { partition a { cpus 0 memory 32 MiB assign d[8..24 MiB]", "os o { " + swap + " process q { program p } hypervisor v {",
            "domain d { memory 4 MiB kernel guest " + domain + " } } } }",
            "partition b { cpus 1 memory 8 MiB assign d[24..32 MiB] boot guest } } }");
    }

    @ParameterizedTest
    @CsvSource({"d, 8, ''", "d[9..20 MiB], 9, disk vda { size 64 KiB }"})
    void anOperatingSystemInAPartitionSwapsToItsPartOfTheDisk(String area, long first, String disk) throws Exception {
        Session plenty = Lab.ended(partitioned("", disk));
        SystemPlan plan = partitioned("swap " + area, disk + " limits { memory 512 KiB }");
        Session scarce = Lab.ended(plan);
        for (int i = 0; i < 3; i++) {
            assertEquals(plenty.results().get(i).ending(), scarce.results().get(i).ending());
            assertEquals(plenty.results().get(i).instructions(), scarce.results().get(i).instructions());
        }
        MemoryUse use = scarce.results().getFirst().memory().orElseThrow();
        assertEquals(512 << 10, use.resident());
        assertTrue(use.swapOuts() > 400 && use.swapIns() > 200, use.toString());
        Session again = Lab.ended(plan);
        assertEquals(scarce.digests().get(), again.digests().get());
        PartitionsPlan partitions = (PartitionsPlan) plan.hosts().getFirst().role();
        assertEquals(first << 20, ((HypervisorPlan) partitions.partitions().getFirst().role()).swap().first());
    }

    @Test
    void aLimitIsKept() {
        Session session = Lab.ended(host("32 MiB", "domain d { memory 4 MiB kernel guest limits { memory 512 KiB } }"));
        MemoryUse use = session.results().getFirst().memory().orElseThrow();
        assertEquals(512 << 10, use.resident());
        assertTrue(use.swapOuts() > 400 && use.swapIns() > 200, use.toString());
    }

    @Test
    void whoLooksSeesWhatIsSwappedOut() throws Exception {
        SystemPlan plan = host("32 MiB", "domain d { memory 4 MiB kernel guest limits { memory 512 KiB } }");
        try (Session session = Lab.session(plan, SessionOptions.unattended().withInstructionLimit(4_000))) {
            Lab.run(session);
            MemorySnapshot memory = session.snapshot().join().hosts().getFirst().domains().stream().map(DomainSnapshot::memory)
                .filter(each -> each.size() == 4 << 20).findFirst().orElseThrow();
            assertEquals(512 << 10, memory.resident());
            assertTrue(memory.swapped() > 0 && memory.swapped() <= memory.size() - memory.resident(), memory.toString());
            assertEquals(memory.size(), memory.wanted());
        }
    }

    @Test
    void whatCannotBeSwappedIsToldWhere() {
        assertEquals(List.of("domain 'd': limits memory keeps the rest of it on a swap disk; that is for guests of a hypervisor of type 2 under an os with swap"),
            errors("hypervisor v { domain d { kernel guest limits { memory 8 MiB } } }"));
        assertEquals(List.of("domain 'd': limits memory keeps the rest of it on a swap disk; that is for guests of a hypervisor of type 2 under an os with swap"),
            errors("disk s { size 64 MiB } os o { swap s hypervisor v { type 1 domain d { kernel guest limits { memory 8 MiB } } } }"));
        assertEquals(List.of("os 'o': swap: byte 512 of the disk is not where a page begins; pages have 4096 bytes"),
            errors("disk s { size 64 MiB } os o { swap s[512 B..32 MiB] hypervisor v { domain d { kernel guest } } }"));
    }

    private List<String> errors(String host) {
        return PlanLoader.load(lab.file("lab.tln", "import \"guest.s\" as guest", "host h { " + host + " }")).problems().stream()
            .filter(Problem::isError).map(Problem::message).toList();
    }

    @Test
    void pagingDirectIsRefusedAtTheStart() throws Exception {
        SystemPlan plan = host("32 MiB", "cpu paravirt domain d { memory 4 MiB kernel guest }");
        StartException refused = org.junit.jupiter.api.Assertions.assertThrows(StartException.class, () -> Session.create(plan, SessionOptions.unattended()));
        assertTrue(refused.getMessage().contains("cannot be swapped out: with paging direct"), refused.getMessage());
    }
}
