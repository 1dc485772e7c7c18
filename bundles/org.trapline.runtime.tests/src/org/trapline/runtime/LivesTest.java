// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateImage;
import org.trapline.machine.state.file.SnapshotFile;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.snapshot.DomainSnapshot;
import org.trapline.runtime.snapshot.KeptSnapshot;
import org.trapline.runtime.snapshot.MemorySnapshot;
import org.trapline.runtime.testkit.Lab;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationReport;
import org.trapline.vmm.schedule.Share;

/** What is done with virtual machines while a session runs. */
class LivesTest {
    @TempDir
    private Path folder;
    private SystemPlan plan;

    @BeforeEach
    void writeFiles() {
        Lab lab = new Lab(folder);
        lab.file("count.s", PRINTING);
        plan = lab.configuration("import \"count.s\" as digits", "host one { memory 64 MiB hypervisor v { domain web { memory 2 MiB kernel digits } } }",
            "host two { memory 64 MiB hypervisor v { domain db { memory 2 MiB kernel digits } } }");
    }

    /** Counts to a number of which each digit is printed on the way. */
    static final String[] PRINTING = {".globl _start", "_start: li s0, '0'", "li s1, 0x10000000", "la s3, counter", "1: li s2, 50000", "2: lw t0, 0(s3)",
        "addi t0, t0, 1", "sw t0, 0(s3)", "addi s2, s2, -1", "bnez s2, 2b", "sb s0, 0(s1)", "addi s0, s0, 1", "li t0, '9'", "ble s0, t0, 1b",
        "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "3: j 3b", ".data", "counter: .word 0"};

    private Session paused() {
        Session session = Lab.session(plan, SessionOptions.unattended().withStartsPaused(true));
        session.start();
        return session;
    }

    private static String failure(CompletableFuture<?> answer) {
        return assertThrows(CompletionException.class, answer::join).getCause().getMessage();
    }

    private static void finish(Session session) throws InterruptedException {
        session.resume();
        session.awaitEnd();
    }

    @Test
    void aCloneAndInstancesOfATemplateRunToTheirEnds() throws InterruptedException {
        try (Session session = paused()) {
            Guest web = session.guests().getFirst();
            Lives lives = session.lives();
            Guest copy = lives.clone(web, "copy").join();
            lives.template(web, "golden").join();
            assertEquals(List.of("golden"), lives.templates().join());
            Guest instance = lives.instantiate("golden", 1, "instance").join();
            assertEquals(1, instance.host());
            assertEquals("'copy' cannot be the name of another guest", failure(lives.clone(web, "copy")));
            assertEquals("there is no template 'silver'", failure(lives.instantiate("silver", 0, "x")));
            finish(session);
            assertEquals(List.of(web, session.guests().get(1), copy, instance), session.guests());
            for (Guest guest : session.guests()) {
                assertEquals("0123456789", guest.console().text(), guest.name());
                assertEquals(LifeCycle.OFF, guest.lifeCycle(), guest.name());
            }
            assertEquals(4, session.results().size());
        }
    }

    @Test
    void aSuspendedGuestGivesBackWhatItHadAndGoesOnLater() throws Exception {
        try (Session session = paused()) {
            Guest web = session.guests().getFirst();
            Lives lives = session.lives();
            var kept = lives.suspend(web).join();
            assertEquals(LifeCycle.SUSPENDED, web.lifeCycle());
            SnapshotFile.write(folder.resolve("web.snap"), kept);
            assertTrue(failure(lives.pause(web)).contains("is suspended; it can only be resumed or deleted"));
            lives.resume(web).join();
            assertEquals(LifeCycle.RUNNING, web.lifeCycle());
            finish(session);
            assertEquals("0123456789", web.console().text());
        }
    }

    @Test
    void aGuestIsStoppedResizedAndStartedAgain() throws Exception {
        try (Session session = paused()) {
            Guest web = session.guests().getFirst();
            Lives lives = session.lives();
            lives.setHostsStayOn(true).join();
            assertTrue(failure(lives.resize(web, Resources.size(2, 4 << 20))).contains("is running; how many vCPUs it has changes when it is off"));
            lives.pause(web).join();
            assertTrue(failure(lives.resize(web, Resources.size(1, 4 << 20))).contains("is paused; how many vCPUs it has changes when it is off"));
            lives.stop(web).join();
            lives.resize(web, Resources.size(1, 4 << 20)).join();
            assertTrue(failure(lives.resize(web, Resources.size(1, 1 << 30))).contains("needs 1073741824 bytes of memory"));
            lives.start(web).join();
            lives.setHostsStayOn(false).join();
            finish(session);
            assertEquals("0123456789", web.console().text());
        }
    }

    @Test
    void aSizeThatCannotBeLeavesTheGuestAsItWas() throws Exception {
        try (Session session = paused()) {
            Guest web = session.guests().getFirst();
            Lives lives = session.lives();
            lives.setHostsStayOn(true).join();
            lives.stop(web).join();
            assertTrue(failure(lives.resize(web, Resources.size(2, 4_194_305))).contains("expected whole pages"));
            assertTrue(failure(lives.resize(web, Resources.size(-1, 0))).contains("expected 1 or more"));
            assertTrue(failure(lives.resize(web, Resources.size(2, 4096))).contains("and memory is 0x80000000 to 0x80001000"));
            assertTrue(failure(lives.resize(web, new Resources(2, 4 << 20, -5, OptionalDouble.empty()))).contains("weight"));
            assertEquals(LifeCycle.OFF, web.lifeCycle());
            assertEquals(2 << 20, lives.plan(web).join().memory());
            assertEquals(1, lives.plan(web).join().vcpus());
            lives.start(web).join();
            lives.setHostsStayOn(false).join();
            finish(session);
            assertEquals("0123456789", web.console().text());
        }
    }

    @Test
    void whatAGuestGetsOfTheCoresChangesWhileItRuns() throws Exception {
        try (Session session = paused()) {
            Guest web = session.guests().getFirst();
            Lives lives = session.lives();
            lives.resize(web, Resources.share(400, OptionalDouble.of(0.25))).join();
            assertEquals(new Share(400, 0.25, Set.of()), lives.plan(web).join().share());
            assertEquals(MigrationReport.Outcome.MOVED, moved(session, lives.migrate(web, 1, MigrationPolicy.standard())));
            finish(session);
            long capped = session.snapshot().join().hosts().get(1).cycle();
            assertEquals("0123456789", web.console().text());
            assertTrue(capped > 9_000_000, "it has a quarter of a core on the other host, too: " + capped);
        }
    }

    private static MigrationReport.Outcome moved(Session session, CompletableFuture<MigrationReport> report) {
        session.resume();
        return report.join().outcome();
    }

    @Test
    void aGuestGoesToNoHostThatLacksWhatItMayUse() throws Exception {
        Lab lab = new Lab(folder);
        plan = lab.configuration("import \"count.s\" as digits",
            "host one { isa rv64gc_zba memory 64 MiB hypervisor v { domain web { memory 2 MiB kernel digits } } }",
            "host two { isa rv64g memory 64 MiB hypervisor v { domain db { memory 2 MiB kernel digits } } }");
        try (Session session = paused()) {
            Guest web = session.guests().getFirst();
            CompletableFuture<MigrationReport> report = session.lives().migrate(web, 1, MigrationPolicy.standard());
            session.lives().template(web, "golden").join();
            assertTrue(failure(session.lives().instantiate("golden", 1, "copy")).contains("have no c, zba"));
            finish(session);
            assertEquals(MigrationReport.Outcome.STAYED, report.join().outcome());
            assertTrue(report.join().reason().contains("have no c, zba"), report.join().reason());
            assertEquals("0123456789", web.console().text());
        }
    }

    @Test
    void snapshotsAreKeptComparedAndGoneBackTo() throws Exception {
        try (Session session = paused()) {
            Guest web = session.guests().getFirst();
            Lives lives = session.lives();
            lives.snapshot(web, "start").join();
            assertEquals("there is a snapshot 'start' of one.v.web already".replace("one.v.web", web.name()), failure(lives.snapshot(web, "start")));
            lives.snapshot(web, "again").join();
            assertEquals(List.of("start", "again"), lives.snapshots(web).join());
            assertEquals("start", lives.parent(web, "again").join());
            assertTrue(lives.diff(web, "start", "again").join().pages().isEmpty());
            lives.writeSnapshots(web, folder.resolve("tree")).join();
            lives.restore(web, "start").join();
            assertEquals("there is no snapshot 'x'; there are start, again", failure(lives.restore(web, "x")));
            finish(session);
            assertEquals("0123456789", web.console().text());
        }
    }

    @Test
    void aGuestMovesToAnotherHostWhileItRuns() throws Exception {
        try (Session session = paused()) {
            Guest web = session.guests().getFirst();
            CompletableFuture<MigrationReport> move = session.lives().migrate(web, 1, MigrationPolicy.standard());
            assertTrue(failure(session.lives().migrate(web, 0, MigrationPolicy.standard())).contains("already"));
            finish(session);
            MigrationReport report = move.join();
            assertEquals(MigrationReport.Outcome.MOVED, report.outcome(), report.toString());
            assertTrue(report.converged() && report.downtime() <= 100_000, report.toString());
            assertEquals(1, web.host());
            assertEquals("0123456789", web.console().text());
            assertEquals(LifeCycle.OFF, web.lifeCycle());
            assertFalse(session.results().stream().anyMatch(result -> result.ending() != Ending.POWERED_OFF), session.results().toString());
        }
    }

    private static DomainSnapshot look(Session session, Guest guest) {
        return session.snapshot().join().hosts().get(guest.host()).domains().stream().filter(each -> each.name().equals(guest.name())).findFirst().orElseThrow();
    }

    @Test
    void whoLooksSeesSnapshotsMovesAndWhatASuspendedGuestHasGivenBack() throws Exception {
        try (Session session = paused()) {
            Guest web = session.guests().getFirst();
            Lives lives = session.lives();
            lives.snapshot(web, "start").join();
            lives.snapshot(web, "again").join();
            lives.restore(web, "start").join();
            DomainSnapshot seen = look(session, web);
            assertEquals(List.of(new KeptSnapshot("start", ""), new KeptSnapshot("again", "start")), seen.kept());
            assertEquals("start", seen.current());
            assertEquals(new MemorySnapshot(2 << 20, 2 << 20, 0, 0, 2 << 20), seen.memory());
            lives.suspend(web).join();
            assertEquals(new MemorySnapshot(2 << 20, 0, 0, 0, 2 << 20), look(session, web).memory());
            lives.resume(web).join();
            lives.migrate(web, 1, MigrationPolicy.standard());
            assertEquals("two", look(session, web).move().orElseThrow().to());
            finish(session);
            assertTrue(look(session, web).move().isEmpty(), "it has arrived");
        }
    }

    @Test
    void aGuestMovesToAHostThatIsAheadOfItsOwn() throws Exception {
        try (Session session = paused()) {
            Lives lives = session.lives();
            for (int i = 0; i < 20; i++) {
                Guest copy = lives.clone(session.guests().getFirst(), "copy").join();
                lives.stop(copy).join();
                lives.delete(copy).join();
            }
            Guest db = session.guests().getLast();
            CompletableFuture<MigrationReport> moved = lives.migrate(db, 0, MigrationPolicy.standard());
            finish(session);
            assertEquals(MigrationReport.Outcome.MOVED, moved.join().outcome());
            assertEquals("0123456789", db.console().text());
        }
    }

    @Test
    void aSuspendedGuestGoesOnFromItsFileAndFromNoOther() throws Exception {
        try (Session session = paused()) {
            Guest web = session.guests().getFirst();
            Lives lives = session.lives();
            Path file = folder.resolve("web.suspended");
            Snapshot kept = lives.suspend(web).join();
            SnapshotFile.write(file, kept);
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            assertThrows(IOException.class, () -> SnapshotFile.read(file));
            Map<String, StateImage> states = new LinkedHashMap<>(kept.states());
            states.replaceAll((_, state) -> new StateImage(Arrays.copyOf(state.data(), state.data().length / 2), state.memories()));
            assertFalse(failure(lives.resume(web, new Snapshot(kept.about(), states))).isBlank());
            assertFalse(failure(lives.resume(web, new Snapshot(kept.about(), Map.of()))).isBlank());
            assertEquals(LifeCycle.SUSPENDED, web.lifeCycle());
            Files.write(file, bytes);
            lives.resume(web, SnapshotFile.read(file)).join();
            assertTrue(failure(lives.resume(web, SnapshotFile.read(file))).contains("only one that is suspended"));
            finish(session);
            assertEquals("0123456789", web.console().text());
        }
    }

    @Test
    void aGuestThatIsPausedOrBroughtBackWhileItIsCopiedStays() throws InterruptedException {
        try (Session session = paused()) {
            Guest web = session.guests().getFirst();
            CompletableFuture<MigrationReport> first = session.lives().migrate(web, 1, MigrationPolicy.standard());
            session.lives().pause(web).join();
            session.resume();
            assertEquals("it does not run on from where it was", first.join().reason());
            session.pause();
            session.lives().resume(web).join();
            session.lives().snapshot(web, "s").join();
            CompletableFuture<MigrationReport> second = session.lives().migrate(web, 1, MigrationPolicy.standard().withBytesPerSecond(1));
            assertTrue(failure(session.lives().migrate(web, 1, MigrationPolicy.standard())).contains("on its way"));
            session.lives().restore(web, "s").join();
            finish(session);
            assertEquals("it does not run on from where it was", second.join().reason(), "what was copied is of another past");
            assertEquals("0123456789", web.console().text());
        }
    }

    @Test
    void aGuestThatEndsWhileItIsCopiedStays() throws InterruptedException {
        try (Session session = paused()) {
            Guest web = session.guests().getFirst();
            CompletableFuture<MigrationReport> report = session.lives().migrate(web, 1, MigrationPolicy.standard().withBytesPerSecond(1));
            finish(session);
            assertEquals(MigrationReport.Outcome.STAYED, report.join().outcome());
            assertEquals("0123456789", web.console().text());
        }
    }

    @Test
    void ofGuestsThatWereMadeAndDeletedNothingIsLeft() throws InterruptedException {
        try (Session session = paused()) {
            Guest web = session.guests().getFirst();
            session.lives().template(web, "golden").join();
            for (int i = 0; i < 50; i++) {
                Guest made = session.lives().instantiate("golden", 0, "copy").join();
                made.console().send(new byte[] {'x'});
                session.lives().stop(made).join();
                session.lives().delete(made).join();
                assertEquals(LifeCycle.DELETED, made.lifeCycle());
            }
            assertEquals(2, session.guests().size());
            finish(session);
            assertEquals("0123456789", web.console().text());
        }
    }
}
