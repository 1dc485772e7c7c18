// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.trapline.machine.device.virtio.Driver.Buffer;
import org.trapline.machine.device.virtio.Driver.Used;
import org.trapline.machine.device.virtio.network.NetworkRegister;
import org.trapline.machine.device.virtio.network.VirtioNetwork;
import org.trapline.machine.network.EthernetSwitch;
import org.trapline.machine.network.SwitchPort;
import org.trapline.machine.state.StateImage;

/** A card in a switch, and a second port that the test holds. */
class NetworkTest {
    private static final long VERSION_1 = 1L << 32;
    private static final long LATENCY = 500;
    private static final byte[] MAC = {0x52, 0x54, 0, 1, 2, 3};
    private static final int HEADER = 12;
    private static final long DATA = Driver.BUFFERS;

    private final EthernetSwitch lan = new EthernetSwitch("lan", LATENCY, null);
    private long now;
    private final SwitchPort other = lan.connect(() -> now);
    private final SwitchPort port = lan.connect(() -> now);
    private final Driver driver = new Driver(new VirtioNetwork(port, MAC, 0, ""));

    private void at(long tick) {
        now = tick;
        // A virtual machine's own clock began later.
        driver.ticks = tick - 100;
        driver.device.advance();
    }

    private static byte[] frame(int length) {
        byte[] frame = new byte[length];
        new Random(length).nextBytes(frame);
        frame[0] = 2;
        frame[6] = 2;
        return frame;
    }

    @Test
    void theConfigurationTellsAddressLinkAndSize() {
        assertEquals(0x54, driver.device.read(0x101, 1));
        assertEquals(1, driver.config(NetworkRegister.STATUS));
        assertEquals(1500, driver.config(NetworkRegister.MTU));
        assertEquals(0, new Driver(new VirtioNetwork(null, MAC, 0, "")).config(NetworkRegister.STATUS), "a card that is not plugged in");
    }

    @Test
    void aFrameIsSentWhenItsTimeHasCome() {
        at(1000);
        driver.start(VERSION_1, 2);
        driver.bus.load(DATA + HEADER, frame(60));
        driver.send(1, Buffer.readable(DATA, HEADER), Buffer.readable(DATA + HEADER, 60));
        assertEquals(900 + VirtioNetwork.ACCESS_TICKS, driver.device.nextTick());
        at(1000 + VirtioNetwork.ACCESS_TICKS);
        assertEquals(1, driver.used(1).size());
        assertEquals(now + LATENCY, other.nextTick());
        now += LATENCY;
        assertArrayEquals(frame(60), other.peek());
    }

    @Test
    void bandwidthIsTimePerBit() {
        Driver slow = new Driver(new VirtioNetwork(lan.connect(() -> now), MAC, 1_000_000, "")).start(VERSION_1, 2);
        slow.send(1, Buffer.readable(DATA, HEADER + 125));
        // A thousand bits at a megabit per second.
        assertEquals(VirtioNetwork.ACCESS_TICKS + 10_000, slow.device.nextTick());
    }

    @Test
    void aFrameArrivesInTheNextBuffer() {
        driver.start(VERSION_1, 2);
        driver.send(0, Buffer.writable(DATA, 1600));
        other.send(frame(100));
        at(LATENCY - 1);
        assertEquals(List.of(), driver.used(0));
        assertEquals(LATENCY - 100, driver.device.nextTick());
        at(LATENCY);
        assertEquals(List.of(new Used(0, HEADER + 100)), driver.used(0));
        assertArrayEquals(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0}, driver.bytes(DATA, HEADER));
        assertArrayEquals(frame(100), driver.bytes(DATA + HEADER, 100));
        assertTrue(driver.raised);
    }

    @Test
    void aFrameWaitsForABuffer() {
        driver.start(VERSION_1, 2);
        other.send(frame(100));
        at(10_000);
        assertEquals(Long.MAX_VALUE, driver.device.nextTick(), "no time need pass for a driver that has no buffer");
        driver.send(0, Buffer.writable(DATA, 20), Buffer.writable(DATA + 20, 200));
        assertEquals(List.of(new Used(0, HEADER + 100)), driver.used(0));
    }

    @Test
    void framesBeforeTheDriverWasReadyAreLost() {
        other.send(frame(100));
        at(10_000);
        driver.start(VERSION_1, 2);
        driver.send(0, Buffer.writable(DATA, 1600));
        assertEquals(List.of(), driver.used(0));
    }

    @Test
    void aFrameThatDoesNotFitIsLost() {
        driver.start(VERSION_1, 2);
        driver.send(0, Buffer.writable(DATA, HEADER + 99));
        driver.send(0, Buffer.writable(DATA, 1600));
        other.send(frame(100));
        other.send(frame(101));
        at(10_000);
        assertEquals(List.of(new Used(0, 0), new Used(1, HEADER + 101)), driver.used(0));
    }

    @Test
    void aFrameThatIsTooLongIsNotSent() {
        driver.start(VERSION_1, 2);
        driver.send(1, Buffer.readable(DATA, HEADER + EthernetSwitch.MAX_FRAME + 1));
        at(10_000);
        assertEquals(1, driver.used(1).size());
        assertEquals(Long.MAX_VALUE, other.nextTick());
        driver.send(1, Buffer.readable(DATA, HEADER - 1));
        assertTrue(driver.needsReset());
    }

    @Test
    void whatIsUnderWayIsState() {
        driver.start(VERSION_1, 2);
        driver.send(0, Buffer.writable(DATA, 1600));
        other.send(frame(100));
        StateImage kept = StateImage.of(driver.device);
        StateImage memory = StateImage.of(state -> state.pages("ram", driver.ram));
        at(LATENCY);
        String future = StateImage.of(driver.device).digest();
        memory.restore(state -> state.pages("ram", driver.ram));
        kept.restore(driver.device);
        at(LATENCY);
        assertEquals(future, StateImage.of(driver.device).digest());
        assertArrayEquals(frame(100), driver.bytes(DATA + HEADER, 100));
    }
}
