// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.machine.state.StateImage;

class EthernetSwitchTest {
    private static final long LATENCY = 500;
    private static final int ALL = 0xff;

    @TempDir
    Path directory;
    private long ticks;
    private PacketCapture capture;
    private EthernetSwitch lan;
    private List<SwitchPort> ports;

    @BeforeEach
    void connect() throws IOException {
        capture = new PacketCapture(directory.resolve("lan.pcap"), LATENCY);
        lan = new EthernetSwitch("lan", LATENCY, capture);
        ports = List.of(lan.connect(() -> ticks), lan.connect(() -> ticks), lan.connect(() -> ticks));
    }

    /** A frame whose addresses end with these bytes; 0xff is everybody. */
    private static byte[] frame(int to, int from, int payload) {
        byte[] frame = new byte[EthernetSwitch.HEADER + 4];
        frame[0] = (byte) (to == ALL ? 0xff : 2);
        frame[5] = (byte) to;
        frame[6] = 2;
        frame[11] = (byte) from;
        frame[12] = 0x08;
        frame[17] = (byte) payload;
        return frame;
    }

    private String arrived() {
        StringBuilder text = new StringBuilder();
        for (SwitchPort port : ports) {
            for (byte[] frame = port.peek(); frame != null; frame = port.peek()) {
                text.append(port.index()).append(':').append(frame[17]).append(' ');
                port.take();
            }
        }
        return text.toString().strip();
    }

    @Test
    void aFrameArrivesAfterTheLatencyAndNotBefore() {
        ticks = 1000;
        ports.get(0).send(frame(ALL, 1, 7));
        assertEquals(1500, ports.get(1).nextTick());
        ticks = 1499;
        assertNull(ports.get(1).peek());
        ticks = 1500;
        assertEquals("1:7 2:7", arrived());
    }

    @Test
    void theSwitchLearnsWhereAddressesAre() {
        ports.get(0).send(frame(9, 1, 1));
        ticks = 10_000;
        assertEquals("1:1 2:1", arrived(), "nobody knows where 9 is");
        ports.get(1).send(frame(1, 2, 2));
        ticks = 20_000;
        assertEquals("0:2", arrived(), "1 has sent before");
        ports.get(2).send(frame(1, 3, 3));
        ports.get(0).send(frame(2, 1, 4));
        ticks = 30_000;
        assertEquals("0:3 1:4", arrived());
        // It has moved.
        ports.get(2).send(frame(ALL, 1, 5));
        ports.get(1).send(frame(1, 2, 6));
        ticks = 40_000;
        assertEquals("0:5 1:5 2:6", arrived());
    }

    @Test
    void framesOfTheSameTimeKeepTheirOrder() {
        ports.get(0).send(frame(ALL, 1, 1));
        ports.get(1).send(frame(ALL, 2, 2));
        ports.get(0).send(frame(ALL, 1, 3));
        ticks = LATENCY;
        assertEquals("0:2 1:1 1:3 2:1 2:2 2:3", arrived());
    }

    @Test
    void whatIsNoFrameGoesNowhere() {
        ports.get(0).send(new byte[EthernetSwitch.HEADER - 1]);
        ports.get(0).send(new byte[EthernetSwitch.MAX_FRAME + 1]);
        ticks = 10_000;
        assertEquals("", arrived());
    }

    @Test
    void aPortThatNobodyReadsLosesFramesAndNotMemory() {
        for (int i = 0; i < 5_000; i++) {
            ports.get(0).send(frame(ALL, 1, 1));
        }
        ticks = LATENCY;
        int count = 0;
        for (; ports.get(1).peek() != null; count++) {
            ports.get(1).take();
        }
        assertEquals(1024, count);
    }

    @Test
    void aNetworkNeedsTime() {
        assertThrows(IllegalArgumentException.class, () -> new EthernetSwitch("lan", 0, null));
    }

    @Test
    void tableAndFramesUnderWayAreState() {
        ports.get(0).send(frame(ALL, 1, 1));
        StateImage table = StateImage.of(lan);
        StateImage port = StateImage.of(ports.get(1));
        ports.get(2).send(frame(ALL, 1, 2));
        ticks = LATENCY;
        arrived();
        table.restore(lan);
        port.restore(ports.get(1));
        assertEquals("1:1", arrived());
        ports.get(1).send(frame(1, 2, 9));
        ticks = 2 * LATENCY;
        assertEquals("0:9", arrived());
        assertEquals(port.digest(), port.digest());
    }

    // ---- capture ----

    private List<String> read(ByteBuffer file) {
        assertEquals(0xa1b2_3c4d, file.order(ByteOrder.LITTLE_ENDIAN).getInt(0));
        assertEquals(1, file.getInt(20));
        List<String> records = new java.util.ArrayList<>();
        for (int at = 24; at < file.capacity(); at += 16 + file.getInt(at + 8)) {
            records.add(file.getInt(at) + "s " + file.getInt(at + 4) + "ns " + file.get(at + 16 + 17));
        }
        return records;
    }

    @Test
    void theCaptureHasAllFramesInTheOrderOfTheirTimes() throws IOException {
        ticks = 10_000_100;
        ports.get(0).send(frame(ALL, 1, 1));
        // Another machine is a little behind.
        ticks = 10_000_050;
        ports.get(1).send(frame(1, 2, 2));
        ticks = 20_000_000;
        ports.get(1).send(frame(1, 2, 3));
        capture.close();
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("lan.pcap")));
        assertEquals(List.of("1s 5000ns 2", "1s 10000ns 1", "2s 0ns 3"), read(file));
    }

    @Test
    void theCaptureGoesBackWithTheRun() throws IOException {
        ports.get(0).send(frame(ALL, 1, 1));
        ticks = 10_000;
        ports.get(0).send(frame(ALL, 1, 2));
        StateImage kept = StateImage.of(lan);
        for (int i = 3; i < 10; i++) {
            ticks += 10_000;
            ports.get(0).send(frame(ALL, 1, i));
        }
        kept.restore(lan);
        ticks = 20_000;
        ports.get(0).send(frame(ALL, 1, 77));
        capture.close();
        assertEquals(List.of("0s 0ns 1", "0s 1000000ns 2", "0s 2000000ns 77"),
            read(ByteBuffer.wrap(Files.readAllBytes(directory.resolve("lan.pcap")))));
    }

    @Test
    void tcpdumpReadsTheCapture() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tcpdump")), "tcpdump is not installed");
        ticks = 12;
        ports.get(0).send(frame(ALL, 1, 1));
        capture.close();
        Process tcpdump = new ProcessBuilder("tcpdump", "-e", "-n", "-tt", "--nano", "-r", directory.resolve("lan.pcap").toString())
            .redirectErrorStream(true).start();
        String text = new String(tcpdump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tcpdump.waitFor(), text);
        assertTrue(text.contains("0.000001200 02:00:00:00:00:01 > ff:00:00:00:00:ff"), text);
    }

    @Test
    void aFileThatCannotBeWrittenIsToldAtOnce() {
        assertThrows(IOException.class, () -> new PacketCapture(directory, 1));
    }

    @Test
    void framesKeepTheirBytes() {
        byte[] sent = frame(ALL, 1, 42);
        ports.get(0).send(sent);
        ticks = LATENCY;
        assertArrayEquals(sent, ports.get(1).peek());
    }
}
