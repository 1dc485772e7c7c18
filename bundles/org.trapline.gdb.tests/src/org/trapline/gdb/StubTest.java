// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.runtime.SessionState;

/** The protocol, packet by packet, and what is none of it. */
@Timeout(60)
class StubTest {
    private static final String[] ENDLESS = {".option norvc", "_start: addi a0, a0, 1", "j _start"};
    private static final String PC = "0000008000000000";

    @TempDir
    private Path folder;
    private Bench bench;

    @BeforeEach
    void open() {
        bench = Bench.of(folder, ENDLESS);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void packetsAreAcknowledgedUntilThatIsSwitchedOff() throws IOException {
        try (Wire wire = new Wire(bench.server)) {
            wire.raw(Wire.framed("?"));
            assertEquals('+', wire.acknowledgement());
            assertEquals("T02thread:1;core:0;", wire.answer());
            wire.raw("$?#00");
            assertEquals('-', wire.acknowledgement());
            wire.raw("-");
            assertEquals("T02thread:1;core:0;", wire.answer(), "the last packet again");
            assertEquals("OK", wire.ask("QStartNoAckMode"));
            wire.raw(Wire.framed("qAttached"));
            assertEquals('$', wire.acknowledgement(), "no acknowledgement any more");
        }
    }

    @Test
    void garbageBetweenAndInsideOfPacketsIsSurvived() throws IOException {
        try (Wire wire = new Wire(bench.server)) {
            wire.raw("hello\n\0#42+++$garbage without end $qAttached#8f");
            assertEquals("1", wire.answer());
            assertEquals("", wire.ask(""));
            assertEquals("", wire.ask("~"));
            assertEquals("", wire.ask("vNonsense;1;2"));
            assertEquals("", wire.ask("vMustReplyEmpty"));
            assertEquals("", wire.ask("qNonsense:1"));
            assertEquals("", wire.ask("Z9,0,1"));
            for (String malformed : new String[] {"m", "m1", "mx,1", "m1,", "m11111111111111111,1", "M0,1:0", "M0,1", "X0,1:", "p", "pfffffffffffffffff", "P1",
                "P1=", "P1=0", "P1=112233445566778899", "Gxx112233445566778899aabb", "Z0", "Z0,1", "Z2,0,0", "Hg", "Hx1", "Hg7", "T7", "T", "vCont;",
                "vCont;x", "vCont;s:9", "vCont;r:1", "vCont;r1:1", "sxyz", "qXfer:features:read:target.xml:0", "qXfer:features:read:target.xml:x,1",
                "qThreadExtraInfo,9", "qThreadExtraInfo", "qRcmd,1", "qRcmd,zz"}) {
                assertEquals("E01", wire.ask(malformed), malformed);
            }
            assertEquals(PC, wire.ask("p20"));
        }
    }

    @Test
    void lengthsThatAreTooLargeAreCutOrRefused() throws IOException {
        try (Wire wire = new Wire(bench.server)) {
            assertEquals(16368, wire.ask("m80000000,ffffffffffffffff").length());
            assertEquals("E0e", wire.ask("m80800000,ffffffff"));
            assertEquals("E0e", wire.ask("mffffffffffffffff,ffffffff"));
            assertEquals(8, wire.ask("m807ffffc,100").length());
            assertEquals("E0e", wire.ask("M807ffffe,4:00112233"));
            assertEquals("OK", wire.ask("X80000100,0:"));
            wire.raw("$" + "m".repeat(1 << 20) + "#00");
            assertEquals("1", wire.ask("qAttached"));
            assertEquals("l", wire.ask("qXfer:features:read:target.xml:ffffffff,ffffffff"));
            assertEquals("E00", wire.ask("qXfer:features:read:nothing.xml:0,100"));
            assertEquals("", wire.ask("qXfer:auxv:read::0,100"));
        }
    }

    @Test
    void binaryDataIsUnescapedAndWritten() throws IOException {
        try (Wire wire = new Wire(bench.server)) {
            assertEquals("OK", wire.ask("X80001000,4:}\u0003}\u0004}]\u00ff"));
            assertEquals("23247dff", wire.ask("m80001000,4"));
        }
    }

    @Test
    void theProgramIsTheOnlyFile() throws IOException {
        try (Wire wire = new Wire(bench.server)) {
            assertEquals("l/machine.elf", wire.ask("qXfer:exec-file:read::0,100"));
            assertEquals("F0", wire.ask("vFile:setfs:0"));
            assertEquals("F-1,2", wire.ask("vFile:open:" + Hex.ofText("/etc/passwd") + ",0,0"));
            assertEquals("F-1,1e", wire.ask("vFile:open:" + Hex.ofText("/machine.elf") + ",1,0"));
            assertEquals("F-1,9", wire.ask("vFile:pread:1,10,0"));
            assertEquals("F1", wire.ask("vFile:open:" + Hex.ofText("/machine.elf") + ",0,0"));
            assertEquals("F4;\177ELF", wire.ask("vFile:pread:1,4,0"));
            assertEquals("F0;", wire.ask("vFile:pread:1,ffffffff,ffffffffffffffff"));
            assertTrue(wire.ask("vFile:fstat:1").startsWith("F40;"));
            assertEquals("F0", wire.ask("vFile:close:1"));
            for (String malformed : new String[] {"open:1", "open", "open:zz,0,0", "pread:1", "pread", "fstat", "close"}) {
                assertEquals("E01", wire.ask("vFile:" + malformed), malformed);
            }
            assertEquals("", wire.ask("vFile:unlink:2f"));
        }
    }

    @Test
    void stepsRangesAndBreakpointsAreAnsweredWhenTheyAreDone() throws IOException {
        try (Wire wire = new Wire(bench.server)) {
            assertEquals("T05thread:1;core:0;", wire.ask("s"));
            assertEquals("0400008000000000", wire.ask("p20"));
            assertEquals("T05thread:1;core:0;", wire.ask("vCont;s:1;c"));
            assertEquals(PC, wire.ask("p20"));
            assertEquals("T05thread:1;core:0;", wire.ask("vCont;r80000000,80000004:1;c"));
            assertEquals("0400008000000000", wire.ask("p20"));
            assertEquals("OK", wire.ask("Z0,80000004,4"));
            assertEquals("OK", wire.ask("Z1,80000000,4"));
            assertEquals("T05thread:1;core:0;hwbreak:;", wire.ask("c"));
            assertEquals("T05thread:1;core:0;swbreak:;", wire.ask("C05"));
            assertEquals("T05thread:1;core:0;hwbreak:;", wire.ask("c80000000"), "who is moved to a breakpoint stops at it");
        }
    }

    @Test
    void aRunningMachineAnswersAndIsInterrupted() throws IOException {
        try (Wire wire = new Wire(bench.server)) {
            wire.raw(Wire.framed("c"));
            assertEquals("1", wire.ask("qAttached"));
            assertEquals("E16", wire.ask("c"), "it runs already");
            wire.raw("\3");
            assertEquals("T02thread:1;core:0;", wire.answer());
            wire.raw("\3");
            assertEquals("1", wire.ask("qAttached"), "an interrupt of what stands still is none");
            wire.raw(Wire.framed("vCont;r80000000,80000008:1"));
            wire.raw("\3");
            assertTrue(wire.answer().startsWith("T0"));
        }
    }

    @Test
    void aBrokenConnectionLeavesTheMachineAsItIsForTheNext() throws IOException {
        try (Wire wire = new Wire(bench.server)) {
            assertEquals("T05thread:1;core:0;", wire.ask("s"));
            wire.raw("$m8000");
        }
        awaitTurn().close();
        try (Wire wire = awaitTurn()) {
            assertEquals("0400008000000000", wire.ask("p20"));
            wire.raw(Wire.framed("c"));
        }
        try (Wire wire = awaitTurn()) {
            assertTrue(wire.ask("?").startsWith("T02"), "whoever comes finds it standing");
        }
    }

    /** Returns a connection that is answered: while the server has not noticed that the last is gone, it closes new ones. */
    private Wire awaitTurn() throws IOException {
        for (;;) {
            Wire wire = new Wire(bench.server);
            try {
                if (wire.ask("qAttached") != null) {
                    return wire;
                }
            } catch (IOException e) {
                // Closed while it was asked.
            }
            wire.close();
        }
    }

    @Test
    void onlyOneIsServedAtATime() throws IOException {
        try (Wire first = new Wire(bench.server)) {
            assertEquals("1", first.ask("qAttached"));
            try (Wire second = new Wire(bench.server)) {
                assertNull(second.answer());
            }
            assertEquals("1", first.ask("qAttached"));
        }
    }

    @Test
    void threadsStopAllTogetherOrNotAtAll() throws IOException {
        try (Wire wire = new Wire(bench.server)) {
            assertEquals("E16", wire.ask("QNonStop:1"));
            assertEquals("OK", wire.ask("QNonStop:0"));
        }
    }

    @Test
    void theEndIsToldAndKillingEndsTheSession() throws Exception {
        try (Wire wire = new Wire(bench.server)) {
            assertEquals("1", wire.ask("qAttached"));
            wire.raw(Wire.framed("c"));
            bench.session.stop();
            assertEquals("W01", wire.answer());
            assertNull(wire.answer());
        }
        try (Bench other = Bench.of(folder, ENDLESS); Wire wire = new Wire(other.server)) {
            assertEquals("OK", wire.ask("vKill;1"));
            other.session.awaitEnd();
            assertEquals(SessionState.ENDED, other.session.state());
        }
    }

    @Test
    void randomPacketsAreAllAnsweredAndChangeNothingOfTheConversation() throws IOException {
        Random random = new Random(20_261_122);
        String letters = "gGpPmMXZzHTqQv!?~:;,=.0123456789abcdefxyz-$#}*\3\0\377ContSupportedRcmdXfer:features:read:target.xml";
        try (Wire wire = new Wire(bench.server)) {
            assertEquals("OK", wire.ask("QStartNoAckMode"));
            StringBuilder sent = new StringBuilder();
            for (int i = 0; i < 3_000; i++) {
                StringBuilder data = new StringBuilder();
                for (int length = random.nextInt(24); length >= 0; length--) {
                    data.append(letters.charAt(random.nextInt(letters.length())));
                }
                String text = data.toString();
                // Those that end the conversation or let the machine run are not among them, wherever a packet may begin.
                if (("$" + text).matches("(?s).*\\$([DkRcCsSb}]|vKill|vCont;).*")) {
                    continue;
                }
                sent.append(random.nextInt(4) == 0 ? "$" + text + "#" + "0123456789abcdefg".charAt(random.nextInt(17)) : Wire.framed(text));
            }
            wire.raw(sent + "#00" + Wire.framed("?") + Wire.framed("vMustReplyEmpty") + Wire.framed("qC"));
            String answer;
            do {
                answer = wire.answer();
            } while (!"QC1".equals(answer));
        }
    }

    @Test
    void standardStreamsServeAsWell() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream((Wire.framed("qAttached") + Wire.framed("D")).getBytes(StandardCharsets.ISO_8859_1));
        GdbServer.serve(bench.session, in, out, null);
        assertEquals("+$1#31+$OK#9a", out.toString(StandardCharsets.ISO_8859_1));
    }

    @Test
    void addressesAndTargetsThatMakeNoSenseAreRefused() {
        for (String address : new String[] {"", "x", "70000", "host:", ":x", "-1"}) {
            assertThrows(IllegalArgumentException.class, () -> GdbServer.address(address), address);
        }
        assertTrue(GdbServer.address("1234").getAddress().isLoopbackAddress());
        assertTrue(GdbServer.address(":1234").getAddress().isLoopbackAddress());
        assertEquals("there is no host or domain 'x', expected one of machine",
            assertThrows(IllegalArgumentException.class, () -> GdbServer.check(bench.session, "x")).getMessage());
    }
}
