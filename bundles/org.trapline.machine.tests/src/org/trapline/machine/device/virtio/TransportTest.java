// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.trapline.machine.device.DeviceRegister;
import org.trapline.machine.device.virtio.Driver.Buffer;
import org.trapline.machine.device.virtio.Driver.Used;
import org.trapline.machine.state.StateExchange;

/** Registers, negotiation and rings, with a device that answers each chain with the bytes it was given. */
class TransportTest {
    /** Answers at once, or when it is told to. */
    private static final class Echo extends VirtioDevice {
        boolean patient;
        boolean takes = true;
        int resets;

        Echo() {
            super(DeviceId.ENTROPY, 1L << 3, List.of(), Driver.SIZE, Driver.SIZE);
        }

        @Override
        protected void notified(VirtQueue queue) {
            if (takes && !patient) {
                answer(queue);
            }
        }

        void answer(VirtQueue queue) {
            for (Chain chain = queue.take(); chain != null; chain = queue.take()) {
                byte[] bytes = new byte[(int) Math.min(chain.readableBytes(), chain.writableBytes())];
                chain.read(transport().dma(), 0, bytes, 0, bytes.length);
                chain.write(transport().dma(), 0, bytes, 0, bytes.length);
                queue.give(chain, bytes.length);
            }
        }

        @Override
        protected void queueReset(VirtQueue queue) {
            resets++;
        }

        @Override
        protected void driverReset() {
            resets++;
        }

        @Override
        protected void powerOn() {
            // It keeps nothing.
        }

        @Override
        public void exchange(StateExchange state) {
            resets = state.number("resets", resets);
        }
    }

    private final Echo echo = new Echo();
    private final Driver driver = new Driver(echo);
    private static final long TEXT = Driver.BUFFERS;
    private static final long ROOM = Driver.BUFFERS + 0x1000;
    private static final Buffer IN = Buffer.readable(TEXT, 4);
    private static final Buffer OUT = Buffer.writable(ROOM, 4);

    // ---- registers ----

    @Test
    void registersDoNotOverlap() {
        for (VirtioRegister one : VirtioRegister.values()) {
            for (VirtioRegister other : VirtioRegister.values()) {
                assertTrue(one == other || !other.place().covers(one.place().offset()), one + " and " + other);
            }
        }
    }

    @Test
    void theSlotTellsWhatIsInIt() {
        assertEquals(0x7472_6976, driver.get(VirtioRegister.MAGIC_VALUE));
        assertEquals(2, driver.get(VirtioRegister.VERSION));
        assertEquals(4, driver.get(VirtioRegister.DEVICE_ID));
        EmptySlot empty = new EmptySlot();
        assertEquals(0x7472_6976, empty.read(0, 4));
        assertEquals(0, empty.read(8, 4));
        empty.write(0x70, 4, 1);
        assertEquals(0, empty.read(0x70, 4));
    }

    @Test
    void registersAreReadInWordsAndTheConfigurationInAnyWidth() {
        for (int bytes : new int[] {1, 2, 8}) {
            assertFalse(driver.device.accepts(0x70, bytes));
            assertTrue(driver.device.accepts(0x100, bytes));
        }
        assertFalse(driver.device.accepts(0x72, 4));
        assertFalse(driver.device.accepts(0x101, 2));
    }

    @Test
    void aQueueThatIsNotThereHasNoSize() {
        assertEquals(Driver.SIZE, driver.set(VirtioRegister.QUEUE_SEL, 1).get(VirtioRegister.QUEUE_NUM_MAX));
        assertEquals(0, driver.set(VirtioRegister.QUEUE_SEL, 2).get(VirtioRegister.QUEUE_NUM_MAX));
        driver.set(VirtioRegister.QUEUE_READY, 1).set(VirtioRegister.QUEUE_NOTIFY, 77);
        assertFalse(driver.needsReset());
    }

    @Test
    void thereIsNoSharedMemory() {
        assertEquals(0xffff_ffffL, driver.set(VirtioRegister.SHM_SEL, 0).get(VirtioRegister.SHM_LEN_LOW));
        assertEquals(0xffff_ffffL, driver.get(VirtioRegister.SHM_LEN_HIGH));
    }

