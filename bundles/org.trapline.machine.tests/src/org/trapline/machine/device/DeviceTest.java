// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.trapline.machine.device.clint.Clint;
import org.trapline.machine.device.sswi.Sswi;
import org.trapline.machine.device.finisher.Finisher;
import org.trapline.machine.device.mswi.Mswi;
import org.trapline.machine.device.mtimer.Mtimer;
import org.trapline.machine.device.plic.Plic;
import org.trapline.machine.device.rtc.GoldfishRtc;
import org.trapline.machine.device.uart16550.Uart16550;
import org.trapline.machine.state.StateImage;

/** The devices one by one, each on the end of wires that the test holds. */
class DeviceTest {
    private long ticks;
    private final Wire wire = new Wire();
    private final StringBuilder printed = new StringBuilder();

    private static final class Wire implements InterruptLine {
        boolean raised;
        int rises;

        @Override
        public void set(boolean level) {
            rises += level && !raised ? 1 : 0;
            raised = level;
        }
    }

    // ---- what holds for all ----

    private List<Device> all() {
        return List.of(new Uart16550(ConsoleOutput.NONE, wire), new Clint(new Mswi(List.of(wire)), new Mtimer(() -> ticks, List.of(wire))),
            new Mswi(List.of(wire)), new Mtimer(() -> ticks, List.of(wire)), new Sswi(List.of(wire)),
            new Plic(List.of(wire)), new GoldfishRtc(() -> ticks, wire, 0), new Finisher(new Finisher.Outcome() {
                @Override
                public void finished(int code) {
                    throw new AssertionError("nobody finished");
                }

                @Override
                public void resetRequested() {
                    throw new AssertionError("nobody asked for a reset");
                }
            }));
    }

    @Test
    void everyRegisterIsDescribedAndLiesInItsDevice() {
        for (Device device : all()) {
            assertFalse(device.registers().isEmpty());
            for (DeviceRegister row : device.registers()) {
                DeviceRegister.Place place = row.place();
                assertFalse(row.doc().isBlank(), row.name());
                assertTrue(place.offset() + (place.count() - 1L) * place.stride() + place.bytes() <= device.size(), row.name());
            }
        }
    }

    @Test
    void anyAccessIsAnswered() {
        for (Device device : all()) {
            for (long offset = 0; offset < Math.min(device.size(), 0x2000); offset++) {
                for (int bytes = 1; bytes <= 8; bytes *= 2) {
                    if (device.accepts(offset, bytes)) {
                        device.read(offset, bytes);
                        device.write(offset, bytes, 0);
                    }
                }
            }
        }
    }

    @Test
    void resetBringsBackTheStateOfPowerOn() {
        for (Device device : all()) {
            String before = digest(device);
            for (long offset = 0; offset < 0x30; offset += 4) {
                if (device.accepts(offset, 4)) {
                    device.write(offset, 4, 0x81);
                }
            }
            device.reset();
            assertEquals(before, digest(device), device.name());
        }
    }

    private static String digest(Device device) {
        return StateImage.of(device).digest();
    }

    // ---- UART ----

    private final Uart16550 uart = new Uart16550(value -> printed.append((char) value), wire);

    @Test
    void uartSendsAndIsAlwaysEmpty() {
        uart.write(0, 1, 'A');
        assertEquals("A", printed.toString());
        assertEquals(0x60, uart.read(5, 1));
    }

    @Test
    void uartReceivesInOrder() {
        uart.write(2, 1, 1);
        uart.receive('x');
        uart.receive('y');
        assertEquals(0x61, uart.read(5, 1));
        assertEquals('x', uart.read(0, 1));
        assertEquals('y', uart.read(0, 1));
        assertEquals(0x60, uart.read(5, 1));
    }

    @Test
    void uartWithoutRoomNotesAnOverrunOnce() {
        uart.receive('x');
        uart.receive('y');
        assertEquals(0x63, uart.read(5, 1));
        assertEquals(0x61, uart.read(5, 1));
        assertEquals('x', uart.read(0, 1));
    }

