// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.RateLimit;
import org.trapline.machine.device.virtio.Driver.Buffer;
import org.trapline.machine.device.virtio.Driver.Used;
import org.trapline.machine.device.virtio.block.BlockRegister;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.StateImage;
import org.trapline.machine.storage.BlockStore;
import org.trapline.machine.storage.DiskImage;

class BlockTest {
    private static final int SECTORS = 64;
    private static final long VERSION_1 = 1L << 32;
    private static final int IN = 0;
    private static final int OUT = 1;
    private static final int FLUSH = 4;
    private static final int GET_ID = 8;
    private static final int DISCARD = 11;
    private static final int WRITE_ZEROES = 13;
    private static final int OK = 0;
    private static final int IO_ERROR = 1;
    private static final int UNSUPPORTED = 2;

    private static final long HEADER = Driver.BUFFERS;
    private static final long STATUS = Driver.BUFFERS + 0x100;
    private static final long DATA = Driver.BUFFERS + 0x1000;

    private final DiskImage image = DiskImage.blank(SECTORS * 512);
    private final Driver driver = new Driver(new VirtioBlock(image, false, "serial-0"));

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Buffer header(Driver on, int type, long sector) {
        on.bus.write(HEADER, 4, type);
        on.bus.write(HEADER + 8, 8, sector);
        on.bus.write(STATUS, 1, 0xee);
        return Buffer.readable(HEADER, 16);
    }

    private static final Buffer END = Buffer.writable(STATUS, 1);

    private int request(int type, long sector, Buffer data) {
        if (data == null) {
            driver.send(0, header(driver, type, sector), END);
        } else {
            driver.send(0, header(driver, type, sector), data, END);
        }
        driver.settle();
        assertEquals(1, driver.used(0).size(), driver.device.failure());
        return (int) driver.bus.read(STATUS, 1);
    }

    // ---- requests ----

    @Test
    void theConfigurationTellsTheSize() {
        assertEquals(2, driver.get(VirtioRegister.DEVICE_ID));
        assertEquals(SECTORS, driver.config(BlockRegister.CAPACITY));
        assertEquals(512, driver.config(BlockRegister.BLK_SIZE));
    }

    @Test
    void whatWasWrittenIsRead() {
        driver.start(VERSION_1, 1);
        byte[] bytes = pattern(1024);
        driver.bus.load(DATA, bytes);
        assertEquals(OK, request(OUT, 7, Buffer.readable(DATA, 1024)));
        assertEquals(OK, request(IN, 7, Buffer.writable(DATA + 0x1000, 1024)));
        assertArrayEquals(bytes, driver.bytes(DATA + 0x1000, 1024));
    }

    @Test
    void theLastSectorIsTheLast() {
        driver.start(VERSION_1, 1);
        assertEquals(OK, request(IN, SECTORS - 1, Buffer.writable(DATA, 512)));
        assertEquals(IO_ERROR, request(IN, SECTORS - 1, Buffer.writable(DATA, 1024)));
        for (long sector : new long[] {SECTORS, SECTORS + 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE / 512 + 1}) {
            assertEquals(IO_ERROR, request(IN, sector, Buffer.writable(DATA, 512)));
            assertEquals(IO_ERROR, request(OUT, sector, Buffer.readable(DATA, 512)));
        }
    }

    @Test
    void partsOfSectorsAreNotTransferred() {
        driver.start(VERSION_1, 1);
        assertEquals(IO_ERROR, request(IN, 0, Buffer.writable(DATA, 511)));
        assertEquals(IO_ERROR, request(OUT, 0, Buffer.readable(DATA, 513)));
    }

    @Test
    void aFileThatEndsWithinASectorIsFilledUp() throws IOException {
        Driver odd = new Driver(new VirtioBlock(DiskImage.blank(700), false, ""));
        odd.start(VERSION_1, 1);
        assertEquals(2, odd.config(BlockRegister.CAPACITY));
        odd.bus.load(DATA, pattern(1024));
        odd.send(0, header(odd, OUT, 0), Buffer.readable(DATA, 1024), END);
        odd.settle();
        odd.send(0, header(odd, IN, 1), Buffer.writable(DATA, 512), END);
        odd.settle();
        byte[] expected = Arrays.copyOf(Arrays.copyOfRange(pattern(1024), 512, 700), 512);
        assertArrayEquals(expected, odd.bytes(DATA, 512));
    }

