// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trapline.vmm.ParavirtGuest.ALL;
import static org.trapline.vmm.ParavirtGuest.KERNEL_ROOT;
import static org.trapline.vmm.ParavirtGuest.LEAVES;
import static org.trapline.vmm.ParavirtGuest.MIDDLE;
import static org.trapline.vmm.ParavirtGuest.SPARE;
import static org.trapline.vmm.ParavirtGuest.USER_LEAVES;
import static org.trapline.vmm.ParavirtGuest.USER_ROOT;
import static org.trapline.vmm.ParavirtGuest.slot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.platform.Platform;
import org.trapline.vmm.paging.DirectPaging;
import org.trapline.vmm.paging.DirectTables;
import org.trapline.vmm.paging.GuestMemory;
import org.trapline.vmm.paging.TableOutcome;

/** What a guest's own tables lead to is the guest's, and no table that harts walk can be stored to, whatever the guest asks for. */
class DirectPagingTest {
    private static final long END = Platform.RAM_BASE + Lab.GUEST_MEMORY;
    private static final long GIGABYTE = (Platform.RAM_BASE >>> 30) * 8;

    private Lab lab;
    private Bus bus;
    private GuestMemory memory;
    private DirectPaging paging;
    private DirectTables tables;

    @BeforeEach
    void aGuestWithTables() {
        lab = new ParavirtGuest().lab();
        final Domain domain = lab.guests.getFirst();
        bus = domain.platform().bus();
        memory = domain.memory();
        paging = (DirectPaging) domain.vcpus().getFirst().paging();
        tables = paging.shared();
    }

    private byte[] memory() {
        return bus.dump(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY);
    }

