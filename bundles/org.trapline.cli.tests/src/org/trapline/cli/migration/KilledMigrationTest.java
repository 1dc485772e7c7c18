// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.cli.ExitCode;
import org.trapline.cli.migration.Relay.Point;
import org.trapline.cli.testkit.Shell;
import org.trapline.vmm.migration.Message;

/**
 * A guest that writes memory all the time moves from one process to another, of which one is killed, or between which the connection is cut, at a point of
 * the protocol. Afterwards it has run to its end in one place, and what it has computed is what it computes without moving.
 */
@Timeout(120)
class KilledMigrationTest {
    /** Prints ten lines, a digit each, and writes 64 pages again and again; then prints a sum of all that is in them, and switches itself off. */
    private static final String[] GUEST = {".globl _start", "_start: li s0, '0'", "li s1, 0x10000000", "li s3, 0", "la s4, area", "1: li s2, 30000",
        "2: addi s3, s3, 1", "andi t1, s3, 63", "slli t1, t1, 12", "add t1, t1, s4", "ld t2, 0(t1)", "add t2, t2, s3", "sd t2, 0(t1)", "addi s2, s2, -1",
        "bnez s2, 2b", "sb s0, 0(s1)", "li t0, 10", "sb t0, 0(s1)", "addi s0, s0, 1", "li t0, '9'", "ble s0, t0, 1b",
        "li t0, 64", "li s5, 0", "3: ld t1, 0(s4)", "slli s5, s5, 1", "xor s5, s5, t1", "lui t1, 1", "add s4, s4, t1", "addi t0, t0, -1", "bnez t0, 3b",
        "li t0, 16", "4: srli t1, s5, 60", "slli s5, s5, 4", "addi t1, t1, 'a'", "sb t1, 0(s1)", "addi t0, t0, -1", "bnez t0, 4b",
        "li t0, 10", "sb t0, 0(s1)", "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "5: j 5b", ".bss", ".balign 4096", "area: .space 262144"};
    private static final String[] LATER = {"--migrate-otherwise", "post_copy", "--migrate-rounds", "1", "--migrate-downtime", "0"};

    @TempDir
    private static Path folder;
    private static String guest;
    private static String printed;
    private static final Deque<Peer> FREE = new ArrayDeque<>();
    private static final List<Peer> ALL = new ArrayList<>();

    private Peer there;
    private Peer here;
    private int port;

    @BeforeAll
    static void runWithoutMoving() throws Exception {
        guest = new Shell(folder).file("guest.s", GUEST);
        prepare();
        prepare();
        Peer peer = take();
        peer.run(command());
        assertEquals(0, peer.exitCode(), peer::toString);
        printed = peer.console();
        assertTrue(printed.matches("(?s)0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n[a-p]{16}\n"), printed);
        FREE.add(peer);
    }

    @AfterAll
    static void end() throws Exception {
        for (Peer peer : ALL) {
            if (peer.isAlive()) {
                peer.kill();
            }
        }
    }

    private static void prepare() throws IOException {
        Peer peer = new Peer();
        ALL.add(peer);
        FREE.add(peer);
    }

    /** Takes a process; another is on its way when none is left. */
    private static Peer take() throws IOException {
        if (FREE.isEmpty()) {
            prepare();
        }
        return FREE.remove();
    }

    private static String[] command(String... more) {
        return Stream.concat(Stream.of("run", "--boot", "vmm", "--memory", "1MiB", "--json", "--no-trace", guest), Arrays.stream(more)).toArray(String[]::new);
    }

    private void listen() throws Exception {
        there = take();
        there.run(command("--listen-migration", "0"));
        port = Integer.parseInt(there.await("waiting for a virtual machine at port").replaceAll("\\D+", ""));
    }

    private Relay relay(Point point, Relay.Action action) throws Exception {
        listen();
        here = take();
        return new Relay(port, point, action);
    }

    private void migrate(Relay relay, String... more) {
        here.run(Stream.concat(Arrays.stream(command("--migrate-to", relay.address(), "--migrate-at", "400_000")), Arrays.stream(more)).toArray(String[]::new));
    }

    private void killHere(Relay relay) throws Exception {
        here.kill();
    }

    private void killThere(Relay relay) throws Exception {
        there.kill();
        relay.close();
    }

    private static void cut(Relay relay) {
        // The relay does that after every action.
    }

    private void expectEnd(Peer peer, ExitCode code) throws Exception {
        assertEquals(code.code(), peer.exitCode(), peer::toString);
        FREE.add(peer);
    }

    /** It runs to its end in the other process. */
    private void expectThere() throws Exception {
        there.await("^guest has come$");
        expectEnd(there, ExitCode.OK);
        assertEquals(printed, here.console() + there.console());
    }

    /** It has run to its end where it was, which says that it did not move. */
    private void expectHere() throws Exception {
        String said = here.await("\"type\":\"migration\"");
        assertTrue(said.contains("\"outcome\":\"stayed\""), said);
        expectEnd(here, ExitCode.FAILED);
        assertEquals(printed, here.console());
    }

    /** The other process has nothing of the guest: another one can still come, and does. */
    private void expectStillWaiting() throws Exception {
        assertEquals("", there.console());
        try (Relay relay = new Relay(port, null, KilledMigrationTest::cut)) {
            here = take();
            migrate(relay);
            expectEnd(here, ExitCode.OK);
            expectThere();
        }
    }

    static Stream<Point> beforeAllWasSent() {
        return Stream.of(Point.before(Message.Welcome.class), Point.before(Message.Pages.class, 17).inTheMiddle(),
            Point.before(Message.State.class).inTheMiddle());
    }

    static Stream<Point> afterAllWasSent() {
        return Stream.of(Point.before(Message.Prepared.class), Point.before(Message.Commit.class), Point.before(Message.Running.class),
            Point.before(Message.Settled.class));
    }

    // ---- the source is killed ----

    @ParameterizedTest
    @MethodSource("beforeAllWasSent")
    void aSourceThatIsKilledBeforeAllWasSentTakesItsGuestWithIt(Point point) throws Exception {
        try (Relay relay = relay(point, this::killHere)) {
            migrate(relay);
            relay.awaitAction();
            assertEquals("guest does not come: the connection to the source was lost", there.await("^guest"));
            expectStillWaiting();
        }
    }

    @ParameterizedTest
    @MethodSource("afterAllWasSent")
    void aTargetThatHasAllRunsTheGuestOfASourceThatIsKilled(Point point) throws Exception {
        try (Relay relay = relay(point, this::killHere)) {
            migrate(relay);
            relay.awaitAction();
            expectThere();
        }
    }

    // ---- the target is killed ----

    static Stream<Point> beforeTheSourceKnows() {
        return Stream.concat(beforeAllWasSent(), afterAllWasSent().filter(point -> point.kind() != Message.Settled.class));
    }

    @ParameterizedTest
    @MethodSource("beforeTheSourceKnows")
    void aGuestWhoseTargetIsKilledGoesOnWhereItWas(Point point) throws Exception {
        try (Relay relay = relay(point, this::killThere)) {
            migrate(relay);
            expectHere();
        }
    }

    @Test
    void aGuestThatHasMovedDiesWithItsNewHostAsItWouldHaveWithTheOldOne() throws Exception {
        try (Relay relay = relay(Point.before(Message.Settled.class), this::killThere)) {
            migrate(relay);
            String said = here.await("\"type\":\"migration\"");
            assertTrue(said.contains("\"outcome\":\"moved\""), said);
            expectEnd(here, ExitCode.OK);
            assertTrue(here.console().length() < printed.length() && printed.startsWith(here.console()), here.console());
        }
    }

    // ---- both live, and the connection is cut ----

    static Stream<Point> whileItRunsHere() {
        return Stream.concat(Stream.of(Point.before(Message.Hello.class).inTheMiddle(), Point.before(Message.Pages.class)), beforeAllWasSent());
    }

    @ParameterizedTest
    @MethodSource("whileItRunsHere")
    void aGuestStaysThatWasNotSentAsAWholeWhenTheConnectionIsCut(Point point) throws Exception {
        try (Relay relay = relay(point, KilledMigrationTest::cut)) {
            migrate(relay);
            expectHere();
            expectStillWaiting();
        }
    }

    @Test
    void aGuestStaysWhenItIsNotKnownThatTheTargetHasAll() throws Exception {
        try (Relay relay = relay(Point.before(Message.Prepared.class), KilledMigrationTest::cut).refusing(2)) {
            migrate(relay);
            here.await("^guest stands still: the connection to .* was lost before it was known whether it runs there");
            expectHere();
            expectStillWaiting();
        }
    }

    static Stream<Point> afterTheDecision() {
        return afterAllWasSent().filter(point -> point.kind() != Message.Prepared.class);
    }

    @ParameterizedTest
    @MethodSource("afterTheDecision")
    void aGuestThatIsDecidedToGoGoesWhenTheConnectionIsBack(Point point) throws Exception {
        try (Relay relay = relay(point, KilledMigrationTest::cut).refusing(2)) {
            migrate(relay);
            expectEnd(here, ExitCode.OK);
            expectThere();
        }
    }

    // ---- pages that come later ----

    private static final Point LATER_PAGES = Point.before(Message.Pages.class).afterItRuns();

    @Test
    void pagesAreFetchedWhenTheyAreTouched() throws Exception {
        try (Relay relay = relay(null, KilledMigrationTest::cut).holdingPages()) {
            migrate(relay, LATER);
            String said = here.await("\"type\":\"migration\"");
            assertTrue(said.contains("\"outcome\":\"moved\"") && said.matches(".*\"fetched\":[1-9].*"), said);
            expectEnd(here, ExitCode.OK);
            expectThere();
        }
    }

    @Test
    void pagesThatWereOnTheirWayWhenTheConnectionWasCutAreSentAgain() throws Exception {
        try (Relay relay = relay(LATER_PAGES.inTheMiddle(), KilledMigrationTest::cut).refusing(2)) {
            migrate(relay, LATER);
            expectEnd(here, ExitCode.OK);
            expectThere();
        }
    }

    @Test
    void aGuestWhosePagesDieWithTheSourceCrashesAndThatIsSaid() throws Exception {
        try (Relay relay = relay(LATER_PAGES, this::killHere)) {
            migrate(relay, LATER);
            there.await("^guest has come$");
            there.await("^guest is lost: the source has died while \\d+ pages were still there$");
            expectEnd(there, ExitCode.FAILED);
            assertTrue(printed.startsWith(here.console() + there.console()), there.console());
        }
    }

    @Test
    void aGuestWhoseTargetDiesBeforeItHasAllPagesGoesOnFromWhereItWasHandedOver() throws Exception {
        try (Relay relay = relay(LATER_PAGES, this::killThere)) {
            migrate(relay, LATER);
            expectHere();
            assertTrue(here.toString().contains("the target has died before it had all pages; what it did there is lost"), here::toString);
        }
    }
}