    @Test
    void flushAndIdentification() {
        driver.start(VERSION_1, 1);
        assertEquals(OK, request(FLUSH, 0, null));
        driver.bus.load(DATA, pattern(32));
        assertEquals(OK, request(GET_ID, 0, Buffer.writable(DATA, 20)));
        assertArrayEquals(Arrays.copyOf("serial-0".getBytes(), 20), driver.bytes(DATA, 20));
    }

    private Buffer range(long sector, long count, int flags) {
        driver.bus.write(DATA, 8, sector);
        driver.bus.write(DATA + 8, 4, count);
        driver.bus.write(DATA + 12, 4, flags);
        return Buffer.readable(DATA, 16);
    }

    @Test
    void discardedAndZeroedSectorsReadAsZero() throws IOException {
        driver.start(VERSION_1 | 1 << 13 | 1 << 14, 1);
        image.write(0, pattern(SECTORS * 512), 0, SECTORS * 512);
        assertEquals(OK, request(WRITE_ZEROES, 0, range(1, 2, 1)));
        assertEquals(OK, request(DISCARD, 0, range(8, 17, 0)));
        byte[] expected = pattern(SECTORS * 512);
        Arrays.fill(expected, 512, 3 * 512, (byte) 0);
        Arrays.fill(expected, 8 * 512, 25 * 512, (byte) 0);
        byte[] found = new byte[SECTORS * 512];
        image.read(0, found, 0, found.length);
        assertArrayEquals(expected, found);
    }

    @Test
    void rangesThatCannotBeRightAreRefusedAndChangeNothing() {
        driver.start(VERSION_1, 1);
        assertEquals(IO_ERROR, request(WRITE_ZEROES, 0, range(SECTORS, 1, 0)));
        assertEquals(IO_ERROR, request(WRITE_ZEROES, 0, range(0, 0xffff_ffffL, 0)));
        assertEquals(IO_ERROR, request(DISCARD, 0, range(-1, 1, 0)));
        assertEquals(IO_ERROR, request(DISCARD, 0, Buffer.readable(DATA, 15)));
        assertEquals(UNSUPPORTED, request(DISCARD, 0, range(0, 1, 1)));
        assertEquals(UNSUPPORTED, request(WRITE_ZEROES, 0, range(0, 1, 2)));
        assertEquals(false, image.isChanged());
    }

    @Test
    void whatIsNotKnownIsNotSupported() {
        driver.start(VERSION_1, 1);
        for (int type : new int[] {2, 3, 5, 99, -1, Integer.MIN_VALUE}) {
            assertEquals(UNSUPPORTED, request(type, 0, Buffer.writable(DATA, 512)));
        }
    }

    @Test
    void aReadOnlyDiskIsNotWritten() {
        Driver fixed = new Driver(new VirtioBlock(image, true, ""));
        assertEquals(1 << 5, fixed.offered() & (1 << 5 | 1 << 13 | 1 << 14));
        fixed.start(VERSION_1, 1);
        for (int type : new int[] {OUT, DISCARD, WRITE_ZEROES}) {
            fixed.send(0, header(fixed, type, 0), Buffer.readable(DATA, 512), END);
            fixed.settle();
            assertEquals(IO_ERROR, fixed.bus.read(STATUS, 1));
        }
        assertEquals(false, image.isChanged());
    }

    @Test
    void aFileThatCannotBeReadIsAnErrorOfTheRequest() {
        BlockStore failing = new BlockStore() {
            @Override
            public long size() {
                return 512;
            }

            @Override
            public void read(long at, byte[] into, int from, int length) throws IOException {
                throw new IOException("worn out");
            }

            @Override
            public void write(long at, byte[] bytes, int from, int length) throws IOException {
                throw new IOException("worn out");
            }

            @Override
            public void zero(long at, long length) throws IOException {
                throw new IOException("worn out");
            }

            @Override
            public void exchange(StateExchange state) {
                state.fixed("size", 512);
            }
        };
        Driver broken = new Driver(new VirtioBlock(failing, false, ""));
        broken.start(VERSION_1, 1);
        broken.send(0, header(broken, IN, 0), Buffer.writable(DATA, 512), END);
        broken.settle();
        assertEquals(IO_ERROR, broken.bus.read(STATUS, 1));
    }

    @Test
    void aRequestWithoutHeaderOrStatusBreaksTheDevice() {
        driver.start(VERSION_1, 1);
        driver.send(0, Buffer.readable(HEADER, 15), END);
        assertTrue(driver.needsReset());
        driver.start(VERSION_1, 1);
        driver.send(0, Buffer.readable(HEADER, 16));
        assertTrue(driver.needsReset());
    }