    private int[] counts() {
        final int[] counts = new int[(int) (Lab.GUEST_MEMORY >>> 12)];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = tables.count(Platform.RAM_BASE + ((long) i << 12));
        }
        return counts;
    }

    static Stream<Arguments> forgedLeaves() {
        return Stream.of(
            Arguments.of("the page behind its memory", Pte.of(END, ALL), TableOutcome.NOT_OWN),
            Arguments.of("the page before its memory", Pte.of(Platform.RAM_BASE - 0x1000, ALL), TableOutcome.NOT_OWN),
            Arguments.of("a device", Pte.of(Platform.UART_BASE, ALL), TableOutcome.NOT_OWN),
            Arguments.of("the last page there is", Pte.PPN_MASK << Pte.PPN_SHIFT | ALL, TableOutcome.NOT_OWN),
            Arguments.of("a page behind its memory, to be read", Pte.of(END, ALL & ~Pte.W), TableOutcome.NOT_OWN),
            Arguments.of("a first table, to be stored to", Pte.of(KERNEL_ROOT, ALL), TableOutcome.BUSY),
            Arguments.of("a middle table, to be stored to", Pte.of(MIDDLE, ALL), TableOutcome.BUSY),
            Arguments.of("the table it is in, to be stored to", Pte.of(LEAVES, ALL), TableOutcome.BUSY),
            Arguments.of("a page for all address spaces", Pte.of(SPARE, ALL | Pte.G), TableOutcome.BAD_ENTRY),
            Arguments.of("a page that is not user mode's", Pte.of(SPARE, ALL & ~Pte.U), TableOutcome.BAD_ENTRY),
            Arguments.of("a page to be written but not read", Pte.of(SPARE, ALL & ~Pte.R), TableOutcome.BAD_ENTRY),
            Arguments.of("a table below the last level", Pte.of(SPARE, Pte.V), TableOutcome.BAD_ENTRY),
            Arguments.of("an entry of a larger page", Pte.of(SPARE, ALL) | Pte.N, TableOutcome.BAD_ENTRY),
            Arguments.of("a memory type", Pte.of(SPARE, ALL) | 1L << 61, TableOutcome.BAD_ENTRY),
            Arguments.of("a reserved bit", Pte.of(SPARE, ALL) | 1L << 54, TableOutcome.BAD_ENTRY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgedLeaves")
    void aForgedEntryIsRefusedInAnUpdate(final String what, final long entry, final TableOutcome expected) {
        assertEquals(TableOutcome.DONE, tables.pin(KERNEL_ROOT));
        final byte[] before = memory();
        final int[] counts = counts();
        assertEquals(expected, tables.update(slot(SPARE), entry), what);
        assertArrayEquals(before, memory(), "the guest's memory");
        assertArrayEquals(counts, counts(), "what is relied on");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgedLeaves")
    void aTableWithAForgedEntryIsRefused(final String what, final long entry, final TableOutcome expected) {
        bus.write(slot(END - 0x1000), 8, entry);
        final byte[] before = memory();
        assertEquals(expected, tables.pin(KERNEL_ROOT), what);
        assertArrayEquals(before, memory(), "the guest's memory");
        assertArrayEquals(new int[counts().length], counts(), "what is relied on");
    }

    static Stream<Arguments> forgedPointers() {
        return Stream.of(
            Arguments.of("a page of a gigabyte", Pte.of(Platform.RAM_BASE, ALL), TableOutcome.BAD_ENTRY),
            Arguments.of("a table with the bit of a page", Pte.of(MIDDLE, Pte.V | Pte.U), TableOutcome.BAD_ENTRY),
            Arguments.of("a table with the bit of a page", Pte.of(MIDDLE, Pte.V | Pte.A), TableOutcome.BAD_ENTRY),
            Arguments.of("a table for all address spaces", Pte.of(MIDDLE, Pte.V | Pte.G), TableOutcome.BAD_ENTRY),
            Arguments.of("a table behind its memory", Pte.of(END, Pte.V), TableOutcome.NOT_OWN),
            Arguments.of("itself", Pte.of(KERNEL_ROOT, Pte.V), TableOutcome.BUSY),
            Arguments.of("a table of another level", Pte.of(LEAVES, Pte.V), TableOutcome.BUSY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgedPointers")
    void aForgedPointerIsRefused(final String what, final long entry, final TableOutcome expected) {
        assertEquals(TableOutcome.DONE, tables.pin(KERNEL_ROOT));
        final byte[] before = memory();
        final int[] counts = counts();
        assertEquals(expected, tables.update(KERNEL_ROOT, entry), what);
        assertArrayEquals(before, memory(), "the guest's memory");
        assertArrayEquals(counts, counts(), "what is relied on");
    }

    @Test
    void whatIsWritableBecomesNoTable() {
        assertEquals(TableOutcome.DONE, tables.pin(KERNEL_ROOT));
        assertEquals(TableOutcome.BUSY, tables.pin(SPARE));
        assertEquals(TableOutcome.BUSY, tables.update(MIDDLE + 8, Pte.of(SPARE, Pte.V)));
        // Without the right to store to it, it does.
        assertEquals(TableOutcome.DONE, tables.update(slot(SPARE), Pte.of(SPARE, ALL & ~Pte.W)));
        assertEquals(TableOutcome.DONE, tables.update(MIDDLE + 8, Pte.of(SPARE, Pte.V)));
        assertEquals(TableOutcome.BUSY, tables.update(slot(SPARE), Pte.of(SPARE, ALL)));
    }

    @Test
    void onlyEntriesOfTablesAreUpdated() {
        assertEquals(TableOutcome.NOT_A_TABLE, tables.update(slot(SPARE), 0), "before it is a table");
        assertEquals(TableOutcome.DONE, tables.pin(KERNEL_ROOT));
        assertEquals(TableOutcome.NOT_A_TABLE, tables.update(SPARE, 0));
        assertEquals(TableOutcome.BAD_ADDRESS, tables.update(slot(SPARE) + 4, 0));
        assertEquals(TableOutcome.BAD_ADDRESS, tables.update(END, 0));
        assertEquals(TableOutcome.BAD_ADDRESS, tables.update(-8, 0));
        assertEquals(TableOutcome.DONE, tables.unpin(KERNEL_ROOT));
        assertEquals(TableOutcome.NOT_A_TABLE, tables.update(slot(SPARE), 0), "when it is no table any more");
    }

    @Test
    void aTableHasTheHostsNumbersWhileItIsOne() {
        final byte[] before = memory();
        assertEquals(TableOutcome.DONE, tables.pin(KERNEL_ROOT));
        assertEquals(Pte.of(memory.hpa(MIDDLE), Pte.V), bus.read(KERNEL_ROOT + GIGABYTE, 8));
        assertEquals(Pte.of(memory.hpa(SPARE), ALL), bus.read(slot(SPARE), 8));
        assertEquals(TableOutcome.DONE, tables.unpin(KERNEL_ROOT));
        assertArrayEquals(before, memory(), "the guest's memory");
        assertArrayEquals(new int[counts().length], counts(), "what is relied on");
    }

    @Test
    void theRootsAreHeldUntilOthersTakeTheirPlace() {
        assertEquals(TableOutcome.DONE, paging.setRoots(KERNEL_ROOT, USER_ROOT));
        assertEquals(TableOutcome.NOT_A_TABLE, tables.unpin(KERNEL_ROOT), "it was not pinned");
        assertEquals(TableOutcome.DONE, tables.update(USER_LEAVES, Pte.of(SPARE, ALL)));
        assertEquals(TableOutcome.DONE, paging.setRoots(KERNEL_ROOT, 0));
        assertEquals(TableOutcome.NOT_A_TABLE, tables.update(USER_LEAVES, 0));
        assertEquals(1, tables.count(KERNEL_ROOT));
        assertEquals(TableOutcome.BAD_ADDRESS, paging.setRoots(KERNEL_ROOT, END));
        assertEquals(TableOutcome.BUSY, paging.setRoots(KERNEL_ROOT, SPARE));
        assertEquals(1, tables.count(KERNEL_ROOT), "after roots that were refused");
    }

    @Test
    void tablesThatHaveComeFromElsewhereAreLookedAtAgain() {
        assertEquals(TableOutcome.DONE, paging.setRoots(KERNEL_ROOT, USER_ROOT));
        final byte[] before = memory();
        final byte[] own = own();
        assertEquals(Pte.of(MIDDLE, Pte.V), ByteBuffer.wrap(own).order(ByteOrder.LITTLE_ENDIAN)
            .getLong((int) (KERNEL_ROOT + GIGABYTE - Platform.RAM_BASE)));
        bus.load(Platform.RAM_BASE, own);
        assertEquals(true, tables.attach() && paging.attach());
        assertArrayEquals(before, memory(), "the guest's memory");
        bus.load(Platform.RAM_BASE, own);
        bus.write(slot(SPARE), 8, Pte.of(END, ALL));
        assertEquals(false, tables.attach() && paging.attach(), "with a forged entry");
    }

    /** The guest's memory with its own page numbers in its tables. */
    private byte[] own() {
        final byte[] own = memory();
        for (final int page : tables.pages()) {
            final byte[] table = Arrays.copyOfRange(own, page << 12, page + 1 << 12);
            tables.makeOwn(page, table);
            System.arraycopy(table, 0, own, page << 12, table.length);
        }
        return own;
    }

    /** Whatever was asked for in which order: every valid entry of every table is the guest's, and no writable one leads to a table. */
    @Test
    void noSequenceOfRequestsBreaksTheRule() {
        final Random random = new Random(4);
        final long[] pages = {KERNEL_ROOT, MIDDLE, LEAVES, USER_ROOT, USER_LEAVES, SPARE, SPARE + 0x1000, END, Platform.RAM_BASE - 0x1000};
        final long[] flags = {0, Pte.V, ALL, ALL & ~Pte.W, ALL | Pte.G};
        int done = 0;
        for (int i = 0; i < 20_000; i++) {
            final long page = pages[random.nextInt(pages.length)];
            final long other = pages[random.nextInt(pages.length)];
            final TableOutcome outcome = switch (random.nextInt(8)) {
                case 0 -> tables.pin(page);
                case 1 -> tables.unpin(page);
                case 2 -> paging.setRoots(page, random.nextBoolean() ? 0 : other);
                default -> tables.update(page + 8 * random.nextInt(4), Pte.of(other, flags[random.nextInt(flags.length)]));
            };
            done += outcome == TableOutcome.DONE ? 1 : 0;
            if (i % 50 == 0) {
                checkRule(pages);
            }
        }
        assertEquals(true, done > 1_000, done + " requests were granted");
    }

    private void checkRule(final long[] pages) {
        for (final long root : pages) {
            final boolean pinned = tables.unpin(root) == TableOutcome.DONE;
            if (tables.pin(root) == TableOutcome.DONE) {
                walk(memory.hpa(root), 2);
                if (!pinned) {
                    tables.unpin(root);
                }
            }
        }
    }

    private void walk(final long table, final int level) {
        final Bus host = lab.machine.platform().bus();
        for (int i = 0; i < 512; i++) {
            final long entry = host.read(table + 8L * i, 8);
            final long hpa = Pte.ppn(entry) << 12;
            if ((entry & Pte.V) != 0) {
                assertEquals(true, hpa >= memory.hpa() && hpa < memory.hpa() + memory.size(), "an entry names 0x" + Long.toHexString(hpa));
                assertEquals(level == 0, Pte.isLeaf(entry));
                if (level > 0) {
                    walk(hpa, level - 1);
                } else if ((entry & Pte.W) != 0) {
                    assertEquals(TableOutcome.DONE, tables.holdWritable(hpa - memory.hpa() + memory.gpa()), "a page that can be stored to is a table");
                    tables.drop(hpa - memory.hpa() + memory.gpa());
                }
            }
        }
    }
}
