// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.machine.memory.LittleEndian;

/** Steps that store, as the kernels in {@link org.trapline.machine.kernel.Memory} do, but to a page that the TLB knows. */
final class StoreNodes {
    private StoreNodes() {
    }

    /** What they have in common: the register that is stored. */
    abstract static class Store extends MemoryNode {
        final int rs2;

        Store(Block block, int index) {
            super(block, index);
            rs2 = Op.rs2(block.code[index]);
        }
    }

    static final class Sb extends Store {
        Sb(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            long va = x[rs1] + imm;
            if (!writable(x, va, 1)) {
                return false;
            }
            writePage(va)[(int) va & OFFSET] = (byte) x[rs2];
            return true;
        }
    }

    static final class Sh extends Store {
        Sh(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            long va = x[rs1] + imm;
            if (!writable(x, va, 2)) {
                return false;
            }
            LittleEndian.putShort(writePage(va), (int) va & OFFSET, (short) x[rs2]);
            return true;
        }
    }

    static final class Sw extends Store {
        Sw(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            long va = x[rs1] + imm;
            if (!writable(x, va, 4)) {
                return false;
            }
            LittleEndian.putInt(writePage(va), (int) va & OFFSET, (int) x[rs2]);
            return true;
        }
    }

    static final class Sd extends Store {
        Sd(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            long va = x[rs1] + imm;
            if (!writable(x, va, 8)) {
                return false;
            }
            LittleEndian.putLong(writePage(va), (int) va & OFFSET, x[rs2]);
            return true;
        }
    }
}