    @Test
    void theOtherEndSendsNothingBeforeSoftwareListens() {
        assertEquals(0, uart.room());
        uart.write(1, 1, 1);
        assertEquals(1, uart.room(), "the interrupt is enabled");
        uart.write(1, 1, 0);
        assertEquals(0, uart.room());
        uart.read(5, 1);
        uart.read(5, 1);
        assertEquals(1, uart.room(), "software polls");
        uart.write(0, 1, 'A');
        assertEquals(1, uart.room(), "and prints in between");
        uart.write(2, 1, 3);
        assertEquals(0, uart.room(), "another driver sets it up");
        uart.read(0, 1);
        uart.read(0, 1);
        assertEquals(16, uart.room(), "which polls without a look at the status");
    }

    @Test
    void whoLooksForRoomBeforeEachByteDoesNotListen() {
        for (int i = 0; i < 1_000; i++) {
            uart.read(5, 1);
            uart.write(0, 1, 'A');
        }
        uart.write(1, 1, 0);
        uart.read(5, 1);
        uart.read(0, 1);
        uart.read(2, 1);
        uart.read(5, 1);
        assertEquals(0, uart.room());
    }

    @Test
    void whoSendsWithoutALookListensWhenItLooks() {
        uart.write(0, 1, 'A');
        uart.read(5, 1);
        assertEquals(0, uart.room(), "a first byte tells nothing");
        uart.write(0, 1, 'A');
        uart.write(0, 1, 'A');
        uart.write(0, 1, 'A');
        uart.read(5, 1);
        assertEquals(1, uart.room());
    }

    @Test
    void uartInterruptsOnReceivedDataUntilItIsRead() {
        uart.write(1, 1, 1);
        assertFalse(wire.raised);
        uart.receive('x');
        assertTrue(wire.raised);
        assertEquals(4, uart.read(2, 1));
        uart.read(0, 1);
        assertFalse(wire.raised);
        assertEquals(1, uart.read(2, 1));
    }

    @Test
    void uartReportsBytesBelowTheTriggerLevelAsTimeout() {
        uart.write(2, 1, 0xc1);
        uart.write(1, 1, 1);
        uart.receive('x');
        assertEquals(0xcc, uart.read(2, 1));
        for (int i = 0; i < 13; i++) {
            uart.receive('x');
        }
        assertEquals(0xc4, uart.read(2, 1));
    }

    @Test
    void uartInterruptsOnceWhenTheTransmitterBecomesEmpty() {
        uart.write(1, 1, 2);
        assertEquals(1, wire.rises);
        assertFalse(wire.raised, "only for an instant");
        assertEquals(2, uart.read(2, 1));
        assertEquals(1, uart.read(2, 1));
        uart.write(0, 1, 'A');
        assertEquals(2, wire.rises);
        uart.read(5, 1);
        assertEquals(2, wire.rises, "software that does not ask is not told again");
        assertEquals(2, uart.read(2, 1));
    }

    @Test
    void uartDivisorLatchHidesTheFirstRegisters() {
        uart.write(3, 1, 0x83);
        uart.write(0, 1, 0x34);
        uart.write(1, 1, 0x12);
        assertEquals(0x34, uart.read(0, 1));
        assertEquals(0x12, uart.read(1, 1));
        uart.write(3, 1, 3);
        assertEquals(0, uart.read(1, 1));
        assertEquals("", printed.toString());
    }

    @Test
    void uartLoopsBack() {
        uart.write(4, 1, 0x10);
        uart.write(0, 1, 'A');
        assertEquals('A', uart.read(0, 1));
        assertEquals("", printed.toString());
    }

    // ---- CLINT ----

    private final Wire software = new Wire();
    private final Mswi mswi = new Mswi(List.of(software));
    private final Mtimer mtimer = new Mtimer(() -> ticks, List.of(wire));
    private final Clint clint = new Clint(mswi, mtimer);

    @Test
    void clintComparesUnsigned() {
        assertFalse(wire.raised, "mtimecmp is as far away as can be");
        clint.write(0x4000, 8, 100);
        assertEquals(100, clint.nextTick());
        ticks = 99;
        clint.advance();
        assertFalse(wire.raised);
        ticks = 100;
        clint.advance();
        assertTrue(wire.raised);
        clint.write(0x4000, 8, -1);
        assertFalse(wire.raised);
    }

