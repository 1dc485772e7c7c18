// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.examples.Example;
import org.trapline.isa.Csr;
import org.trapline.machine.engine.EngineKind;
import org.trapline.machine.platform.Platform;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.load.ProgramHost;
import org.trapline.runtime.load.ProgramHost.Owner;
import org.trapline.runtime.snapshot.HartSnapshot;
import org.trapline.runtime.snapshot.HostSnapshot;
import org.trapline.runtime.testkit.Lab;

/** Every example, as it ships. */
@Timeout(120)
final class ExamplesTest {
    private static final int MEMORY = 8 << 20;

    @TempDir
    private Path folder;

    static Stream<String> examples() {
        // A guest that lends its memory waits for what a scenario does; the tests of the command line play that.
        return Example.all().stream().map(Example::name).filter(name -> !name.equals("ballooning"));
    }

    static Stream<Arguments> programs() {
        // A program that prints how long things take tells by design, and those that make hypercalls or need a balloon run nowhere else; they have
        // tests of their own.
        Set<String> others = Set.of("nanobenchmarks", "rings", "ballooning");
        return Example.all().stream().filter(example -> !others.contains(example.name())).flatMap(example -> example.files().stream()
            .filter(file -> file.endsWith(".s") && !file.endsWith("/paravirt.s"))
            .map(file -> Arguments.of(example.name(), file)));
    }

    private Path laidOut(String example) throws IOException {
        Example.named(example).orElseThrow().copyTo(folder);
        return folder;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleRunsWellTheSameWayOnEachEngine(String name) throws Exception {
        Path configuration = laidOut(name).resolve(Example.named(name).orElseThrow().configuration());
        Session first = Lab.ended(Lab.plan(PlanLoader.load(configuration)));
        for (GuestResult result : first.results()) {
            assertEquals(Ending.POWERED_OFF, result.ending(), () -> result + ": " + result.guest().console().text());
            assertFalse(result.guest().console().text().isEmpty(), "an example has something to say");
        }
        for (EngineKind engine : EngineKind.values()) {
            Session other = Lab.session(Lab.plan(PlanLoader.load(configuration)), SessionOptions.unattended().withEngine(engine));
            Lab.run(other);
            assertEquals(Lab.traceDigest(first), Lab.traceDigest(other), "the same trace, " + engine);
            assertEquals(first.digests().get(), other.digests().get(), "the same end, " + engine);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aGuestCannotTellAHypervisorFromAMachine(String example, String file) throws Exception {
        Path program = laidOut(example).resolve(file);
        Session bare = run(program, Owner.PROGRAM);
        Session virtual = run(program, Owner.HYPERVISOR);
        Guest bareGuest = bare.guests().getFirst();
        Guest virtualGuest = virtual.guests().getFirst();
        assertEquals(bareGuest.console().text(), virtualGuest.console().text(), "it prints the same");
        assertEquals(Ending.POWERED_OFF, bare.results().getFirst().ending());
        assertEquals(Ending.POWERED_OFF, virtual.results().getFirst().ending());
        HartSnapshot real = host(bare).harts().getFirst();
        HartSnapshot seen = host(virtual).domains().getFirst().vcpus().getFirst().hart();
        assertEquals(real.pc(), seen.pc(), "it ends at the same place");
        assertEquals(real.privilege(), seen.privilege(), "in the same mode");
        if (!tellsTime(bare)) {
            assertEquals(real.registers(), seen.registers(), "with the same registers");
            assertEquals(timeless(real), timeless(seen), "and CSRs");
            assertArrayEquals(bare.memory(bareGuest, Platform.RAM_BASE, MEMORY).get(),
                virtual.memory(virtualGuest, Platform.RAM_BASE, MEMORY).get(), "and the same memory");
        }
    }

    private static Session run(Path program, Owner owner) {
        Session session = Lab.ended(Lab.plan(PlanLoader.program(program, new ProgramHost(owner, ProgramHost.bare().isa(), 1, MEMORY))));
        assertTrue(session.trace().isPresent());
        return session;
    }

    private static HostSnapshot host(Session session) throws Exception {
        return session.snapshot().get().hosts().getFirst();
    }

    /** A guest that takes timer interrupts is interrupted elsewhere where time passes otherwise. */
    private static boolean tellsTime(Session session) {
        boolean[] found = new boolean[1];
        session.trace().orElseThrow().forEach(event -> found[0] |= event.kind() == org.trapline.trace.EventKind.TRAP && event.arg(0) < 0);
        return found[0];
    }

    /** Time goes on while a VMM works, and the guest may know: counters are not compared. */
    private static Map<Csr, Long> timeless(HartSnapshot hart) {
        Map<Csr, Long> csrs = new EnumMap<>(hart.csrs());
        List.of(Csr.CYCLE, Csr.TIME, Csr.INSTRET, Csr.MCYCLE, Csr.MINSTRET).forEach(csrs::remove);
        return csrs;
    }
}
