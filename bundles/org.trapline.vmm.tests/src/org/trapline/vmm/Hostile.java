// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.trapline.vmm.Program.A0;
import static org.trapline.vmm.Program.A1;
import static org.trapline.vmm.Program.T0;
import static org.trapline.vmm.Program.T1;
import static org.trapline.vmm.Program.T5;
import static org.trapline.vmm.Program.T6;

import java.util.Arrays;
import java.util.Random;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Mstatus;

/** Kinds of guests that mean harm: programs that never end, made from a random number. Their trap handler goes on behind whatever traps. */
enum Hostile {
    WILD_ACCESSES {
        @Override
        void step(final Program program, final Random random) {
            program.li(A0, address(random)).li(A1, random.nextLong());
            final Instruction access = ACCESSES[random.nextInt(ACCESSES.length)];
            switch (access.format()) {
                case LOAD -> program.add(access, A1, 0, A0);
                case STORE -> program.add(access, A1, 0, A0);
                case AMO -> program.add(access, A1, A1, A0, 0);
                case LR -> program.add(access, A1, A0, 0);
                case FLOAD, FSTORE -> program.add(access, 1, 0, A0);
                default -> program.add(Instruction.JALR, 0, 0, A0);
            }
            if (random.nextInt(20) == 0) {
                program.enter(random.nextInt(2));
            }
            if (random.nextInt(20) == 0) {
                program.add(Instruction.ECALL);
            }
        }
    },
    FORGED_TABLES {
        @Override
        void step(final Program program, final Random random) {
            for (int i = 0; i < 12; i++) {
                program.li(T5, TABLES + 0x1000L * random.nextInt(TABLE_PAGES) + 8L * slot(random)).li(T6, entry(random)).add(Instruction.SD, T6, 0, T5);
            }
            if (random.nextInt(3) != 0) {
                // A way to its own code, so that it gets on in other modes.
                program.li(T5, TABLES + 8 * (Platform.RAM_BASE >>> 30)).li(T6, Pte.of(Platform.RAM_BASE, 0xcf | (random.nextBoolean() ? Pte.U : 0)))
                    .add(Instruction.SD, T6, 0, T5);
            }
            final long root = random.nextInt(4) == 0 ? address(random) : TABLES + 0x1000L * random.nextInt(2);
            final int mode = random.nextInt(4) == 0 ? random.nextInt(16) : 8;
            program.csrw(random.nextInt(6) == 0 ? Csr.HGATP : Csr.SATP, (long) mode << 60 | (long) random.nextInt(3) << 44 | root >>> 12 & 0xfff_ffff_ffffL, T0);
            switch (random.nextInt(3)) {
                case 0 -> program.add(Instruction.SFENCE_VMA, 0, 0);
                case 1 -> program.add(Instruction.SFENCE_VMA, A0, A1);
                default -> program.add(Instruction.HFENCE_GVMA, 0, 0);
            }
            if (random.nextBoolean()) {
                program.li(T0, 1L << 17 | (long) random.nextInt(2) << 11).add(Instruction.CSRRS, 0, Csr.MSTATUS.number(), T0);
            } else {
                program.enter(random.nextInt(2));
            }
            for (int i = 0; i < 6; i++) {
                final long va = (long) slot(random) << 30 | (long) slot(random) << 21 | (long) slot(random) << 12 | 8L * random.nextInt(512);
                program.li(A0, va << 25 >> 25);
                program.add(random.nextBoolean() ? Instruction.LD : Instruction.SD, A1, 0, A0);
            }
            program.add(Instruction.ECALL).li(T0, 1L << 17).add(Instruction.CSRRC, 0, Csr.MSTATUS.number(), T0);
        }
    },
    SELF_MODIFYING {
        @Override
        void step(final Program program, final Random random) {
            // Into its own block, the very next instruction, another page, or data beside code.
            final long here = program.here() + 4 * 24;
            final long target = switch (random.nextInt(4)) {
                case 0 -> here + 4L * random.nextInt(3);
                case 1 -> here - 4L * random.nextInt(64);
                case 2 -> Platform.RAM_BASE + 0x1000 + random.nextInt(0x8000) & -4L;
                default -> here + 4L * random.nextInt(200);
            };
            program.li(A0, target).li(A1, plain(random)).add(Instruction.SW, A1, 0, A0);
            program.add(Instruction.ADDI, 12, 12, 1);
            if (random.nextInt(4) == 0) {
                program.add(Instruction.FENCE_I);
            }
            if (random.nextInt(6) == 0) {
                // Into what follows, or into the middle of an instruction.
                program.add(Instruction.AUIPC, A0, 0).add(Instruction.JALR, 0, 8 + 2L * random.nextInt(8), A0);
            }
            if (random.nextInt(10) == 0) {
                program.enter(random.nextInt(2));
            }
            if (random.nextInt(10) == 0) {
                program.add(Instruction.ECALL);
            }
        }
    },
    INTERRUPT_STORM {
        @Override
        void step(final Program program, final Random random) {
            final int hart = random.nextInt(2);
            switch (random.nextInt(7)) {
                case 0 -> program.li(A0, Platform.CLINT_BASE + 0x4000 + 8L * hart).add(Instruction.SD, 0, 0, A0);
                case 1 -> program.li(A0, Platform.CLINT_BASE + 4L * hart).li(A1, 1).add(Instruction.SW, A1, 0, A0);
                case 2 -> program.li(A0, Platform.SSWI_BASE + 4L * hart).li(A1, 1).add(Instruction.SW, A1, 0, A0);
                case 3 -> program.csrr(A1, Csr.TIME).add(Instruction.ADDI, A1, A1, random.nextInt(3)).li(A0, Platform.CLINT_BASE + 0x4000 + 8L * hart)
                    .add(Instruction.SD, A1, 0, A0);
                case 4 -> program.csrw(Csr.STIMECMP, 0, A0);
                case 5 -> program.csrw(Csr.MIDELEG, random.nextBoolean() ? -1 : 0, A0).csrw(Csr.MIP, -1, A0).csrw(Csr.SIE, -1, A0);
                default -> program.li(A0, Platform.PLIC_BASE + 4L * random.nextInt(0x800)).li(A1, -1).add(Instruction.SW, A1, 0, A0);
            }
            program.csrw(Csr.MIE, -1, A0).add(Instruction.CSRRSI, 0, Csr.MSTATUS.number(), 10);
            if (random.nextInt(5) == 0) {
                program.add(Instruction.WFI);
            }
            if (random.nextInt(8) == 0) {
                program.enter(random.nextInt(2)).add(Instruction.ECALL);
            }
        }
    },
    DEVICE_MEMORY {
        @Override
        void step(final Program program, final Random random) {
            final long device = Platform.VIRTIO_BASE + 0x1000L * random.nextInt(3);
            register(program, device, 0x70, 0);
            for (final long status : new long[] {3, 11}) {
                register(program, device, 0x70, status);
                register(program, device, 0x24, 1);
                register(program, device, 0x20, random.nextInt(4) == 0 ? random.nextInt() : 1);
            }
            register(program, device, 0x30, random.nextInt(6) == 0 ? random.nextInt() : 0);
            register(program, device, 0x38, random.nextInt(6) == 0 ? random.nextInt() : 8);
            // Rings at the end of a page, of the memory, over each other, or anywhere.
            final long rings = switch (random.nextInt(4)) {
                case 0 -> END - 0x10L * random.nextInt(40);
                case 1 -> address(random);
                default -> Platform.RAM_BASE + 0x2_0f00 + 0x10L * random.nextInt(20);
            };
            for (int i = 0; i < 3; i++) {
                final long ring = rings + 0x100L * i * random.nextInt(2);
                register(program, device, 0x80 + 0x10 * i, ring);
                register(program, device, 0x84 + 0x10 * i, ring >>> 32);
            }
            // Chains with loops, of devices, of others' memory, of huge lengths.
            for (int i = 0; i < 8; i++) {
                program.li(T5, rings + 16L * i).li(T6, address(random)).add(Instruction.SD, T6, 0, T5);
                program.li(T6, (random.nextBoolean() ? 16 + random.nextInt(1024) : random.nextInt()) & 0xffff_ffffL
                    | (long) random.nextInt(8) << 32 | (long) random.nextInt(random.nextInt(8) == 0 ? 0xffff : 9) << 48).add(Instruction.SD, T6, 8, T5);
            }
            program.li(T5, rings + 0x100).li(T6, random.nextLong() & 0x0007_0007_0007_ffffL).add(Instruction.SD, T6, 0, T5);
            register(program, device, 0x44, 1);
            register(program, device, 0x70, 15);
            register(program, device, 0x50, random.nextInt(8) == 0 ? random.nextInt() : 0);
            // So that the device gets to it.
            program.li(A0, 200).add(Instruction.ADDI, A0, A0, -1).add(Instruction.BNE, A0, 0, -4);
        }
    },
    PRIVILEGED_STATE {
        @Override
        void step(final Program program, final Random random) {
            Csr csr = CSRS[random.nextInt(CSRS.length)];
            while (csr == Csr.MTVEC) {
                csr = CSRS[random.nextInt(CSRS.length)];
            }
            program.li(A0, random.nextBoolean() ? -1 : random.nextBoolean() ? random.nextLong() : 1L << random.nextInt(64));
            program.add(random.nextBoolean() ? Instruction.CSRRW : random.nextBoolean() ? Instruction.CSRRS : Instruction.CSRRC, A1, csr.number(), A0);
            program.li(A0, address(random));
            switch (random.nextInt(8)) {
                case 0 -> program.add(Instruction.HLV_D, A1, A0);
                case 1 -> program.add(Instruction.HSV_D, A1, A0);
                case 2 -> program.add(Instruction.HLVX_WU, A1, A0);
                case 3 -> program.add(random.nextBoolean() ? Instruction.HFENCE_GVMA : Instruction.HFENCE_VVMA, A0, A1);
                case 4 -> program.add(Instruction.AUIPC, A0, 0).add(Instruction.ADDI, A0, A0, 20).csrw(Csr.MEPC, A0).csrw(Csr.SEPC, A0)
                    .add(random.nextBoolean() ? Instruction.MRET : Instruction.SRET);
                case 5 -> program.add(Instruction.SFENCE_VMA, A0, A1);
                case 6 -> program.add(random.nextBoolean() ? Instruction.ECALL : Instruction.WFI);
                default -> program.add(random.nextBoolean() ? Instruction.SD : Instruction.LD, A1, 0, A0);
            }
        }
    };

