// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Instruction;
import org.trapline.machine.device.virtio.VirtioMmio;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.storage.DiskImage;

/** What a virtual machine's disk reaches: its own memory, wherever its driver points. */
class DeviceMemoryTest {
    private static final long RINGS = Platform.RAM_BASE + 0x1000;
    private static final long HEADER = Platform.RAM_BASE + 0x2000;
    private static final long STATUS = Platform.RAM_BASE + 0x2100;
    private static final long DATA = Platform.RAM_BASE + 0x3000;
    private static final int NEEDS_RESET = 0x40;

    private Lab lab;
    private Domain domain;
    private Domain neighbour;
    private Bus bus;

    @BeforeEach
    void createNeighbours() throws IOException {
        final DiskImage disk = DiskImage.blank(1 << 20);
        final byte[] contents = new byte[512];
        Arrays.fill(contents, (byte) 0x77);
        disk.write(0, contents, 0, contents.length);
        lab = Lab.of(new Program().add(Instruction.JAL, 0, 0));
        domain = lab.hypervisor.create(new DomainConfig("one", 1, Lab.ISA, 1, Lab.GUEST_MEMORY, false, true, c -> { })
            .withVirtio(List.of(() -> new VirtioBlock(disk, false, "one"))));
        neighbour = lab.hypervisor.create(new DomainConfig("two", 2, Lab.ISA, 1, Lab.GUEST_MEMORY, false, true, c -> { }));
        bus = domain.platform().bus();
    }

    private void register(final int offset, final long value) {
        bus.write(Platform.VIRTIO_BASE + offset, 4, value & 0xffff_ffffL);
    }

    private long status() {
        return bus.read(Platform.VIRTIO_BASE + 0x70, 4);
    }

    private void start(final long rings) {
        register(0x70, 0);
        register(0x70, 3);
        register(0x24, 1);
        register(0x20, 1);
        register(0x70, 11);
        register(0x30, 0);
        register(0x38, 8);
        final long[] places = {rings, rings + 0x100, rings + 0x200};
        for (int i = 0; i < places.length; i++) {
            register(0x80 + 0x10 * i, places[i]);
            register(0x84 + 0x10 * i, places[i] >>> 32);
        }
        register(0x44, 1);
        register(0x70, 15);
    }

    /** Reads a sector of the disk to an address. */
    private void read(final long gpa) {
        bus.load(RINGS, new byte[0x300]);
        start(RINGS);
        final long[][] chain = {{HEADER, 16, 1}, {gpa, 512, 3}, {STATUS, 1, 2}};
        for (int i = 0; i < chain.length; i++) {
            bus.write(RINGS + 16L * i, 8, chain[i][0]);
            bus.write(RINGS + 16L * i + 8, 4, chain[i][1]);
            bus.write(RINGS + 16L * i + 12, 4, chain[i][2] | i + 1L << 16);
        }
        bus.write(RINGS + 0x102, 2, 1);
        register(0x50, 0);
        final VirtioMmio device = domain.platform().virtio().getFirst();
        lab.machine.platform().hart(0).skipTo(10_000_000);
        device.advance();
    }

    @Test
    void aDriverReachesItsOwnMemory() {
        read(DATA);
        final byte[] expected = new byte[512];
        Arrays.fill(expected, (byte) 0x77);
        assertArrayEquals(expected, bus.dump(DATA, 512));
        assertArrayEquals(expected, lab.machine.platform().bus().dump(domain.memory().hpa() + 0x3000, 512), "it is a part of the host's");
        assertEquals(15, status());
    }

    @Test
    void noAddressLeadsToANeighbour() {
        final Bus host = lab.machine.platform().bus();
        final byte[] before = host.dump(neighbour.memory().hpa(), (int) Lab.GUEST_MEMORY);
        final long distance = neighbour.memory().hpa() - domain.memory().hpa();
        for (final long gpa : new long[] {Platform.RAM_BASE + distance, neighbour.memory().hpa(), Platform.RAM_BASE + Lab.GUEST_MEMORY,
            Platform.RAM_BASE + Lab.GUEST_MEMORY - 511, Platform.RAM_BASE - distance, domain.memory().hpa() + Lab.GUEST_MEMORY}) {
            read(gpa);
            assertTrue((status() & NEEDS_RESET) != 0, "0x" + Long.toHexString(gpa));
        }
        assertArrayEquals(before, host.dump(neighbour.memory().hpa(), (int) Lab.GUEST_MEMORY));
    }

    @Test
    void ringsLieInTheGuestsOwnMemory() {
        for (final long gpa : new long[] {neighbour.memory().hpa(), Platform.RAM_BASE + Lab.GUEST_MEMORY, Platform.PLIC_BASE}) {
            start(gpa);
            assertTrue((status() & NEEDS_RESET) != 0, "0x" + Long.toHexString(gpa));
        }
    }
}
