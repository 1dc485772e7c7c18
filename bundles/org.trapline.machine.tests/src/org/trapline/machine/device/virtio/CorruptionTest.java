// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.trapline.machine.device.virtio.Driver.Buffer;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.device.virtio.console.VirtioConsole;
import org.trapline.machine.device.virtio.balloon.VirtioBalloon;
import org.trapline.machine.device.virtio.entropy.VirtioEntropy;
import org.trapline.machine.device.virtio.network.VirtioNetwork;
import org.trapline.machine.network.EthernetSwitch;
import org.trapline.machine.network.SwitchPort;
import org.trapline.machine.storage.DiskImage;

/** Whatever stands in its rings, a device comes to rest, throws nothing, and works again after a reset. */
class CorruptionTest {
    private static final int MUTATIONS = 10_000;
    private static final long ALL = 1L << 32 | 1L << 28 | 1L << 29 | 1L << 40 | 1 << 13 | 1 << 14 | 1 << 9;
    private static final long TABLE = Driver.BUFFERS;
    private static final long HEADER = Driver.BUFFERS + 0x100;
    private static final long DATA = Driver.BUFFERS + 0x1000;

    @Test
    void corruptedRingsAndRequestsNeverStopTheMachine() {
        Random random = new Random(20_26);
        Driver driver = new Driver(new VirtioBlock(DiskImage.blank(64 * 512), false, "x"));
        int broken = 0;
        int served = 0;
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            driver.start(ALL, 1);
            fill(driver, random);
            int changes = random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                corrupt(driver, random);
            }
            driver.notifyDevice(0);
            driver.settle();
            corrupt(driver, random);
            driver.notifyDevice(0);
            driver.settle();
            broken += driver.needsReset() ? 1 : 0;
            served += driver.bus.read(Driver.rings(0) + Driver.USED + 2, 2) > 0 ? 1 : 0;
        }
        assertTrue(broken > MUTATIONS / 10 && served > MUTATIONS / 10, broken + " broken, " + served + " served");
        driver.start(1L << 32, 1);
        driver.bus.write(HEADER, 8, 8);
        driver.send(0, Buffer.readable(HEADER, 16), Buffer.writable(DATA, 20), Buffer.writable(DATA + 32, 1));
        driver.settle();
        assertArrayEquals(new byte[] {'x', 0}, driver.bytes(DATA, 2));
        assertEquals(1, driver.used(0).size());
    }

    @Test
    void cardsConsolesAndRandomNumbersBearItAsWell() {
        EthernetSwitch lan = new EthernetSwitch("lan", 50, null);
        Driver[] drivers = new Driver[4];
        SwitchPort other = lan.connect(() -> drivers[0].ticks);
        VirtioConsole console = new VirtioConsole(value -> { });
        drivers[0] = new Driver(new VirtioNetwork(lan.connect(() -> drivers[0].ticks), new byte[VirtioNetwork.MAC_BYTES], 1_000_000_000, ""));
        drivers[1] = new Driver(console);
        drivers[2] = new Driver(new VirtioEntropy(1));
        drivers[3] = new Driver(new VirtioBalloon());
        Random random = new Random(20_27);
        int broken = 0;
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            Driver driver = drivers[mutation % drivers.length];
            int queues = mutation % drivers.length == 2 ? 1 : 2;
            driver.start(1L << 32 | 1L << 28 | 1L << 29 | 1L << 40, queues);
            for (int queue = 0; queue < queues; queue++) {
                driver.post(queue, new Buffer(DATA, 100, queue == 0));
                driver.post(queue, new Buffer(DATA + 0x100, 40, queue == 0), new Buffer(DATA + 0x200, 1600, queue == 0));
            }
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                corrupt(driver, random);
            }
            other.send(new byte[60 + random.nextInt(1000)]);
            console.receive('x');
            for (int queue = 0; queue < queues; queue++) {
                driver.notifyDevice(queue);
            }
            driver.settle();
            driver.ticks += 1000;
            driver.device.advance();
            broken += driver.needsReset() ? 1 : 0;
        }
        assertTrue(broken > MUTATIONS / 20 && broken < MUTATIONS * 9 / 10, broken + " broken");
        drivers[2].start(1L << 32, 1);
        drivers[2].send(0, Buffer.writable(DATA, 8));
        drivers[2].settle();
        assertEquals(1, drivers[2].used(0).size());
    }

    /** Puts three good requests there, one of them indirect. */
    private static void fill(Driver driver, Random random) {
        int[] types = {0, 1, 4, 8, 11, 13};
        for (int i = 0; i < 3; i++) {
            long header = HEADER + 16L * i;
            driver.bus.write(header, 8, types[random.nextInt(types.length)]);
            driver.bus.write(header + 8, 8, random.nextInt(64));
        }
        boolean reads = random.nextBoolean();
        driver.post(0, Buffer.readable(HEADER, 16), new Buffer(DATA, 512, reads), Buffer.writable(DATA + 0x800, 1));
        driver.post(0, Buffer.readable(HEADER + 16, 16), new Buffer(DATA + 0x1000, 1024, !reads), Buffer.writable(DATA + 0x801, 1));
        driver.descriptor(TABLE, 0, HEADER + 32, 16, 1, 1);
        driver.descriptor(TABLE, 1, DATA + 0x2000, 512, reads ? 3 : 1, 2);
        driver.descriptor(TABLE, 2, DATA + 0x802, 1, 2, 0);
        driver.descriptor(Driver.rings(0), 7, TABLE, 48, 4, 0);
        driver.makeAvailable(0, 7);
    }

    private static void corrupt(Driver driver, Random random) {
        long[] places = {Driver.rings(0), Driver.rings(0) + Driver.AVAILABLE, TABLE, HEADER};
        int[] sizes = {128, 24, 48, 48};
        int which = random.nextInt(places.length);
        long at = places[which] + random.nextInt(sizes[which]);
        if (random.nextInt(20) == 0) {
            // Registers, too.
            driver.set(VirtioRegister.values()[random.nextInt(VirtioRegister.values().length - 1)], random.nextInt());
        } else if (random.nextBoolean()) {
            driver.bus.write(at, 1, driver.bus.read(at, 1) ^ 1 << random.nextInt(8));
        } else {
            driver.bus.write(at, 4, random.nextInt());
        }
    }
}