    @Test
    void clintHalvesCanBeWrittenAlone() {
        clint.write(0x4004, 4, 0);
        clint.write(0x4000, 4, 0x8000_0001L);
        assertEquals(0x8000_0001L, clint.read(0x4000, 8));
        assertEquals(0x8000_0001L, clint.read(0x4000, 4));
        assertEquals(0, clint.read(0x4004, 4));
    }

    @Test
    void clintTimeCanBeSet() {
        ticks = 50;
        clint.write(0xbff8, 8, 1000);
        clint.write(0x4000, 8, 1010);
        assertEquals(1000, mtimer.mtime());
        assertEquals(60, clint.nextTick(), "in ticks of the clock");
    }

    @Test
    void clintSoftwareInterruptIsOneBit() {
        clint.write(0, 4, 0xffff_ffffL);
        assertTrue(software.raised);
        assertEquals(1, clint.read(0, 4));
        clint.write(0, 4, 2);
        assertFalse(software.raised);
    }

    @Test
    void clintHasNothingForHartsThatAreNotThere() {
        clint.write(4, 4, 1);
        clint.write(0x4008, 8, 5);
        assertEquals(0, clint.read(4, 4));
        assertEquals(0, clint.read(0x4008, 8));
        assertFalse(clint.accepts(0x4000, 2));
    }

    @Test
    void mswiAndMtimerAreTheSameRegisters() {
        mswi.write(0, 4, 1);
        mtimer.write(0, 8, 77);
        assertEquals(1, clint.read(0, 4));
        assertEquals(77, clint.read(0x4000, 8));
        ticks = 5;
        assertEquals(5, mtimer.read(0x7ff8, 8));
        assertEquals(5, clint.read(0xbff8, 4));
        assertFalse(mswi.accepts(0, 8), "each bit has a word of its own");
        assertEquals(List.of(0L, 0x4000L, 0xbff8L), clint.registers().stream().map(row -> row.place().offset()).toList());
    }

    // ---- PLIC ----

    private final Wire supervisor = new Wire();
    private final Plic plic = new Plic(List.of(wire, supervisor));
    private static final int PLIC_CLAIM = 0x20_0004;

    private void enable(int context, int source, int priority) {
        plic.write(4L * source, 4, priority);
        long word = 0x2000 + 0x80L * context + 4L * (source / 32);
        plic.write(word, 4, plic.read(word, 4) | 1L << source % 32);
    }

    @Test
    void plicInterruptsTheContextsThatEnableTheSource() {
        enable(1, 10, 1);
        plic.source(10).set(true);
        assertFalse(wire.raised);
        assertTrue(supervisor.raised);
        assertEquals(1 << 10, plic.read(0x1000, 4));
    }

    @Test
    void plicClaimsTheMostImportantSourceAndTheLowestOfEquals() {
        enable(0, 10, 1);
        enable(0, 11, 3);
        enable(0, 40, 3);
        for (int source : new int[] {10, 11, 40}) {
            plic.source(source).set(true);
        }
        assertEquals(11, plic.read(PLIC_CLAIM, 4));
        assertEquals(40, plic.read(PLIC_CLAIM, 4));
        assertEquals(10, plic.read(PLIC_CLAIM, 4));
        assertEquals(0, plic.read(PLIC_CLAIM, 4));
        assertFalse(wire.raised);
    }

    @Test
    void plicSourceIsPendingAgainAfterCompletionIfStillRaised() {
        enable(0, 10, 1);
        plic.source(10).set(true);
        plic.read(PLIC_CLAIM, 4);
        assertFalse(wire.raised);
        plic.write(PLIC_CLAIM, 4, 10);
        assertTrue(wire.raised);
        plic.read(PLIC_CLAIM, 4);
        plic.source(10).set(false);
        plic.write(PLIC_CLAIM, 4, 10);
        assertFalse(wire.raised);
    }

