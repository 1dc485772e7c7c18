// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.kernel.FpConvert;
import org.trapline.machine.memory.LittleEndian;

/** Steps that load, as the kernels in {@link org.trapline.machine.kernel.Memory} do, but from a page that the TLB knows. */
final class LoadNodes {
    private LoadNodes() {
    }

    /** What they have in common: a destination. */
    abstract static class Load extends MemoryNode {
        final int rd;

        Load(Block block, int index) {
            super(block, index);
            rd = Op.rd(block.code[index]);
        }
    }

    static final class Lb extends Load {
        Lb(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            long va = x[rs1] + imm;
            if (!readable(x, va, 1)) {
                return false;
            }
            x[rd] = readPage(va)[(int) va & OFFSET];
            return true;
        }
    }

    static final class Lh extends Load {
        Lh(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            long va = x[rs1] + imm;
            if (!readable(x, va, 2)) {
                return false;
            }
            x[rd] = LittleEndian.getShort(readPage(va), (int) va & OFFSET);
            return true;
        }
    }

    static final class Lw extends Load {
        Lw(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            long va = x[rs1] + imm;
            if (!readable(x, va, 4)) {
                return false;
            }
            x[rd] = LittleEndian.getInt(readPage(va), (int) va & OFFSET);
            return true;
        }
    }

    static final class Ld extends Load {
        Ld(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            long va = x[rs1] + imm;
            if (!readable(x, va, 8)) {
                return false;
            }
            x[rd] = LittleEndian.getLong(readPage(va), (int) va & OFFSET);
            return true;
        }
    }

    static final class Flw extends Load {
        Flw(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            long va = x[rs1] + imm;
            if (!readable(x, va, 4)) {
                return false;
            }
            x[rd] = FpConvert.fmv_w_x(LittleEndian.getInt(readPage(va), (int) va & OFFSET));
            return true;
        }
    }

    static final class Lbu extends Load {
        Lbu(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            long va = x[rs1] + imm;
            if (!readable(x, va, 1)) {
                return false;
            }
            x[rd] = readPage(va)[(int) va & OFFSET] & 0xff;
            return true;
        }
    }

    static final class Lhu extends Load {
        Lhu(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            long va = x[rs1] + imm;
            if (!readable(x, va, 2)) {
                return false;
            }
            x[rd] = LittleEndian.getShort(readPage(va), (int) va & OFFSET) & 0xffff;
            return true;
        }
    }

    static final class Lwu extends Load {
        Lwu(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            long va = x[rs1] + imm;
            if (!readable(x, va, 4)) {
                return false;
            }
            x[rd] = LittleEndian.getInt(readPage(va), (int) va & OFFSET) & 0xffff_ffffL;
            return true;
        }
    }
}
