// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.vmm.ParavirtGuest.KERNEL_ROOT;
import static org.trapline.vmm.ParavirtGuest.LEAVES;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trapline.isa.Instruction;
import org.trapline.machine.StopReason;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.device.virtio.network.VirtioNetwork;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.network.EthernetSwitch;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateImage;
import org.trapline.machine.storage.DiskImage;
import org.trapline.machine.storage.DiskSlice;
import org.trapline.trace.EventKind;
import org.trapline.trace.TraceBuffer;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.paravirt.DeviceRing;
import org.trapline.vmm.paravirt.DeviceRing.Operation;
import org.trapline.vmm.paravirt.DeviceRing.Refusal;
import org.trapline.vmm.paravirt.GrantTable;
import org.trapline.vmm.paravirt.Hypercall;
import org.trapline.vmm.paravirt.HypercallError;
import org.trapline.vmm.paravirt.SharedPage;

/** Disks and network cards behind rings do what is asked as far as the guest may ask it, and touch nothing but what it grants. */
class ParavirtRingTest {
    private static final int S2 = 18;
    private static final int S3 = 19;
    private static final long GRANTS = Platform.RAM_BASE + 0x2_0000;
    private static final long RING = GRANTS + 0x1000;
    private static final long DATA = GRANTS + 0x2000;
    private static final long OTHER = GRANTS + 0x3000;
    private static final long MORE = GRANTS + 0x4000;
    private static final int CHANNEL = SharedPage.FIRST_DEVICE;
    private static final int SECTORS = 64;
    private static final int FIRST = 16;

    /** A minidisk of 64 sectors, each of which is full of its number, in a larger disk. */
    private final DiskImage whole = DiskImage.blank(1 << 20);

    ParavirtRingTest() throws IOException {
        for (int sector = 0; sector < SECTORS + FIRST + FIRST; sector++) {
            final byte[] full = new byte[VirtioBlock.SECTOR];
            Arrays.fill(full, (byte) (sector - FIRST));
            whole.write((long) sector * VirtioBlock.SECTOR, full, 0, full.length);
        }
    }

    private List<Supplier<VirtioDevice>> disk(final boolean readOnly) {
        return List.of(() -> new VirtioBlock(new DiskSlice(whole, FIRST * VirtioBlock.SECTOR, SECTORS * VirtioBlock.SECTOR), readOnly, "vda"));
    }

    private byte[] sector(final int number) throws IOException {
        final byte[] found = new byte[VirtioBlock.SECTOR];
        whole.read((long) (FIRST + number) * VirtioBlock.SECTOR, found, 0, found.length);
        return found;
    }

    private static ParavirtGuest withGrants() {
        return new ParavirtGuest().register().store(SharedPage.MASK, 1).word(GRANTS, DATA | GrantTable.READ | GrantTable.WRITE).word(GRANTS + 8, OTHER | GrantTable.READ)
            .call(Hypercall.GRANTS, GRANTS, 0).call(Hypercall.OPEN, CHANNEL, RING).keepResult(S2);
    }

    private static ParavirtGuest ended(final ParavirtGuest guest) {
        return guest.call(Hypercall.END, 0, 0);
    }

    private Lab run(final ParavirtGuest guest) {
        return run(guest, lab -> disk(false));
    }

    private static Lab run(final ParavirtGuest guest, final Function<Lab, List<Supplier<VirtioDevice>>> devices) {
        final Lab lab = guest.lab(PagingScheme.DIRECT, 1, 1, devices);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        return lab;
    }

    private static Bus bus(final Lab lab) {
        return lab.guests.getFirst().platform().bus();
    }

    private static long ring(final Lab lab, final DeviceRing what) {
        return bus(lab).read(RING + what.offset(), 8);
    }

    private static long status(final Lab lab, final int response) {
        final long at = RING + DeviceRing.RESPONSES + (long) DeviceRing.RESPONSE_BYTES * response;
        assertEquals(100 + response, bus(lab).read(at, 8), "whose response it is");
        return bus(lab).read(at + 8, 8);
    }

