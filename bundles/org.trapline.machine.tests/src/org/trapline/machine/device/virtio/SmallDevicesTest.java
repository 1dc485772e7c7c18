// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trapline.machine.device.virtio.Driver.Buffer;
import org.trapline.machine.device.virtio.Driver.Used;
import org.trapline.machine.device.virtio.console.ConsoleRegister;
import org.trapline.machine.device.virtio.console.VirtioConsole;
import org.trapline.machine.device.virtio.entropy.VirtioEntropy;
import org.trapline.machine.state.StateImage;

/** Entropy and console. */
class SmallDevicesTest {
    private static final long VERSION_1 = 1L << 32;
    private static final long DATA = Driver.BUFFERS;

    // ---- entropy ----

    private static byte[] random(Driver driver, int length) {
        driver.send(0, Buffer.writable(DATA, length));
        driver.settle();
        assertEquals(Math.min(length, VirtioEntropy.MOST), driver.used(0).getFirst().written());
        return driver.bytes(DATA, length);
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        Driver one = new Driver(new VirtioEntropy(42)).start(VERSION_1, 1);
        Driver same = new Driver(new VirtioEntropy(42)).start(VERSION_1, 1);
        Driver other = new Driver(new VirtioEntropy(43)).start(VERSION_1, 1);
        byte[] bytes = random(one, 100);
        assertArrayEquals(bytes, random(same, 100));
        assertFalse(Arrays.equals(bytes, random(other, 100)));
        assertFalse(Arrays.equals(bytes, random(one, 100)), "numbers do not repeat");
    }

    @Test
    void allBytesAppear() {
        Driver driver = new Driver(new VirtioEntropy(0)).start(VERSION_1, 1);
        assertEquals(256, random(driver, 4096).length == 4096 ? distinct(driver.bytes(DATA, 4096)) : 0);
    }

    private static int distinct(byte[] bytes) {
        boolean[] seen = new boolean[256];
        int count = 0;
        for (byte value : bytes) {
            count += seen[value & 0xff] ? 0 : 1;
            seen[value & 0xff] = true;
        }
        return count;
    }

    @Test
    void anEndlessRequestGetsAPart() {
        Driver driver = new Driver(new VirtioEntropy(0)).start(VERSION_1, 1);
        random(driver, Driver.RAM_BYTES / 2);
        assertArrayEquals(new byte[100], driver.bytes(DATA + VirtioEntropy.MOST, 100));
    }

    @Test
    void numbersGoOnFromAStateThatWasKept() {
        Driver driver = new Driver(new VirtioEntropy(7)).start(VERSION_1, 1);
        random(driver, 8);
        StateImage kept = StateImage.of(driver.device);
        driver.start(VERSION_1, 1);
        byte[] future = random(driver, 8);
        kept.restore(driver.device);
        driver.start(VERSION_1, 1);
        assertArrayEquals(future, random(driver, 8));
    }

    // ---- console ----

    private final StringBuilder printed = new StringBuilder();
    private final VirtioConsole console = new VirtioConsole(value -> printed.append((char) value));
    private final Driver driver = new Driver(console);

    @Test
    void whatIsSentIsPrintedWhenItsTimeHasCome() {
        driver.start(VERSION_1, 2);
        driver.bus.load(DATA, "Hello".getBytes(StandardCharsets.US_ASCII));
        driver.send(1, Buffer.readable(DATA, 5));
        assertEquals("", printed.toString());
        assertEquals(VirtioConsole.ACCESS_TICKS + 5, driver.device.nextTick());
        driver.settle();
        assertEquals("Hello", printed.toString());
        assertEquals(1, driver.used(1).size());
    }

    @Test
    void whatIsTypedWaitsForBuffers() {
        assertFalse(console.isOpen());
        driver.start(VERSION_1, 2);
        assertTrue(console.isOpen());
        console.receive('a');
        console.receive('b');
        console.receive('c');
        driver.send(0, Buffer.writable(DATA, 2));
        driver.send(0, Buffer.writable(DATA + 2, 2));
        assertEquals(List.of(new Used(0, 2), new Used(1, 1)), driver.used(0));
        assertArrayEquals("abc".getBytes(StandardCharsets.US_ASCII), driver.bytes(DATA, 3));
        assertTrue(driver.raised);
        driver.post(0, Buffer.writable(DATA, 2));
        console.receive('d');
        assertEquals('d', driver.bus.read(DATA, 1));
    }

    @Test
    void typingStopsWhenThereIsNoRoom() {
        int room = console.room();
        for (int i = 0; i < room + 10; i++) {
            console.receive('x');
        }
        assertEquals(0, console.room());
        driver.device.reset();
        assertEquals(room, console.room());
    }

    @Test
    void anEmergencyNeedsNoDriver() {
        driver.device.write(0x100 + ConsoleRegister.EMERG_WR.place().offset(), 4, '!');
        assertEquals("!", printed.toString());
        assertEquals(80, driver.config(ConsoleRegister.COLS));
    }

    @Test
    void inputIsPartOfTheState() {
        String before = StateImage.of(driver.device).digest();
        console.receive('x');
        assertNotEquals(before, StateImage.of(driver.device).digest());
    }
}
