// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import org.trapline.isa.Instruction;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.engine.Engines;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.platform.Platform;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.paravirt.DeviceRing;
import org.trapline.vmm.paravirt.DeviceRing.Operation;
import org.trapline.vmm.paravirt.Hypercall;
import org.trapline.vmm.paravirt.SharedPage;

/**
 * A guest for tests that makes hypercalls. Its memory has the program, one page each for the entry, the user's code and what is shared, tables that map all of
 * it where it is, and a page to spare.
 */
final class ParavirtGuest {
    static final long ENTRY = Platform.RAM_BASE + 0x2000;
    static final long USER = Platform.RAM_BASE + 0x3000;
    static final long SHARED = Platform.RAM_BASE + 0x4000;
    static final long SPARE = Platform.RAM_BASE + 0x5000;
    static final long KERNEL_ROOT = Platform.RAM_BASE + 0x1_0000;
    static final long MIDDLE = KERNEL_ROOT + 0x1000;
    static final long LEAVES = KERNEL_ROOT + 0x2000;
    static final long USER_ROOT = KERNEL_ROOT + 0x3000;
    static final long USER_MIDDLE = KERNEL_ROOT + 0x4000;
    static final long USER_LEAVES = KERNEL_ROOT + 0x5000;
    static final long TABLES_END = KERNEL_ROOT + 0x6000;
    static final long ALL = Pte.V | Pte.R | Pte.W | Pte.X | Pte.U | Pte.A | Pte.D;

    private static final int A7 = 17;

    final Program program = new Program();
    private final Map<Long, byte[]> image = new LinkedHashMap<>();

    /** Returns where the entry is that maps a page of the first 2 MiB for the kernel. */
    static long slot(final long page) {
        return LEAVES + (page - Platform.RAM_BASE >>> 12) * 8;
    }

    ParavirtGuest call(final Hypercall call, final long first, final long second) {
        program.li(A7, call.number()).li(Program.A0, first).li(Program.A1, second).add(Instruction.ECALL);
        return this;
    }

    ParavirtGuest keepResult(final int register) {
        program.add(Instruction.ADDI, register, Program.A0, 0);
        return this;
    }

    ParavirtGuest register() {
        return call(Hypercall.REGISTER, SHARED, ENTRY);
    }

    ParavirtGuest store(final SharedPage what, final long value) {
        program.li(Program.T5, SHARED).li(Program.T6, value).add(Instruction.SD, Program.T6, what.offset(), Program.T5);
        return this;
    }

    /** What follows is what the entry does. */
    ParavirtGuest atEntry() {
        program.add(Instruction.JAL, 0, 0);
        while (program.here() < ENTRY) {
            program.add(Instruction.ADDI, 0, 0, 0);
        }
        return this;
    }

    ParavirtGuest userCode(final Program code) {
        image.put(USER, code.bytes());
        return this;
    }

    ParavirtGuest text(final long gpa, final String text) {
        image.put(gpa, text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    ParavirtGuest listed(final long gpa, final long number, final long first, final long second) {
        image.put(gpa, ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putLong(number).putLong(first).putLong(second).array());
        return this;
    }

    /** Puts a doubleword into the memory that the guest boots with. */
    ParavirtGuest word(final long gpa, final long value) {
        image.put(gpa, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
        return this;
    }

    /** Puts a request into its place of the ring in a page. */
    ParavirtGuest request(final long ring, final int place, final Operation operation, final long count, final long sector, final long grant, final long offset) {
        final long at = ring + DeviceRing.REQUESTS + (long) DeviceRing.REQUEST_BYTES * place;
        return word(at, 100 + place).word(at + 8, operation.ordinal() | count << 8).word(at + 16, sector).word(at + 24, grant | offset << 32);
    }

    /** Puts a request that names a list of pieces into its place. */
    ParavirtGuest listed(final long ring, final int place, final Operation operation, final long count, final long sector, final long grant, final long offset) {
        request(ring, place, operation, count, sector, grant, offset);
        return word(ring + DeviceRing.REQUESTS + (long) DeviceRing.REQUEST_BYTES * place + 8, operation.ordinal() | DeviceRing.PIECES | count << 8);
    }

    /** Puts a piece into its place of a list. */
    ParavirtGuest piece(final long list, final int place, final long grant, final long offset, final long bytes) {
        final long at = list + (long) DeviceRing.PIECE_BYTES * place;
        return word(at, grant | offset << 32).word(at + 8, bytes);
    }

    /** Says how many requests there are in a ring. */
    ParavirtGuest put(final long ring, final long requests) {
        program.li(Program.T5, ring).li(Program.T6, requests).add(Instruction.SD, Program.T6, DeviceRing.REQUESTS_PUT.offset(), Program.T5);
        return this;
    }

    /** Waits until so many responses are in a ring. */
    ParavirtGuest await(final long ring, final long responses) {
        final long again = program.here();
        store(SharedPage.PENDING, 0);
        program.li(Program.T5, ring).add(Instruction.LD, Program.T6, DeviceRing.RESPONSES_PUT.offset(), Program.T5)
            .add(Instruction.ADDI, Program.T5, 0, responses);
        final long done = program.here();
        program.add(Instruction.ADDI, 0, 0, 0);
        call(Hypercall.IDLE, 0, 0);
        program.add(Instruction.JAL, 0, again - program.here());
        program.patch(done, Instruction.BGE, Program.T6, Program.T5, program.here() - done);
        return this;
    }

    Lab lab() {
        return lab(PagingScheme.DIRECT, 1, 1, lab -> List.of());
    }

    Lab lab(final PagingScheme paging, final int harts, final int vcpus, final Function<Lab, List<Supplier<VirtioDevice>>> devices) {
        return lab(Engines.byDefault(), paging, harts, vcpus, devices);
    }

    Lab lab(final Engines engines, final PagingScheme paging, final int harts, final int vcpus, final Function<Lab, List<Supplier<VirtioDevice>>> devices) {
        final Lab lab = Lab.paravirt(engines, paging, harts, vcpus, devices, program);
        final Domain domain = lab.guests.getFirst();
        prepare(domain);
        // The machine has booted with the program alone.
        domain.reset();
        return lab;
    }

    /** Gives a domain what it loads beside the program. */
    void prepare(final Domain domain) {
        image.forEach(domain::load);
        tables(domain);
    }

    private static void tables(final Domain domain) {
        final long gigabyte = (Platform.RAM_BASE >>> 30) * 8;
        pointer(domain, KERNEL_ROOT + gigabyte, MIDDLE);
        pointer(domain, MIDDLE, LEAVES);
        for (long page = Platform.RAM_BASE; page < Platform.RAM_BASE + Lab.GUEST_MEMORY; page += 0x1000) {
            final boolean table = page >= KERNEL_ROOT && page < TABLES_END;
            entry(domain, slot(page), Pte.of(page, table ? ALL & ~Pte.W : ALL));
        }
        pointer(domain, USER_ROOT + gigabyte, USER_MIDDLE);
        pointer(domain, USER_MIDDLE, USER_LEAVES);
        entry(domain, USER_LEAVES + slot(USER) - LEAVES, Pte.of(USER, ALL & ~Pte.W));
    }

    private static void pointer(final Domain domain, final long slot, final long table) {
        entry(domain, slot, Pte.of(table, Pte.V));
    }

    private static void entry(final Domain domain, final long slot, final long entry) {
        domain.load(slot, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(entry).array());
    }
}