    // ---- negotiation ----

    @Test
    void theDeviceOffersItsOwnFeaturesAndThoseOfAll() {
        assertEquals(1L << 3 | 1L << 28 | 1L << 29 | 1L << 32 | 1L << 40, driver.offered());
    }

    @Test
    void featuresThatWereNotOfferedAreRefused() {
        driver.negotiate(1L << 32 | 1L << 4);
        assertEquals(3, driver.get(VirtioRegister.STATUS));
        driver.negotiate(1L << 32 | 1L << 3);
        assertEquals(11, driver.get(VirtioRegister.STATUS));
    }

    @Test
    void featuresStandOnceTheyAreAgreedOn() {
        driver.negotiate(1L << 32);
        driver.set(VirtioRegister.DRIVER_FEATURES_SEL, 0).set(VirtioRegister.DRIVER_FEATURES, 1 << 3);
        assertEquals(1L << 32, driver.device.acceptedFeatures());
    }

    @Test
    void nothingIsTakenBeforeTheDriverIsReady() {
        driver.negotiate(1L << 32).setUp(0);
        driver.send(0, IN, OUT);
        assertEquals(List.of(), driver.used(0));
        driver.set(VirtioRegister.STATUS, 15);
        assertEquals(List.of(new Used(0, 4)), driver.used(0), "what was there before counts now");
    }

    @Test
    void resetForgetsQueuesFeaturesAndInterrupts() {
        driver.start(1L << 32, 1);
        driver.send(0, IN, OUT);
        assertTrue(driver.raised);
        driver.set(VirtioRegister.STATUS, 0);
        assertFalse(driver.raised);
        assertEquals(0, driver.get(VirtioRegister.QUEUE_READY));
        assertEquals(0, driver.device.acceptedFeatures());
        assertEquals(0, driver.get(VirtioRegister.INTERRUPT_STATUS));
    }

    // ---- rings ----

    @Test
    void aChainComesBackWithWhatWasWritten() {
        driver.start(1L << 32, 1);
        driver.bus.write(TEXT, 4, 0x11223344);
        int head = driver.send(0, IN, OUT);
        assertEquals(List.of(new Used(head, 4)), driver.used(0));
        assertEquals(0x11223344, driver.bus.read(ROOM, 4));
    }

    @Test
    void buffersCountAsOnePiece() {
        driver.start(1L << 32, 1);
        driver.bus.write(TEXT, 8, 0x8877665544332211L);
        driver.send(0, Buffer.readable(TEXT, 3), Buffer.readable(TEXT + 3, 5), Buffer.writable(ROOM, 1), Buffer.writable(ROOM + 0x100, 7));
        assertEquals(0x11, driver.bus.read(ROOM, 1));
        assertEquals(0x88776655443322L, driver.bus.read(ROOM + 0x100, 8));
    }

    @Test
    void ringsGoRoundAndIndicesOverflow() {
        driver.start(1L << 32, 1);
        for (int i = 0; i < 70_000; i++) {
            driver.bus.write(TEXT, 4, i);
            driver.send(0, IN, OUT);
            assertEquals(1, driver.used(0).size());
            assertEquals(i, driver.bus.read(ROOM, 4));
        }
    }

    @Test
    void anIndirectTableStandsForItsDescriptors() {
        driver.start(1L << 32 | 1L << 28, 1);
        driver.bus.write(TEXT, 4, 77);
        long table = Driver.BUFFERS + 0x2000;
        driver.descriptor(table, 0, TEXT, 4, 1, 2);
        driver.descriptor(table, 2, ROOM, 4, 2, 0);
        driver.descriptor(Driver.rings(0), 5, table, 48, 4, 0);
        driver.makeAvailable(0, 5);
        driver.notifyDevice(0);
        assertEquals(List.of(new Used(5, 4)), driver.used(0));
        assertEquals(77, driver.bus.read(ROOM, 4));
    }