    /** What its harts know; those of its host no less. */
    static final Isa ISA = Isa.parse("rv64g_zba_zbb_zbs_sstc_h");
    static final long END = Platform.RAM_BASE + Lab.GUEST_MEMORY;

    private static final long TABLES = Platform.RAM_BASE + 0x8_0000;
    private static final int TABLE_PAGES = 6;
    private static final int STEPS = 60;
    private static final Csr[] CSRS = Arrays.stream(Csr.values()).filter(csr -> csr.isIn(ISA)).toArray(Csr[]::new);
    private static final Instruction[] ACCESSES = {Instruction.LB, Instruction.LH, Instruction.LW, Instruction.LD, Instruction.SB, Instruction.SH,
        Instruction.SW, Instruction.SD, Instruction.SD, Instruction.AMOADD_D, Instruction.AMOSWAP_W, Instruction.LR_D, Instruction.FLD, Instruction.FSD,
        Instruction.JALR};
    private static final Instruction[] PLAIN = Arrays.stream(Instruction.values()).filter(ISA::has).filter(each -> each.bytes() == 4
        && (each.format() == Format.R || each.format() == Format.I || each.format() == Format.NULLARY)).toArray(Instruction[]::new);

    private static final Cause[] FETCH_FAULTS = {Cause.INSTRUCTION_ADDRESS_MISALIGNED, Cause.INSTRUCTION_ACCESS_FAULT, Cause.INSTRUCTION_PAGE_FAULT,
        Cause.INSTRUCTION_GUEST_PAGE_FAULT};

