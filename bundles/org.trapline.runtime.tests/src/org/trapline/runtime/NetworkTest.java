// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.machine.replay.History;
import org.trapline.runtime.debug.Halt;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.testkit.Lab;
import org.trapline.trace.analysis.TraceFilter;

/** Machines that talk to each other: one asks, the others answer. */
class NetworkTest {
    private static final String PROGRAMS = "import \"net.s\", \"ask.s\" as ask import \"net.s\", \"one.s\" as one import \"net.s\", \"two.s\" as two";

    @TempDir
    private Path folder;
    private Lab lab;

    @BeforeEach
    void writeFiles() throws IOException {
        lab = new Lab(folder);
        try (InputStream in = Lab.class.getResourceAsStream("net.s")) {
            lab.file("net.s", in.readAllBytes());
        }
        role("ask", 0, '0');
        role("one", 1, '1');
        role("two", 1, '2');
    }

    private void role(String file, int role, char name) {
        lab.file(file + ".s", ".globl role, name", ".data", "role: .word " + role, "name: .word " + (int) name);
    }

    /** Runs it twice, and returns what each guest has printed. */
    private List<String> run(String... lines) {
        SystemPlan plan = lab.configuration(lines);
        Session session = Lab.ended(plan);
        for (GuestResult result : session.results()) {
            assertEquals(Ending.POWERED_OFF, result.ending(), result.guest().name());
        }
        assertEquals(Lab.traceDigest(session), Lab.traceDigest(Lab.ended(plan)), "a second run is the same");
        return session.guests().stream().map(guest -> guest.console().text()).toList();
    }

    @Test
    void twoHostsTalk() {
        assertEquals(List.of("A1B1C1", ""), run(PROGRAMS, "network lan { }",
            "host a { nic n { network lan } boot ask }", "host b { nic n { network lan } boot one }"));
    }

    @Test
    void theOrderOfHostsMakesNoDifference() {
        assertEquals(List.of("", "A1B1C1"), run(PROGRAMS, "network lan { }",
            "host b { nic n { network lan } boot one }", "host a { nic n { network lan } boot ask }"));
    }

    @Test
    void virtualMachinesOfOneHostTalk() {
        assertEquals(List.of("A1B1C1", ""), run(PROGRAMS, "network lan { bandwidth 10 Mbit }",
            "host h { hypervisor v { domain a { kernel ask interface e { network lan } } domain b { kernel one interface e { network lan } } } }"));
    }

    @Test
    void aVirtualMachineTalksToAHost() {
        assertEquals(List.of("A1B1C1", ""), run(PROGRAMS, "network lan { latency 20 us }",
            "host h { hypervisor v { domain a { kernel ask interface e { network lan } } } }", "host b { nic n { network lan } boot one }"));
        assertEquals(List.of("", "A1B1C1"), run(PROGRAMS, "network lan { latency 20 us }",
            "host h { hypervisor v { domain b { kernel one interface e { network lan } } } }", "host a { nic n { network lan } boot ask }"));
    }

    @Test
    void networksAreApart() {
        assertEquals(List.of("A2B2C2", "A1B1C1", "", ""), run(PROGRAMS, "network lan { }", "network other { }",
            "host a { nic n { network lan } boot ask }", "host b { nic n { network other } boot ask }",
            "host c { nic n { network other } boot one }", "host d { nic n { network lan } boot two }"));
    }