    @Test
    void plicKeepsARequestThatTheSourceTakesBack() {
        enable(0, 10, 1);
        plic.source(10).set(true);
        plic.source(10).set(false);
        assertEquals(10, plic.read(PLIC_CLAIM, 4));
        plic.write(PLIC_CLAIM, 4, 10);
        assertFalse(wire.raised);
    }

    @Test
    void plicForwardsARequestThatCameWhileAnotherWasServedAfterIt() {
        enable(0, 10, 1);
        plic.source(10).set(true);
        plic.source(10).set(false);
        assertEquals(10, plic.read(PLIC_CLAIM, 4));
        plic.source(10).set(true);
        plic.source(10).set(false);
        assertFalse(wire.raised, "one at a time");
        assertEquals(0, plic.read(PLIC_CLAIM, 4));
        plic.write(PLIC_CLAIM, 4, 10);
        assertTrue(wire.raised);
        assertEquals(10, plic.read(PLIC_CLAIM, 4));
    }

    @Test
    void plicThresholdHidesWhatIsNotMoreImportant() {
        enable(0, 10, 3);
        plic.write(0x20_0000, 4, 3);
        plic.source(10).set(true);
        assertFalse(wire.raised);
        plic.write(0x20_0000, 4, 2);
        assertTrue(wire.raised);
    }

    @Test
    void plicPriorityZeroNeverInterrupts() {
        enable(0, 10, 0);
        plic.source(10).set(true);
        assertFalse(wire.raised);
        assertEquals(0, plic.read(PLIC_CLAIM, 4));
    }

    @Test
    void plicSourceZeroCannotBeEnabled() {
        plic.write(0x2000, 4, 0xffff_ffffL);
        assertEquals(0xffff_fffeL, plic.read(0x2000, 4));
    }

    // ---- RTC ----

    private final GoldfishRtc rtc = new GoldfishRtc(() -> ticks, wire, 0x1_0000_0000L);

    @Test
    void rtcShowsStartPlusVirtualTime() {
        ticks = 5;
        assertEquals(5 * Clock.NANOS_PER_TICK, rtc.read(0, 4));
        assertEquals(1, rtc.read(4, 4));
    }

    @Test
    void rtcAlarmInterruptsWhenItsTimeHasCome() {
        rtc.write(0x10, 4, 1);
        rtc.write(0x0c, 4, 1);
        rtc.write(0x08, 4, 250);
        assertEquals(1, rtc.read(0x18, 4));
        assertEquals(3, rtc.nextTick(), "250 ns are over within the third tick of 100 ns");
        ticks = 2;
        rtc.advance();
        assertFalse(wire.raised);
        ticks = 3;
        rtc.advance();
        assertTrue(wire.raised);
        assertEquals(0, rtc.read(0x18, 4));
        assertEquals(TimedDevice.NEVER, rtc.nextTick());
        rtc.write(0x1c, 4, 1);
        assertFalse(wire.raised);
    }

    @Test
    void rtcAlarmCanBeTakenBack() {
        rtc.write(0x0c, 4, 9);
        rtc.write(0x08, 4, 0);
        rtc.write(0x14, 4, 1);
        assertEquals(TimedDevice.NEVER, rtc.nextTick());
    }

    @Test
    void rtcTimeCanBeSet() {
        rtc.write(4, 4, 7);
        rtc.write(0, 4, 42);
        assertEquals(42, rtc.read(0, 4));
        assertEquals(7, rtc.read(4, 4));
    }

    // ---- finisher ----

    @Test
    void finisherTellsSuccessFailureAndReset() {
        StringBuilder heard = new StringBuilder();
        Finisher finisher = new Finisher(new Finisher.Outcome() {
            @Override
            public void finished(int code) {
                heard.append(code).append(' ');
            }

            @Override
            public void resetRequested() {
                heard.append("reset ");
            }
        });
        finisher.write(0, 4, 0x5555);
        finisher.write(0, 4, 3 << 16 | 0x3333);
        finisher.write(0, 4, 0x3333);
        finisher.write(0, 4, 0x7777);
        finisher.write(0, 4, 0x1234);
        assertEquals("0 3 1 reset ", heard.toString());
    }
}