    abstract void step(Program program, Random random);

    /** Makes a guest of the kind. */
    Program program(final long seed) {
        final Random random = new Random(seed * 31 + ordinal());
        final Program program = new Program();
        final long jump = program.here();
        program.word(0);
        final long handler = program.here();
        // Interrupts stay pending, and come again; after a fault of a fetch, and after ecall, it goes on in machine mode.
        program.csrr(T6, Csr.MCAUSE).add(Instruction.BGE, T6, 0, 8).add(Instruction.MRET);
        program.add(Instruction.ADDI, T6, T6, -8).add(Instruction.SLTIU, T6, T6, 4);
        program.add(Instruction.BEQ, T6, 0, 16);
        program.add(Instruction.LUI, T6, 2).add(Instruction.ADDI, T6, T6, -2048).add(Instruction.CSRRS, 0, Csr.MSTATUS.number(), T6);
        final long[] fetches = new long[FETCH_FAULTS.length];
        for (int i = 0; i < fetches.length; i++) {
            program.csrr(T6, Csr.MCAUSE).add(Instruction.ADDI, T6, T6, -FETCH_FAULTS[i].value());
            fetches[i] = program.here();
            program.word(0);
        }
        program.csrr(T6, Csr.MEPC).add(Instruction.ADDI, T6, T6, 4).csrw(Csr.MEPC, T6).add(Instruction.MRET);
        for (final long fetch : fetches) {
            program.patch(fetch, Instruction.BEQ, T6, 0, program.here() - fetch);
        }
        program.csrw(Csr.MEPC, 8).add(Instruction.LUI, T6, 2).add(Instruction.ADDI, T6, T6, -2048).add(Instruction.CSRRS, 0, Csr.MSTATUS.number(), T6)
            .add(Instruction.MRET);
        program.patch(jump, Instruction.JAL, 0, program.here() - jump);
        program.csrw(Csr.MTVEC, handler, T0).openMemory().li(T0, Mstatus.FS).add(Instruction.CSRRS, 0, Csr.MSTATUS.number(), T0);
        program.csrw(Csr.MENVCFG, -1, T0).csrw(Csr.MCOUNTEREN, -1, T0);
        program.add(Instruction.AUIPC, 8, 0).add(Instruction.ADDI, 8, 8, 8);
        final long body = program.here();
        for (int i = 0; i < STEPS; i++) {
            step(program, random);
        }
        // Back to the start, from whatever mode.
        return program.add(Instruction.ECALL).add(Instruction.JALR, 0, 0, 8).add(Instruction.JAL, 0, body - program.here() - 4);
    }