    @Test
    void theCaptureShowsWhoHasSentWhatAndWhen() throws IOException {
        run(PROGRAMS, "network lan { latency 1 ms capture \"out/lan.pcap\" }".replace("out/", ""),
            "host a { nic n { network lan mac \"52:54:00:00:00:0a\" } boot ask }", "host b { nic n { network lan mac \"52:54:00:00:00:0b\" } boot one }");
        List<String> frames = frames(Files.readAllBytes(folder.resolve("lan.pcap")));
        assertEquals(6, frames.size(), frames.toString());
        assertTrue(frames.getFirst().endsWith("ffffffffffff 52540000000a a"), frames.getFirst());
        assertTrue(frames.get(1).endsWith("52540000000a 52540000000b A"), frames.get(1));
        assertTrue(frames.getLast().endsWith("52540000000a 52540000000b C"), frames.getLast());
        // There and back takes two milliseconds at least.
        assertTrue(micros(frames.get(2)) - micros(frames.getFirst()) > 2000, frames.toString());
        assertTrue(micros(frames.get(2)) - micros(frames.getFirst()) < 2100, frames.toString());
    }

    private static long micros(String frame) {
        return Long.parseLong(frame.substring(0, frame.indexOf(' ')));
    }

    private static List<String> frames(byte[] pcap) {
        ByteBuffer file = ByteBuffer.wrap(pcap).order(ByteOrder.LITTLE_ENDIAN);
        List<String> frames = new ArrayList<>();
        for (int at = 24; at < pcap.length; at += 16 + file.getInt(at + 8)) {
            long micros = file.getInt(at) * 1_000_000L + file.getInt(at + 4) / 1000;
            frames.add(micros + " " + address(file, at + 16) + " " + address(file, at + 22) + " " + (char) file.get(at + 30));
        }
        return frames;
    }

    private static String address(ByteBuffer file, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            text.append(String.format("%02x", file.get(at + i)));
        }
        return text.toString();
    }

    @Test
    void theCaptureIsTheSameEachTime() throws IOException {
        String[] lines = {PROGRAMS, "network lan { capture \"lan.pcap\" }", "host a { nic n { network lan } boot ask }",
            "host h { hypervisor v { domain b { kernel one interface e { network lan } } } }"};
        run(lines);
        byte[] first = Files.readAllBytes(folder.resolve("lan.pcap"));
        run(lines);
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("lan.pcap")));
    }

    @Test
    void hostsThatTalkGoBackTogether() throws Exception {
        String[] lines = {PROGRAMS, "network lan { capture \"lan.pcap\" }", "host a { nic n { network lan } boot ask }",
            "host h { hypervisor v { domain b { kernel one interface e { network lan } } } }"};
        SystemPlan plan = lab.configuration(lines);
        Session plain = Lab.ended(plan);
        byte[] capture = Files.readAllBytes(folder.resolve("lan.pcap"));
        BlockingQueue<Halt> halts = new LinkedBlockingQueue<>();
        try (Session session = Lab.session(plan, SessionOptions.unattended().withStartsPaused(true).withHistory(new History.Limits(5_000, 30, 32L << 20)))) {
            session.addListener(new SessionListener() {
                @Override
                public void halted(Halt halt) {
                    halts.add(halt);
                }
            });
            session.start();
            halts.take();
            // The first answer is printed; the second is on its way.
            session.stepTo(0, TraceFilter.parse("kind=console"));
            halts.take();
            List<String> digests = session.digests().join();
            for (long part = 1; part < 4; part++) {
                session.goTo(session.moment().orElseThrow().instructions() * part / 4);
                halts.take();
                assertTrue(session.moment().orElseThrow().isInPast());
            }
            session.goToPresent();
            halts.take();
            assertEquals(digests, session.digests().join());
            session.goTo(100);
            halts.take();
            session.resume();
            session.awaitEnd();
            assertEquals("A1B1C1", session.guests().getFirst().console().text());
            assertEquals(plain.digests().join(), session.digests().join());
            assertArrayEquals(capture, Files.readAllBytes(folder.resolve("lan.pcap")));
        }
    }

    @Test
    void aMachineThatNobodyAnswersWaits() {
        Session session = Lab.ended(lab.configuration(PROGRAMS, "network lan { }", "host a { nic n { network lan } boot ask }",
            "host b { nic n boot one }"));
        assertEquals(List.of(Ending.WAITING, Ending.WAITING), session.results().stream().map(GuestResult::ending).toList());
    }
}