    // ---- interrupts and notifications ----

    @Test
    void theInterruptStaysUntilItIsAcknowledged() {
        driver.start(1L << 32, 1);
        driver.send(0, IN, OUT);
        assertEquals(1, driver.get(VirtioRegister.INTERRUPT_STATUS));
        assertTrue(driver.raised);
        driver.set(VirtioRegister.INTERRUPT_ACK, 1);
        assertFalse(driver.raised);
    }

    @Test
    void noInterruptComesToADriverThatWantsNone() {
        driver.start(1L << 32, 1);
        driver.bus.write(Driver.rings(0) + Driver.AVAILABLE, 2, 1);
        driver.send(0, IN, OUT);
        assertEquals(1, driver.used(0).size());
        assertFalse(driver.raised);
    }

    @Test
    void withEventIndexTheInterruptComesAtTheIndexAskedFor() {
        driver.start(1L << 32 | 1L << 29, 1);
        driver.bus.write(Driver.rings(0) + Driver.AVAILABLE + 4 + 2 * Driver.SIZE, 2, 2);
        driver.send(0, IN, OUT);
        driver.send(0, IN, OUT);
        assertFalse(driver.raised);
        driver.send(0, IN, OUT);
        assertTrue(driver.raised);
    }

    @Test
    void aBusyDeviceWantsNoNotificationsAndAnIdleOneDoes() {
        echo.patient = true;
        driver.start(1L << 32, 1);
        driver.send(0, IN, OUT);
        driver.post(0, IN, OUT);
        VirtQueue queue = echo.queue(0);
        Chain first = queue.take();
        assertEquals(1, driver.bus.read(Driver.rings(0) + Driver.USED, 2));
        queue.give(first, 0);
        echo.answer(queue);
        assertEquals(0, driver.bus.read(Driver.rings(0) + Driver.USED, 2));
        assertEquals(2, driver.used(0).size());
    }

    @Test
    void withEventIndexAnIdleDeviceAsksForTheNextChain() {
        driver.start(1L << 32 | 1L << 29, 1);
        driver.send(0, IN, OUT);
        driver.send(0, IN, OUT);
        assertEquals(2, driver.bus.read(Driver.rings(0) + Driver.USED + 4 + 8 * Driver.SIZE, 2));
    }

    // ---- taking back ----

    @Test
    void aQueueThatWasTakenBackStartsAnew() {
        driver.start(1L << 32 | 1L << 40, 1);
        driver.send(0, IN, OUT);
        driver.set(VirtioRegister.QUEUE_RESET, 1);
        assertEquals(0, driver.get(VirtioRegister.QUEUE_RESET));
        assertEquals(0, driver.get(VirtioRegister.QUEUE_READY));
        driver.setUp(0);
        driver.send(0, IN, OUT);
        assertEquals(1, driver.used(0).size());
    }

    @Test
    void queueResetMustBeAgreedOn() {
        driver.start(1L << 32, 1);
        driver.set(VirtioRegister.QUEUE_RESET, 1);
        assertEquals(1, driver.get(VirtioRegister.QUEUE_READY));
    }

    // ---- what cannot be right ----

    private void assertBroken(String why) {
        assertTrue(driver.needsReset(), "the device must give up");
        assertTrue(driver.device.failure().contains(why), driver.device.failure());
        assertEquals(2, driver.get(VirtioRegister.INTERRUPT_STATUS) & 2);
        int before = driver.used(0).size();
        driver.notifyDevice(0);
        assertEquals(before, driver.used(0).size());
        // After a reset all is well.
        driver.start(1L << 32, 1);
        assertFalse(driver.needsReset());
        driver.send(0, IN, OUT);
        assertEquals(1, driver.used(0).size());
    }

    private void sendDescriptor(long address, long length, int flags, int next) {
        driver.descriptor(Driver.rings(0), 0, address, length, flags, next);
        driver.makeAvailable(0, 0);
        driver.notifyDevice(0);
    }

    @Test
    void aLoopOfDescriptorsBreaksTheDevice() {
        driver.start(1L << 32, 1);
        sendDescriptor(TEXT, 4, 1, 0);
        assertBroken("does not end");
    }