    /** One request, waited for. */
    private static ParavirtGuest one(final Operation operation, final long count, final long sector, final long grant, final long offset) {
        return ended(withGrants().request(RING, 0, operation, count, sector, grant, offset).put(RING, 1).call(Hypercall.KICK, CHANNEL, 0).keepResult(S3).await(RING, 1));
    }

    // ---- a disk ----

    @Test
    void aGuestIsToldOfItsDisk() {
        final Lab lab = run(ended(withGrants()), each -> disk(true));
        assertEquals(DeviceRing.DISK, lab.x(0, S2));
        assertEquals(DeviceRing.DISK, ring(lab, DeviceRing.KIND));
        assertEquals(SECTORS, ring(lab, DeviceRing.CONFIG));
        assertEquals(1, ring(lab, DeviceRing.FLAGS), "read-only");
    }

    @Test
    void sectorsComeIntoTheGrantedPage() throws IOException {
        final Lab lab = run(one(Operation.READ, 2, 7, 0, 1024));
        assertEquals(2 * VirtioBlock.SECTOR, status(lab, 0));
        assertArrayEquals(sector(7), bus(lab).dump(DATA + 1024, VirtioBlock.SECTOR));
        assertArrayEquals(sector(8), bus(lab).dump(DATA + 1536, VirtioBlock.SECTOR));
        assertArrayEquals(new byte[1024], bus(lab).dump(DATA, 1024), "before them");
        assertArrayEquals(new byte[2048], bus(lab).dump(DATA + 2048, 2048), "behind them");
    }

    @Test
    void sectorsGoToTheMinidiskAndNoFurther() throws IOException {
        final Lab lab = run(one(Operation.WRITE, 1, SECTORS - 1, 1, 0));
        assertEquals(VirtioBlock.SECTOR, status(lab, 0));
        assertArrayEquals(new byte[VirtioBlock.SECTOR], sector(SECTORS - 1));
        assertEquals(SECTORS, sector(SECTORS)[0], "the sector behind the minidisk");
    }

