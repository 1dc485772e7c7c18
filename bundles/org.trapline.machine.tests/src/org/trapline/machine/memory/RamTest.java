// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RamTest {
    private final Ram ram = new Ram(4 * Ram.PAGE_SIZE);
    private final List<String> heard = new ArrayList<>();

    private void listen() {
        ram.addListener(new RamListener() {
            @Override
            public void storesProtected(Ram source, byte[] page) {
                heard.add("protected");
            }

            @Override
            public void allStoresProtected(Ram source) {
                heard.add("all protected");
            }

            @Override
            public void pageReplaced(Ram source, int pageIndex, byte[] old) {
                heard.add("replaced " + pageIndex);
            }

            @Override
            public long codeOverwritten(Ram source, int pageIndex, int at, int length) {
                heard.add("code " + pageIndex + " " + at + "+" + length);
                return 0;
            }
        });
    }

    @Test
    void untouchedMemoryIsZeroAndTakesNoRoom() {
        assertEquals(0, ram.read(0x1234, 8));
        assertFalse(ram.isAllocated(1));
    }

    @Test
    void valuesAreLittleEndianAndMayCrossPages() {
        ram.write(Ram.PAGE_SIZE - 3, 8, 0x1122_3344_5566_7788L);
        assertEquals(0x1122_3344_5566_7788L, ram.read(Ram.PAGE_SIZE - 3, 8));
        assertEquals(0x88, ram.read(Ram.PAGE_SIZE - 3, 1));
        assertEquals(0x4455, ram.read(Ram.PAGE_SIZE, 2));
    }

    @Test
    void bulkCopiesCrossPages() {
        byte[] bytes = new byte[2 * Ram.PAGE_SIZE];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 7);
        }
        ram.write(100, bytes, 0, bytes.length);
        byte[] back = new byte[bytes.length];
        ram.read(100, back, 0, back.length);
        assertArrayEquals(bytes, back);
    }

    @Test
    void touchedAreThePagesThatHoldSomething() {
        assertEquals(0, ram.touchedBytes());
        ram.read(0, 8);
        assertEquals(0, ram.touchedBytes(), "zeros need no page");
        ram.write(Ram.PAGE_SIZE - 1, 2, -1);
        assertEquals(2 * Ram.PAGE_SIZE, ram.touchedBytes());
    }

    @Test
    void markingCodeTakesBackGrantedStoresAndReportsOverwriting() {
        listen();
        assertNotNull(ram.pageForStores(0));
        ram.markCode(0x40, 8);
        assertTrue(ram.isGuarded(0x7c, 4));
        assertFalse(ram.isGuarded(0x80, 4));
        ram.write(0x100, 4, 1);
        assertEquals(List.of("protected"), heard);
        ram.write(0x44, 4, 1);
        assertEquals(List.of("protected", "code 0 68+4"), heard);
        assertEquals(0, ram.guardedLines(0), "nothing decoded is left");
    }

    @Test
    void linesAreTheOnesTouched() {
        assertEquals(1, Ram.lines(0, 64));
        assertEquals(3, Ram.lines(63, 2));
        assertEquals(1L << 63, Ram.lines(4095, 1));
        assertEquals(-1, Ram.lines(0, 4096));
    }

    @Test
    void sharedPagesAreReplacedOnTheFirstStore() {
        listen();
        ram.write(0, 1, 1);
        RamImage image = ram.image();
        assertSame(image.page(0), ram.pageForReads(0));
        ram.write(0, 1, 2);
        ram.write(0, 1, 3);
        assertEquals(1, image.page(0)[0]);
        assertEquals(3, ram.read(0, 1));
        assertEquals(List.of("all protected", "replaced 0"), heard);
    }

    @Test
    void watchedPagesTellOfEveryStore() {
        ram.addWatcher((source, offset, length) -> heard.add(offset + "+" + length));
        assertNotNull(ram.pageForStores(1));
        ram.watch(1, true);
        assertNull(ram.pageForStores(1));
        ram.write(Ram.PAGE_SIZE + 8, 4, 1);
        ram.write(0, 4, 1);
        ram.watch(1, false);
        ram.write(Ram.PAGE_SIZE + 8, 4, 1);
        assertEquals(List.of("4104+4"), heard);
    }

    @Test
    void ofAPageWithWatchedBytesTheRestMayBeStoredToDirectly() {
        listen();
        ram.addWatcher((source, offset, length) -> heard.add(offset + "+" + length));
        assertNotNull(ram.pageForStores(1));
        ram.watch(Ram.PAGE_SIZE + Ram.LINE_SIZE, 8);
        assertNotNull(ram.pageForStores(1));
        assertEquals(Ram.lines(Ram.LINE_SIZE, 8), ram.guardedLines(1));
        ram.write(Ram.PAGE_SIZE + Ram.LINE_SIZE - 8, 8, 1);
        ram.write(Ram.PAGE_SIZE + Ram.LINE_SIZE - 4, 8, 1);
        assertEquals(List.of("protected", "4156+8"), heard);
    }

    @Test
    void moreCodeInAPageTakesTheRightToStoreToItBack() {
        listen();
        ram.markCode(Ram.PAGE_SIZE, 4);
        assertNotNull(ram.pageForStores(1));
        ram.markCode(Ram.PAGE_SIZE + 4, 4);
        assertEquals(List.of(), heard);
        ram.markCode(Ram.PAGE_SIZE + Ram.LINE_SIZE, 4);
        assertEquals(List.of("protected"), heard);
    }

    @Test
    void sizesAreWholePages() {
        assertThrows(IllegalArgumentException.class, () -> new Ram(100));
        assertThrows(IllegalArgumentException.class, () -> new Ram(0));
    }

    @Test
    void regionsMustNotOverlap() {
        Bus bus = new Bus();
        bus.attach(0x1000, ram);
        assertThrows(IllegalArgumentException.class, () -> bus.attach(0x4000, new Ram(Ram.PAGE_SIZE)));
        bus.attach(0x5000, new Ram(Ram.PAGE_SIZE));
        assertTrue(bus.answers(0x5000, 8));
        assertFalse(bus.answers(0x5ffc, 8), "an access lies in one region as a whole");
        assertFalse(bus.answers(-8, 8));
    }

    @Test
    void aBusCanShowAPartOfRam() {
        Bus bus = new Bus();
        bus.attach(0x8000_0000L, ram, Ram.PAGE_SIZE, Ram.PAGE_SIZE);
        bus.write(0x8000_0010L, 4, 0x1234);
        assertEquals(0x1234, ram.read(Ram.PAGE_SIZE + 0x10, 4));
        assertFalse(bus.answers(0x8000_1000L, 1));
    }

    @Test
    void aPartIsBroughtBackElsewhereAndCopiedWhenStoredTo() {
        Ram host = new Ram(8 * Ram.PAGE_SIZE);
        host.write(Ram.PAGE_SIZE, 8, 11);
        host.write(3 * Ram.PAGE_SIZE, 8, 33);
        RamImage part = host.image(Ram.PAGE_SIZE, 3 * Ram.PAGE_SIZE);
        host.write(5 * Ram.PAGE_SIZE, 8, 99);
        host.restore(4 * Ram.PAGE_SIZE, part);
        assertEquals(11, host.read(4 * Ram.PAGE_SIZE, 8));
        assertEquals(0, host.read(5 * Ram.PAGE_SIZE, 8));
        assertEquals(33, host.read(6 * Ram.PAGE_SIZE, 8));
        assertEquals(0, host.image(4 * Ram.PAGE_SIZE, 3 * Ram.PAGE_SIZE).pagesBeyond(part), "the pages are shared");
        host.write(4 * Ram.PAGE_SIZE, 8, 12);
        host.write(3 * Ram.PAGE_SIZE, 8, 34);
        assertEquals(11, host.read(Ram.PAGE_SIZE, 8));
        assertEquals(33, host.read(6 * Ram.PAGE_SIZE, 8));
        assertEquals(1, host.image(4 * Ram.PAGE_SIZE, 3 * Ram.PAGE_SIZE).pagesBeyond(part));
    }

    @Test
    void whatWasBroughtBackInPartsIsInTheNextImage() {
        Ram host = new Ram(4 * Ram.PAGE_SIZE);
        host.write(0, 8, 1);
        RamImage before = host.image();
        host.restore(2 * Ram.PAGE_SIZE, host.image(0, Ram.PAGE_SIZE));
        host.release(0, Ram.PAGE_SIZE);
        RamImage after = host.image();
        assertFalse(host.isAllocated(0));
        host.restore(before);
        assertEquals(1, host.read(0, 8));
        assertEquals(0, host.read(2 * Ram.PAGE_SIZE, 8));
        host.restore(after);
        assertEquals(0, host.read(0, 8));
        assertEquals(1, host.read(2 * Ram.PAGE_SIZE, 8));
    }

    @Test
    void partsAreWholePagesOfTheRam() {
        assertThrows(IllegalArgumentException.class, () -> ram.image(8, Ram.PAGE_SIZE));
        assertThrows(IndexOutOfBoundsException.class, () -> ram.image(0, ram.size() + Ram.PAGE_SIZE));
    }

    @Test
    void absentPagesAreBroughtWhenTheyAreTouched() {
        Ram late = new Ram(8 * Ram.PAGE_SIZE);
        BitSet absent = new BitSet();
        absent.set(1, 6);
        late.setAbsent(absent, index -> {
            heard.add("bring " + index);
            byte[] page = new byte[Ram.PAGE_SIZE];
            page[8] = (byte) (10 + index);
            late.restorePage(index, index == 5 ? null : page);
        });
        assertEquals(11, late.read(Ram.PAGE_SIZE + 8, 1));
        late.write(2 * Ram.PAGE_SIZE + 9, 1, 7);
        assertEquals(12 | 7 << 8, late.read(2 * Ram.PAGE_SIZE + 8, 2));
        assertEquals(13, late.pageForReads(3)[8]);
        assertEquals(0, late.read(6 * Ram.PAGE_SIZE, 8));
        assertThrows(IllegalStateException.class, late::image);
        late.restorePage(4, new byte[Ram.PAGE_SIZE]);
        assertEquals(0, late.read(5 * Ram.PAGE_SIZE, 8));
        assertEquals(List.of("bring 1", "bring 2", "bring 3", "bring 5"), heard);
        assertEquals(0, late.absentPages());
        assertEquals(12, late.image().page(2)[8]);
    }
}