    @Test
    void aDescriptorBeyondTheTableBreaksTheDevice() {
        driver.start(1L << 32, 1);
        sendDescriptor(TEXT, 4, 1, Driver.SIZE);
        assertBroken("descriptor 8 of 8");
        driver.makeAvailable(0, 999);
        driver.notifyDevice(0);
        assertBroken("descriptor 999");
    }

    @Test
    void aBufferOutsideOfMemoryBreaksTheDevice() {
        for (long address : new long[] {0, Driver.RAM - 1, Driver.RAM + Driver.RAM_BYTES - 3, -4, Long.MIN_VALUE, Long.MAX_VALUE}) {
            driver.start(1L << 32, 1);
            sendDescriptor(address, 4, 0, 0);
            assertBroken("a buffer of 4 bytes");
        }
    }

    @Test
    void aBufferWithoutOrWithTooManyBytesBreaksTheDevice() {
        for (long length : new long[] {0, Driver.RAM_BYTES, 0x7fff_ffff, 0xffff_ffffL}) {
            driver.start(1L << 32, 1);
            sendDescriptor(TEXT, length, 0, 0);
            assertBroken("a buffer of " + length);
        }
    }

    @Test
    void aReadableBufferAfterAWritableOneBreaksTheDevice() {
        driver.start(1L << 32, 1);
        driver.send(0, OUT, IN);
        assertBroken("readable buffer after");
    }

    @Test
    void indirectTablesAreCheckedLikeAnyOther() {
        long table = Driver.BUFFERS + 0x2000;
        for (long[] wrong : new long[][] {{table, 0}, {table, 17}, {table, 16 * 1025}, {table, 0xffff_fff0L}, {0, 16}}) {
            driver.start(1L << 32 | 1L << 28, 1);
            sendDescriptor(wrong[0], wrong[1], 4, 0);
            assertBroken("an indirect table");
        }
        driver.start(1L << 32 | 1L << 28, 1);
        sendDescriptor(table, 16, 4 | 1, 0);
        assertBroken("where none may be");
        driver.start(1L << 32 | 1L << 28, 1);
        driver.descriptor(table, 0, table, 16, 4, 0);
        sendDescriptor(table, 16, 4, 0);
        assertBroken("where none may be");
        driver.start(1L << 32, 1);
        sendDescriptor(table, 16, 4, 0);
        assertBroken("not agreed on");
    }

    @Test
    void anIndexThatIsTooFarAheadBreaksTheDevice() {
        driver.start(1L << 32, 1);
        driver.bus.write(Driver.rings(0) + Driver.AVAILABLE + 2, 2, Driver.SIZE + 1);
        driver.notifyDevice(0);
        assertBroken("9 chains in a ring of 8");
    }

    @Test
    void aQueueThatCannotBeRightIsRefused() {
        long at = Driver.rings(0);
        long end = Driver.RAM + Driver.RAM_BYTES;
        Object[][] wrong = {{3, at, at, at}, {0, at, at, at}, {16, at, at, at}, {8, at + 8, at, at}, {8, at, at + 1, at}, {8, at, at, at + 2},
            {8, end - 64, at, at}, {8, at, end - 16, at}, {8, at, at, end - 64}, {8, 0L, at, at}, {8, -16L, at, at}};
        for (Object[] each : wrong) {
            driver.negotiate(1L << 32).place(0, (int) each[0], (long) each[1], (long) each[2], (long) each[3]).set(VirtioRegister.QUEUE_READY, 1);
            assertEquals(0, driver.get(VirtioRegister.QUEUE_READY));
            assertTrue(driver.needsReset(), () -> List.of(each).toString());
        }
    }

    @Test
    void theRegistersOfAQueueInUseStandStill() {
        driver.start(1L << 32, 1);
        driver.place(0, 4, 0, 0, 0);
        driver.send(0, IN, OUT);
        assertEquals(1, driver.used(0).size());
        assertFalse(driver.needsReset());
    }
}