    static Stream<Arguments> forged() {
        return Stream.of(
            Arguments.of("no operation", Refusal.BAD_OPERATION, one(Operation.SEND, 1, 0, 0, 0)),
            Arguments.of("a sector behind the disk", Refusal.BAD_RANGE, one(Operation.READ, 1, SECTORS, 0, 0)),
            Arguments.of("the last sector and one more", Refusal.BAD_RANGE, one(Operation.READ, 2, SECTORS - 1, 0, 0)),
            Arguments.of("a sector before the disk", Refusal.BAD_RANGE, one(Operation.READ, 1, -1, 0, 0)),
            Arguments.of("the largest sector", Refusal.BAD_RANGE, one(Operation.WRITE, 1, Long.MAX_VALUE, 1, 0)),
            Arguments.of("more than a page", Refusal.BAD_RANGE, one(Operation.READ, 9, 0, 0, 0)),
            Arguments.of("beyond the page", Refusal.BAD_RANGE, one(Operation.READ, 8, 0, 0, 1)),
            Arguments.of("beyond all pages", Refusal.BAD_RANGE, one(Operation.READ, 1, 0, 0, 0xffff_ffffL)),
            Arguments.of("any number of sectors", Refusal.BAD_RANGE, one(Operation.READ, (1L << 56) - 1, 0, 0, 0)),
            Arguments.of("a page that may only be read", Refusal.BAD_GRANT, one(Operation.READ, 1, 0, 1, 0)),
            Arguments.of("no grant", Refusal.BAD_GRANT, one(Operation.WRITE, 1, 0, 2, 0)),
            Arguments.of("behind the grants", Refusal.BAD_GRANT, one(Operation.WRITE, 1, 0, GrantTable.ENTRIES, 0)),
            Arguments.of("any grant", Refusal.BAD_GRANT, one(Operation.READ, 1, 0, 0xffff_ffffL, 0)),
            Arguments.of("a page that is not the guest's", Refusal.BAD_GRANT,
                one(Operation.READ, 1, 0, 3, 0).word(GRANTS + 24, Platform.RAM_BASE + Lab.GUEST_MEMORY | GrantTable.READ | GrantTable.WRITE)),
            Arguments.of("a device", Refusal.BAD_GRANT, one(Operation.WRITE, 1, 0, 3, 0).word(GRANTS + 24, Platform.UART_BASE | GrantTable.READ)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forged")
    void aForgedRequestIsRefusedAndTouchesNothing(final String what, final Refusal why, final ParavirtGuest guest) throws IOException {
        final String disk = whole.checksum();
        final Lab lab = Lab.paravirt(PagingScheme.DIRECT, 1, 1, each -> disk(false), guest.program, new Program().add(Instruction.JAL, 0, 0));
        guest.prepare(lab.guests.getFirst());
        lab.guests.getFirst().reset();
        final byte[] more = bus(lab).dump(MORE, 8192);
        final Bus neighbour = lab.guests.get(1).platform().bus();
        final byte[] before = neighbour.dump(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY);
        lab.run(1_000_000);
        assertEquals(LifeCycle.OFF, lab.guests.getFirst().lifeCycle());
        assertEquals(0, lab.x(0, S3), "the kick");
        assertEquals(why.status(), status(lab, 0), what);
        assertArrayEquals(new byte[4096], bus(lab).dump(DATA, 4096));
        assertArrayEquals(more, bus(lab).dump(MORE, 8192));
        assertEquals(disk, whole.checksum());
        assertArrayEquals(before, neighbour.dump(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY), "the neighbour's memory");
    }

    @Test
    void aReadOnlyDiskIsNotWritten() throws IOException {
        final String before = whole.checksum();
        final Lab lab = run(one(Operation.WRITE, 1, 0, 1, 0), each -> disk(true));
        assertEquals(Refusal.READ_ONLY.status(), status(lab, 0));
        assertEquals(before, whole.checksum());
    }

    @Test
    void nothingIsReadIntoATable() {
        final ParavirtGuest guest = withGrants().word(GRANTS, LEAVES | GrantTable.READ | GrantTable.WRITE).call(Hypercall.SET_ROOTS, KERNEL_ROOT, 0);
        ended(guest.request(RING, 0, Operation.READ, 8, 0, 0, 0).put(RING, 1).call(Hypercall.KICK, CHANNEL, 0).await(RING, 1));
        assertEquals(Refusal.BAD_GRANT.status(), status(run(guest), 0));
    }

    @Test
    void aGrantThatWasTakenBackDoesNotCountAnyMore() {
        final ParavirtGuest guest = withGrants().request(RING, 0, Operation.READ, 8, 0, 0, 0).put(RING, 1).call(Hypercall.KICK, CHANNEL, 0);
        guest.program.li(Program.T5, GRANTS).add(Instruction.SD, 0, 0, Program.T5);
        assertEquals(Refusal.BAD_GRANT.status(), status(run(ended(guest.await(RING, 1))), 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, DeviceRing.SIZE + 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void aRingThatSaysWhatCannotBeIsRefused(final long put) {
        final Lab lab = run(ended(withGrants().request(RING, 0, Operation.READ, 8, 0, 0, 0).put(RING, put).call(Hypercall.KICK, CHANNEL, 0).keepResult(S3)));
        assertEquals(HypercallError.BAD_ARGUMENT.result(), lab.x(0, S3));
        assertEquals(0, ring(lab, DeviceRing.REQUESTS_TAKEN));
    }

    @Test
    void aRingIsNotTakenFartherThanItsPlacesWhateverIsSaidLater() {
        // While the first is at work the guest says that there are more than places.
        final ParavirtGuest guest = withGrants().request(RING, 0, Operation.READ, 1, 0, 0, 0).put(RING, 1).call(Hypercall.KICK, CHANNEL, 0).put(RING, 1L << 40);
        final Lab lab = run(ended(guest.await(RING, 1)));
        assertEquals(VirtioBlock.SECTOR, status(lab, 0));
        assertEquals(1, ring(lab, DeviceRing.REQUESTS_TAKEN));
    }

    @Test
    void aChannelOfNothingIsNotOpened() {
        final Lab lab = run(ended(withGrants().call(Hypercall.OPEN, CHANNEL + 1, RING).keepResult(S2).call(Hypercall.KICK, CHANNEL + 1, 0).keepResult(S3)));
        assertEquals(HypercallError.BAD_ARGUMENT.result(), lab.x(0, S2));
        assertEquals(HypercallError.BAD_ARGUMENT.result(), lab.x(0, S3));
    }

    @Test
    void aClosedRingsPageIsFreeAgain() {
        final ParavirtGuest guest = withGrants().call(Hypercall.PIN, RING, 0).keepResult(S2).call(Hypercall.OPEN, CHANNEL, 0).call(Hypercall.KICK, CHANNEL, 0).keepResult(S3);
        final Lab lab = run(ended(guest));
        assertEquals(HypercallError.BUSY.result(), lab.x(0, S2), "while it is open");
        assertEquals(HypercallError.BAD_ARGUMENT.result(), lab.x(0, S3));
        assertEquals(0, lab.guests.getFirst().tables().count(RING));
    }

    // ---- lists of pieces ----

    /** One request that names a list, whose grants are 0: all rights, 1: may be read, 4 and 5: all rights; waited for. */
    private static ParavirtGuest scattered(final Operation operation, final long count, final long sector, final long grant, final long offset) {
        return ended(withGrants().word(GRANTS + 32, MORE | GrantTable.READ | GrantTable.WRITE).word(GRANTS + 40, (MORE + 0x1000) | GrantTable.READ | GrantTable.WRITE)
            .listed(RING, 0, operation, count, sector, grant, offset).put(RING, 1).call(Hypercall.KICK, CHANNEL, 0).keepResult(S3).await(RING, 1));
    }

    @Test
    void sectorsComeIntoThePiecesInTheirOrder() throws IOException {
        final Lab lab = run(scattered(Operation.READ, 18, 7, 1, 256).piece(OTHER + 256, 0, 5, 0, 4096).piece(OTHER + 256, 1, 0, 100, 1000)
            .piece(OTHER + 256, 2, 4, 0, 4096).piece(OTHER + 256, 3, 0, 3000, 24));
        assertEquals(18 * VirtioBlock.SECTOR, status(lab, 0));
        final byte[] disk = new byte[18 * VirtioBlock.SECTOR];
        whole.read((long) (FIRST + 7) * VirtioBlock.SECTOR, disk, 0, disk.length);
        final byte[] page = new byte[4096];
        assertArrayEquals(Arrays.copyOfRange(disk, 0, 4096), bus(lab).dump(MORE + 0x1000, 4096));
        System.arraycopy(disk, 4096, page, 100, 1000);
        assertArrayEquals(Arrays.copyOfRange(disk, 5096, 9192), bus(lab).dump(MORE, 4096));
        System.arraycopy(disk, 9192, page, 3000, 24);
        assertArrayEquals(page, bus(lab).dump(DATA, 4096), "two pieces of one page, and nothing beside them");
    }

    @Test
    void sectorsAreGatheredFromThePieces() throws IOException {
        final Lab lab = run(scattered(Operation.WRITE, 3, 5, 1, 0).text(DATA, "a".repeat(600)).text(MORE, "b".repeat(936)).piece(OTHER, 0, 0, 0, 600).piece(OTHER, 1, 4, 0, 936));
        assertEquals(3 * VirtioBlock.SECTOR, status(lab, 0));
        final byte[] disk = new byte[3 * VirtioBlock.SECTOR];
        whole.read((long) (FIRST + 5) * VirtioBlock.SECTOR, disk, 0, disk.length);
        assertEquals("a".repeat(600) + "b".repeat(936), new String(disk, StandardCharsets.US_ASCII));
        assertEquals(8, sector(8)[0], "the sector behind them");
    }

    private static ParavirtGuest pieces(final ParavirtGuest guest, final long offset, final int pieces, final long bytes) {
        for (int i = 0; i < pieces; i++) {
            guest.piece(OTHER + offset, i, 4, 0, bytes);
        }
        return guest;
    }

    @Test
    void aListHasAsManyPiecesAsItCan() {
        final Lab lab = run(pieces(scattered(Operation.READ, DeviceRing.MOST_PIECES, 0, 1, 0), 0, DeviceRing.MOST_PIECES, 512));
        assertEquals(DeviceRing.MOST_PIECES * VirtioBlock.SECTOR, status(lab, 0));
        assertEquals(DeviceRing.MOST_PIECES - 1, bus(lab).read(MORE, 1), "the last wins");
    }

    static Stream<Arguments> forgedLists() {
        final long end = 4096 - DeviceRing.PIECE_BYTES;
        return Stream.of(
            Arguments.of("an empty piece", Refusal.BAD_LIST, scattered(Operation.READ, 1, 0, 1, 0).piece(OTHER, 0, 4, 0, 0)),
            Arguments.of("a piece of less than nothing", Refusal.BAD_LIST, scattered(Operation.READ, 1, 0, 1, 0).piece(OTHER, 0, 4, 0, -512)),
            Arguments.of("lengths that go round", Refusal.BAD_LIST, scattered(Operation.READ, 1, 0, 1, 0).piece(OTHER, 0, 4, 0, Long.MAX_VALUE).piece(OTHER, 1, 4, 0, Long.MIN_VALUE + 513)),
            Arguments.of("more bytes than the count", Refusal.BAD_LIST, scattered(Operation.READ, 1, 0, 1, 0).piece(OTHER, 0, 4, 0, 513)),
            Arguments.of("a piece beyond its page", Refusal.BAD_LIST, scattered(Operation.READ, 8, 0, 1, 0).piece(OTHER, 0, 4, 1, 4096)),
            Arguments.of("a piece beyond all pages", Refusal.BAD_LIST, scattered(Operation.READ, 1, 0, 1, 0).piece(OTHER, 0, 4, 0xffff_ffffL, 512)),
            Arguments.of("a piece larger than a page", Refusal.BAD_LIST, scattered(Operation.READ, 16, 0, 1, 0).piece(OTHER, 0, 4, 0, 8192)),
            Arguments.of("too many pieces", Refusal.BAD_LIST, pieces(scattered(Operation.READ, 33, 0, 1, 0), 0, 33, 512)),
            Arguments.of("a list beyond its page", Refusal.BAD_LIST, scattered(Operation.READ, 2, 0, 1, end).piece(OTHER + end, 0, 4, 0, 512)),
            Arguments.of("a list across the end of its page", Refusal.BAD_LIST, scattered(Operation.READ, 1, 0, 1, 4090)),
            Arguments.of("a list beyond all pages", Refusal.BAD_LIST, scattered(Operation.READ, 1, 0, 1, 0xffff_ffffL)),
            Arguments.of("a list that is not granted", Refusal.BAD_GRANT, scattered(Operation.READ, 1, 0, 2, 0).piece(OTHER, 0, 4, 0, 512)),
            Arguments.of("a second piece that may only be read", Refusal.BAD_GRANT, scattered(Operation.READ, 2, 0, 1, 0).piece(OTHER, 0, 4, 0, 512).piece(OTHER, 1, 1, 0, 512)),
            Arguments.of("a second piece that is not granted", Refusal.BAD_GRANT, scattered(Operation.WRITE, 2, 0, 1, 0).piece(OTHER, 0, 4, 0, 512).piece(OTHER, 1, 511, 0, 512)),
            Arguments.of("a piece that is not the guest's", Refusal.BAD_GRANT, scattered(Operation.READ, 1, 0, 1, 0).piece(OTHER, 0, 3, 0, 512)
                .word(GRANTS + 24, Platform.RAM_BASE + Lab.GUEST_MEMORY | GrantTable.READ | GrantTable.WRITE)),
            Arguments.of("no bytes at all", Refusal.BAD_RANGE, scattered(Operation.READ, 0, 0, 1, 0)),
            Arguments.of("any number of sectors", Refusal.BAD_RANGE, scattered(Operation.READ, (1L << 56) - 1, 0, 1, 0).piece(OTHER, 0, 4, 0, 4096)),
            Arguments.of("sectors behind the disk", Refusal.BAD_RANGE, scattered(Operation.READ, 8, SECTORS - 7, 1, 0).piece(OTHER, 0, 4, 0, 4096)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgedLists")
    void aForgedListIsRefusedAndNoneOfItIsDone(final String what, final Refusal why, final ParavirtGuest guest) throws IOException {
        aForgedRequestIsRefusedAndTouchesNothing(what, why, guest);
    }

    @Test
    void nothingIsReadIntoATableOfAList() {
        final ParavirtGuest guest = withGrants().word(GRANTS + 16, LEAVES | GrantTable.READ | GrantTable.WRITE).call(Hypercall.SET_ROOTS, KERNEL_ROOT, 0)
            .listed(RING, 0, Operation.READ, 2, 0, 1, 0).piece(OTHER, 0, 0, 0, 512).piece(OTHER, 1, 2, 0, 512);
        final Lab lab = run(ended(guest.put(RING, 1).call(Hypercall.KICK, CHANNEL, 0).await(RING, 1)));
        assertEquals(Refusal.BAD_GRANT.status(), status(lab, 0));
        assertArrayEquals(new byte[4096], bus(lab).dump(DATA, 4096), "nor into what is before it");
    }

    @Test
    void aDiskTakesItsTimeForAllPieces() {
        final long one = run(pieces(scattered(Operation.READ, 8, 0, 1, 0), 0, 8, 512)).machine.now();
        final long many = run(pieces(scattered(Operation.READ, 64, 0, 1, 0), 0, 16, 2048)).machine.now();
        assertTrue(many - one >= 56 * 10, many + " ticks for 64 sectors, " + one + " for 8");
    }

    // ---- batches ----

    private static ParavirtGuest reads(final int requests, final int atOnce) {
        final ParavirtGuest guest = withGrants();
        for (int i = 0; i < requests; i++) {
            guest.request(RING, i, Operation.READ, 1, i, 0, 512L * (i % 8));
        }
        for (int done = 0; done < requests; done += atOnce) {
            guest.word(RING, 0).put(RING, done + atOnce);
            guest.program.li(Program.T5, RING).li(Program.T6, done + atOnce).add(Instruction.SD, Program.T6, DeviceRing.EVENT_AT.offset(), Program.T5);
            guest.call(Hypercall.KICK, CHANNEL, 0).await(RING, done + atOnce);
        }
        return ended(guest);
    }

    @Test
    void manyRequestsCostAsManyExitsAsOne() {
        final Lab singly = run(reads(8, 1));
        final Lab together = run(reads(8, 8));
        for (int i = 0; i < 8; i++) {
            assertEquals(VirtioBlock.SECTOR, status(singly, i));
            assertEquals(VirtioBlock.SECTOR, status(together, i));
            assertEquals(i, bus(together).read(DATA + 512L * i, 1));
        }
        final long one = exits(run(reads(1, 1)));
        assertEquals(one, exits(together));
        assertTrue(exits(singly) >= one + 7 * 2, exits(singly) + " exits, and " + one + " for one request");
    }

    private static long exits(final Lab lab) {
        return lab.guests.getFirst().vcpus().getFirst().exits();
    }

    // ---- a network ----

    private static VirtioNetwork card(final Lab lab, final EthernetSwitch lan) {
        return new VirtioNetwork(lan.connect(lab.machine.platform().config().clock()), new byte[] {2, 0, 0, 0, 0, 1}, 0, "");
    }

    /** Two guests on a switch: each posts a buffer, sends its frame, and waits for both. */
    private static Lab neighbours(final long room) {
        final ParavirtGuest guest = withGrants().text(OTHER, "to everybody.." + "what there is to say").request(RING, 0, Operation.RECEIVE, room, 0, 0, 0)
            .request(RING, 1, Operation.SEND, 34, 0, 1, 0).put(RING, 2).call(Hypercall.YIELD, 0, 0).call(Hypercall.KICK, CHANNEL, 0);
        ended(guest.await(RING, 2));
        return onASwitch(guest);
    }

    /** Two guests that are alike. */
    private static Lab onASwitch(final ParavirtGuest guest) {
        final EthernetSwitch lan = new EthernetSwitch("lan", 10, null);
        final Lab lab = Lab.paravirt(PagingScheme.DIRECT, 1, 1, each -> List.of(() -> card(each, lan)), guest.program, guest.program);
        lab.guests.forEach(domain -> {
            guest.prepare(domain);
            domain.reset();
        });
        return lab;
    }

    @Test
    void framesGoFromGuestToGuest() {
        final Lab lab = neighbours(1518);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        for (final Domain guest : lab.guests) {
            final Bus bus = guest.platform().bus();
            assertEquals(DeviceRing.NETWORK_CARD, bus.read(RING, 8));
            assertEquals(0x0100_0000_0002L, bus.read(RING + DeviceRing.CONFIG.offset(), 8));
            assertArrayEquals(bus.dump(OTHER, 34), bus.dump(DATA, 34), guest.name());
            assertEquals(34, bus.read(RING + DeviceRing.RESPONSES + 8, 8));
            assertEquals(34, bus.read(RING + DeviceRing.RESPONSES + 24, 8));
        }
    }

    @Test
    void aFrameIsSentFromPiecesAndArrivesInPieces() {
        final ParavirtGuest guest = withGrants().text(OTHER, "to everybody..").text(OTHER + 2000, "what there is to say")
            .piece(OTHER + 64, 0, 0, 8, 20).piece(OTHER + 64, 1, 0, 1000, 1480).listed(RING, 0, Operation.RECEIVE, 1500, 0, 1, 64)
            .piece(OTHER + 128, 0, 1, 0, 14).piece(OTHER + 128, 1, 1, 2000, 20).listed(RING, 1, Operation.SEND, 34, 0, 1, 128)
            .put(RING, 2).call(Hypercall.YIELD, 0, 0).call(Hypercall.KICK, CHANNEL, 0);
        ended(guest.await(RING, 2));
        final Lab lab = onASwitch(guest);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        for (final Domain each : lab.guests) {
            final Bus bus = each.platform().bus();
            assertEquals("to everybody..what t", new String(bus.dump(DATA + 8, 20), StandardCharsets.US_ASCII));
            assertEquals("here is to say", new String(bus.dump(DATA + 1000, 14), StandardCharsets.US_ASCII));
            assertArrayEquals(new byte[100], bus.dump(DATA + 1014, 100));
        }
    }

    @Test
    void aFrameThatFindsTooLittleRoomIsLost() {
        final Lab lab = neighbours(33);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        final Bus bus = bus(lab);
        assertArrayEquals(new byte[64], bus.dump(DATA, 64));
        assertTrue(Stream.of(8, 24).anyMatch(at -> bus.read(RING + DeviceRing.RESPONSES + at, 8) == Refusal.TOO_SMALL.status()));
    }

    // ---- state ----

    @Test
    void theSameFutureFollowsFromAKeptState() {
        final Lab lab = reads(8, 4).lab(PagingScheme.DIRECT, 1, 1, each -> disk(false));
        for (int i = 0; i < 12; i++) {
            lab.run(60);
            final StateImage kept = StateImage.of(lab.machine);
            lab.run(200);
            final String digest = lab.machine.digest();
            kept.restore(lab.machine);
            lab.run(200);
            assertEquals(digest, lab.machine.digest(), "after " + 60 * i);
            kept.restore(lab.machine);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 250, 300, 350})
    void requestsThatAreUnderWayGoAlongWithAKeptGuest(final int instructions) throws IOException {
        final Lab lab = reads(8, 8).lab(PagingScheme.DIRECT, 1, 1, each -> disk(false));
        lab.run(instructions);
        final Domain first = lab.guests.getFirst();
        final Snapshot kept = first.keep();
        final Domain second = lab.hypervisor.clone(kept, first, new DomainConfig("second", 9, Lab.ISA, 1, Lab.GUEST_MEMORY, false, true, c -> { })
            .withVirtio(disk(false)));
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        for (final Domain each : List.of(first, second)) {
            assertEquals(LifeCycle.OFF, each.lifeCycle(), each.name());
            for (int i = 0; i < 8; i++) {
                assertEquals(i, each.platform().bus().read(DATA + 512L * i, 1), each.name());
            }
        }
    }

    @Test
    void aKickIsTraced() {
        final Lab lab = reads(2, 1).lab(PagingScheme.DIRECT, 1, 1, each -> disk(false));
        final TraceBuffer trace = lab.trace();
        lab.run(1_000_000);
        assertEquals(2, Lab.events(trace, EventKind.RING_KICK).stream().filter(event -> event.arg(0) == CHANNEL).count());
    }
}
