// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark.kernels;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.trapline.isa.Csr;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.mmu.Mmu;
import org.trapline.machine.platform.Platform;

/** Loads and stores under Sv39, with three levels of tables: where the TLB has the page, and where it has not. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class WaysToMemory {
    private static final long ROOT = Platform.RAM_BASE + 0x10_0000;
    private static final long MIDDLE = ROOT + 0x1000;
    private static final long LAST = ROOT + 0x2000;
    private static final long PAGE = ROOT + 0x3000;
    private static final long VA = 0x20_0000;
    private static final long SV39 = 8L << 60;
    private static final int POINTER = 1;
    /** Dirty, accessed, writable, readable, valid. */
    private static final int LEAF = 0xc7;
    private static final int PPN = 10;

    private final Machine machine = new Machine(MachineConfig.of(Isa.parse("rv64gc"), 8 << 20, c -> { }));
    private final Mmu mmu = machine.platform().harts().getFirst().mmu();

    /** Sets up tables, and loads and stores in S mode. */
    public WaysToMemory() {
        machine.boot(Platform.RAM_BASE, () -> {
            put(ROOT, MIDDLE, POINTER);
            put(MIDDLE + 8, LAST, POINTER);
            for (int i = 0; i < 512; i++) {
                put(LAST + 8 * i, PAGE, LEAF);
            }
        });
        var state = machine.platform().harts().getFirst().state();
        state.write(Csr.PMPADDR0, -1);
        state.write(Csr.PMPCFG0, 0x1f);
        state.write(Csr.SATP, SV39 | ROOT >>> 12);
        state.write(Csr.MSTATUS, state.read(Csr.MSTATUS) | (long) Privilege.S.code() << 11 | 1 << 17);
        mmu.store(VA, 8, 1);
    }

    private void put(long at, long to, int flags) {
        machine.platform().bus().write(at, 8, to >>> 12 << PPN | flags);
    }

    @Benchmark
    public long load() {
        return mmu.load(VA, 8);
    }

    @Benchmark
    public void store() {
        mmu.store(VA, 8, 5);
    }

    @Benchmark
    public long loadAcrossPages() {
        return mmu.load(VA + 0xffc, 8);
    }

    @Benchmark
    public long fenceAddressAndWalk() {
        mmu.fenceAddress(VA);
        return mmu.load(VA, 8);
    }

    @Benchmark
    public long fenceAllAndWalk() {
        mmu.fenceAll();
        return mmu.load(VA, 8);
    }

    @Benchmark
    public long peek() {
        return mmu.peek(VA);
    }
}