    private static void register(final Program program, final long device, final int offset, final long value) {
        program.li(A0, device + offset).li(A1, value & 0xffff_ffffL).add(Instruction.SW, A1, 0, A0);
    }

    /** Where there is something to gain: the VMM, neighbours and tables where the host has them, devices, ends; and anywhere. */
    private static long address(final Random random) {
        final long[] devices = {Platform.CLINT_BASE, Platform.PLIC_BASE, Platform.UART_BASE, Platform.VIRTIO_BASE, Platform.SSWI_BASE, Platform.RTC_BASE};
        final long found = switch (random.nextInt(8)) {
            case 0 -> Platform.RAM_BASE + random.nextInt((int) Hypervisor.OWN_MEMORY);
            case 1, 2 -> Platform.RAM_BASE + random.nextInt(32 << 20);
            case 3 -> devices[random.nextInt(devices.length)] + random.nextInt(0x5000);
            case 4 -> END - 16 + random.nextInt(32);
            case 5 -> 1L << random.nextInt(64);
            case 6 -> random.nextInt(0x1000) - 0x800;
            default -> random.nextLong();
        };
        return random.nextInt(4) == 0 ? found : found & -8;
    }

    private static int slot(final Random random) {
        return random.nextInt(4) == 0 ? random.nextInt(512) : random.nextInt(3);
    }

    private static long entry(final Random random) {
        final long page = TABLES + 0x1000L * random.nextInt(TABLE_PAGES);
        return switch (random.nextInt(8)) {
            // To itself or others of its tables.
            case 0, 1 -> Pte.of(page, Pte.V);
            // To a page, a superpage that is misaligned, the VMM, a neighbour, a device.
            case 2 -> Pte.of(page, 0xdf);
            case 3 -> Pte.of(Platform.RAM_BASE + 0x1000L * random.nextInt(8192), 0xc1 | random.nextInt(32));
            case 4 -> Pte.of(address(random) & 0xff_ffff_f000L, random.nextInt(256) | 1);
            // Reserved bits, and nothing that makes sense.
            case 5 -> Pte.of(page, 0xdf) | 1L << 54 + random.nextInt(10);
            case 6 -> Pte.of(page, 0xd5);
            default -> random.nextLong();
        };
    }

    private static long plain(final Random random) {
        final Instruction each = PLAIN[random.nextInt(PLAIN.length)];
        return switch (each.format()) {
            case R -> each.encode(12 + random.nextInt(16), random.nextInt(30), random.nextInt(30));
            case I -> each.encode(12 + random.nextInt(16), random.nextInt(30), random.nextInt(4096) - 2048);
            default -> random.nextInt(4) == 0 ? random.nextInt() : each.encode();
        };
    }
}