    // ---- time ----

    @Test
    void aRequestIsDoneWhenItsTimeHasComeAndNotBefore() {
        driver.start(VERSION_1, 1);
        driver.ticks = 1000;
        driver.send(0, header(driver, IN, 0), Buffer.writable(DATA, 1024), END);
        assertEquals(1000 + VirtioBlock.ACCESS_TICKS + 2 * VirtioBlock.SECTOR_TICKS, driver.device.nextTick());
        driver.ticks = driver.device.nextTick() - 1;
        driver.device.advance();
        assertEquals(List.of(), driver.used(0));
        driver.ticks++;
        driver.device.advance();
        assertEquals(List.of(new Used(0, 1025)), driver.used(0));
        assertTrue(driver.raised);
    }

    @Test
    void disksThatShareALimitWaitForEachOther() {
        // A byte a tick, and a hundredth of a second's worth at once.
        RateLimit limit = new RateLimit(8 * Clock.TIMEBASE_HZ);
        Driver[] drivers = {new Driver(new VirtioBlock(image, false, "one", limit)), new Driver(new VirtioBlock(image, false, "two", limit))};
        long[] done = new long[2];
        for (int i = 0; i < 2; i++) {
            drivers[i].start(VERSION_1, 1);
            drivers[i].send(0, header(drivers[i], IN, 0), Buffer.writable(DATA, 512), END);
            done[i] = drivers[i].device.nextTick();
        }
        assertEquals(done[0], done[1], "both have room in the bucket");
        limit.pass(0, Clock.TIMEBASE_HZ / 100);
        drivers[0].start(VERSION_1, 1);
        drivers[0].send(0, header(drivers[0], IN, 0), Buffer.writable(DATA, 512), END);
        assertEquals(done[0] + 3 * 512, drivers[0].device.nextTick(), "what went before counts, whose it was");
    }

    @Test
    void requestsAreDoneOneAfterTheOther() {
        driver.start(VERSION_1, 1);
        driver.post(0, header(driver, FLUSH, 0), END);
        driver.post(0, header(driver, FLUSH, 0), END);
        driver.notifyDevice(0);
        driver.ticks = VirtioBlock.FLUSH_TICKS;
        driver.device.advance();
        assertEquals(1, driver.used(0).size());
        assertEquals(2 * VirtioBlock.FLUSH_TICKS, driver.device.nextTick());
    }

    @Test
    void aResetEndsTheRequestAtWork() {
        driver.start(VERSION_1, 1);
        driver.bus.load(DATA, pattern(512));
        driver.send(0, header(driver, IN, 0), Buffer.writable(DATA, 512), END);
        driver.set(VirtioRegister.STATUS, 0);
        assertEquals(Long.MAX_VALUE, driver.device.nextTick());
        driver.start(VERSION_1, 1);
        driver.settle();
        assertArrayEquals(pattern(512), driver.bytes(DATA, 512), "a device that was reset writes nothing");
    }

    @Test
    void theDigestShowsRequestAndContents() {
        driver.start(VERSION_1, 1);
        String before = digest();
        driver.bus.write(DATA, 1, 1);
        driver.send(0, header(driver, OUT, 0), Buffer.readable(DATA, 512), END);
        String atWork = digest();
        driver.settle();
        assertNotEquals(before, atWork);
        assertNotEquals(atWork, digest());
    }

    @Test
    void aStateThatWasKeptHasTheSameFuture() {
        driver.start(VERSION_1, 1);
        byte[] first = pattern(512);
        driver.bus.load(DATA, first);
        driver.send(0, header(driver, OUT, 3), Buffer.readable(DATA, 512), END);
        StateImage kept = StateImage.of(driver.device);
        StateImage memory = StateImage.of(state -> state.pages("ram", driver.ram));
        driver.settle();
        String future = digest();
        assertEquals(1, driver.used(0).size());
        driver.bus.load(DATA, new byte[512]);
        assertEquals(OK, request(OUT, 3, Buffer.readable(DATA, 512)));
        assertNotEquals(future, digest());
        memory.restore(state -> state.pages("ram", driver.ram));
        kept.restore(driver.device);
        driver.ticks = 0;
        assertEquals(kept.digest(), digest());
        driver.settle();
        assertEquals(future, digest());
        byte[] found = new byte[512];
        assertDoesNotThrow(() -> image.read(3 * 512, found, 0, 512));
        assertArrayEquals(first, found);
    }

    private String digest() {
        return StateImage.of(driver.device).digest();
    }
}
