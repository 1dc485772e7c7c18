// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

/**
 * Steps that do two operations which often follow each other, so that the interpreter goes from step to step less often. They only put two
 * other steps together; which pairs there are is a matter of how often compilers produce them.
 */
final class PairNodes {
    private PairNodes() {
    }

    /**
     * Returns a step that does two others, the second of which follows the first.
     * @return null if these two are not among the pairs
     */
    static Node of(int firstOpcode, Node first, int secondOpcode, Node second) {
        return switch (firstOpcode << 8 | secondOpcode) {
            case Op.ADDI << 8 | Op.ADDI -> new AddiAddi(first, second);
            case Op.ADDI << 8 | Op.ADD -> new AddiAdd(first, second);
            case Op.ADDI << 8 | Op.ADDW -> new AddiAddw(first, second);
            case Op.ADDI << 8 | Op.ADDIW -> new AddiAddiw(first, second);
            case Op.ADDI << 8 | Op.MULW -> new AddiMulw(first, second);
            case Op.ADDI << 8 | Op.MUL -> new AddiMul(first, second);
            case Op.ADDI << 8 | Op.SLLI -> new AddiSlli(first, second);
            case Op.ADD << 8 | Op.ADD -> new AddAdd(first, second);
            case Op.ADD << 8 | Op.ADDI -> new AddAddi(first, second);
            case Op.ADDW << 8 | Op.ADDW -> new AddwAddw(first, second);
            case Op.ADDW << 8 | Op.ADDIW -> new AddwAddiw(first, second);
            case Op.ADDIW << 8 | Op.ADDIW -> new AddiwAddiw(first, second);
            case Op.ADDIW << 8 | Op.ADDI -> new AddiwAddi(first, second);
            case Op.SLLI << 8 | Op.ADD -> new SlliAdd(first, second);
            case Op.SLLI << 8 | Op.SRLI -> new SlliSrli(first, second);
            case Op.SRLI << 8 | Op.SRLI -> new SrliSrli(first, second);
            case Op.SRLI << 8 | Op.ANDI -> new SrliAndi(first, second);
            case Op.ANDI << 8 | Op.SRLI -> new AndiSrli(first, second);
            case Op.SLLI << 8 | Op.SLLI -> new SlliSlli(first, second);
            case Op.OR << 8 | Op.OR -> new OrOr(first, second);
            case Op.XOR << 8 | Op.XOR -> new XorXor(first, second);
            case Op.XOR << 8 | Op.AND -> new XorAnd(first, second);
            case Op.AND << 8 | Op.XOR -> new AndXor(first, second);
            case Op.XOR << 8 | Op.ANDI -> new XorAndi(first, second);
            case Op.XOR << 8 | Op.ADDW -> new XorAddw(first, second);
            case Op.AND << 8 | Op.OR -> new AndOr(first, second);
            case Op.SLLIW << 8 | Op.SRLIW -> new SlliwSrliw(first, second);
            case Op.SLLIW << 8 | Op.SLLIW -> new SlliwSlliw(first, second);
            case Op.SRLIW << 8 | Op.SRLIW -> new SrliwSrliw(first, second);
            case Op.SRLIW << 8 | Op.SLLIW -> new SrliwSlliw(first, second);
            case Op.SRLIW << 8 | Op.OR -> new SrliwOr(first, second);
            case Op.SLLIW << 8 | Op.OR -> new SlliwOr(first, second);
            case Op.SRLIW << 8 | Op.XOR -> new SrliwXor(first, second);
            case Op.MULW << 8 | Op.ADDW -> new MulwAddw(first, second);
            case Op.MUL << 8 | Op.ADD -> new MulAdd(first, second);
            case Op.ADDI << 8 | Op.BNE -> new AddiBne(first, second);
            case Op.ADDI << 8 | Op.BEQ -> new AddiBeq(first, second);
            case Op.ADDI << 8 | Op.BLT -> new AddiBlt(first, second);
            case Op.ADDI << 8 | Op.BGE -> new AddiBge(first, second);
            case Op.ADDI << 8 | Op.BLTU -> new AddiBltu(first, second);
            case Op.ADDI << 8 | Op.BGEU -> new AddiBgeu(first, second);
            case Op.ADDIW << 8 | Op.BNE -> new AddiwBne(first, second);
            case Op.ADDIW << 8 | Op.BEQ -> new AddiwBeq(first, second);
            case Op.ADDIW << 8 | Op.BLT -> new AddiwBlt(first, second);
            case Op.ADD << 8 | Op.BNE -> new AddBne(first, second);
            case Op.ADD << 8 | Op.BLTU -> new AddBltu(first, second);
            case Op.ADD << 8 | Op.BGEU -> new AddBgeu(first, second);
            case Op.ADDW << 8 | Op.BNE -> new AddwBne(first, second);
            case Op.ANDI << 8 | Op.BEQ -> new AndiBeq(first, second);
            case Op.ANDI << 8 | Op.BNE -> new AndiBne(first, second);
            case Op.SRLI << 8 | Op.BEQ -> new SrliBeq(first, second);
            case Op.AND << 8 | Op.BNE -> new AndBne(first, second);
            case Op.AND << 8 | Op.BEQ -> new AndBeq(first, second);
            case Op.LW << 8 | Op.LW -> new LwLw(first, second);
            case Op.LD << 8 | Op.LD -> new LdLd(first, second);
            case Op.LH << 8 | Op.LH -> new LhLh(first, second);
            case Op.LW << 8 | Op.ADDI -> new LwAddi(first, second);
            case Op.LD << 8 | Op.ADDI -> new LdAddi(first, second);
            case Op.LBU << 8 | Op.ADDI -> new LbuAddi(first, second);
            case Op.LW << 8 | Op.ADD -> new LwAdd(first, second);
            case Op.LD << 8 | Op.ADD -> new LdAdd(first, second);
            case Op.LW << 8 | Op.SLLI -> new LwSlli(first, second);
            case Op.LD << 8 | Op.SD -> new LdSd(first, second);
            case Op.LBU << 8 | Op.BEQ -> new LbuBeq(first, second);
            case Op.LBU << 8 | Op.BNE -> new LbuBne(first, second);
            case Op.LD << 8 | Op.BEQ -> new LdBeq(first, second);
            case Op.LD << 8 | Op.BNE -> new LdBne(first, second);
            case Op.LW << 8 | Op.BEQ -> new LwBeq(first, second);
            case Op.LW << 8 | Op.BNE -> new LwBne(first, second);
            case Op.LH << 8 | Op.BNE -> new LhBne(first, second);
            case Op.ADDI << 8 | Op.LW -> new AddiLw(first, second);
            case Op.ADDI << 8 | Op.LD -> new AddiLd(first, second);
            case Op.ADDI << 8 | Op.LBU -> new AddiLbu(first, second);
            case Op.ADD << 8 | Op.LW -> new AddLw(first, second);
            case Op.ADD << 8 | Op.LD -> new AddLd(first, second);
            case Op.ADD << 8 | Op.LBU -> new AddLbu(first, second);
            case Op.SW << 8 | Op.SW -> new SwSw(first, second);
            case Op.SD << 8 | Op.SD -> new SdSd(first, second);
            case Op.SB << 8 | Op.ADD -> new SbAdd(first, second);
            case Op.SB << 8 | Op.ADDI -> new SbAddi(first, second);
            case Op.SD << 8 | Op.ADDI -> new SdAddi(first, second);
            case Op.SW << 8 | Op.ADDI -> new SwAddi(first, second);
            case Op.SB << 8 | Op.BNE -> new SbBne(first, second);
            case Op.ADDI << 8 | Op.SB -> new AddiSb(first, second);
            case Op.ADDI << 8 | Op.SW -> new AddiSw(first, second);
            case Op.ADDI << 8 | Op.SD -> new AddiSd(first, second);
            default -> null;
        };
    }

    private static final class AddiAddi extends Node {
        private final ImmediateNodes.Addi first;
        private final ImmediateNodes.Addi second;

        AddiAddi(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (ImmediateNodes.Addi) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiAdd extends Node {
        private final ImmediateNodes.Addi first;
        private final RegisterNodes.Add second;

        AddiAdd(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (RegisterNodes.Add) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiAddw extends Node {
        private final ImmediateNodes.Addi first;
        private final RegisterNodes.Addw second;

        AddiAddw(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (RegisterNodes.Addw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiAddiw extends Node {
        private final ImmediateNodes.Addi first;
        private final ImmediateNodes.Addiw second;

        AddiAddiw(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (ImmediateNodes.Addiw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiMulw extends Node {
        private final ImmediateNodes.Addi first;
        private final RegisterNodes.Mulw second;

        AddiMulw(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (RegisterNodes.Mulw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiMul extends Node {
        private final ImmediateNodes.Addi first;
        private final RegisterNodes.Mul second;

        AddiMul(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (RegisterNodes.Mul) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiSlli extends Node {
        private final ImmediateNodes.Addi first;
        private final ImmediateNodes.Slli second;

        AddiSlli(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (ImmediateNodes.Slli) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddAdd extends Node {
        private final RegisterNodes.Add first;
        private final RegisterNodes.Add second;

        AddAdd(Node first, Node second) {
            this.first = (RegisterNodes.Add) first;
            this.second = (RegisterNodes.Add) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddAddi extends Node {
        private final RegisterNodes.Add first;
        private final ImmediateNodes.Addi second;

        AddAddi(Node first, Node second) {
            this.first = (RegisterNodes.Add) first;
            this.second = (ImmediateNodes.Addi) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddwAddw extends Node {
        private final RegisterNodes.Addw first;
        private final RegisterNodes.Addw second;

        AddwAddw(Node first, Node second) {
            this.first = (RegisterNodes.Addw) first;
            this.second = (RegisterNodes.Addw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddwAddiw extends Node {
        private final RegisterNodes.Addw first;
        private final ImmediateNodes.Addiw second;

        AddwAddiw(Node first, Node second) {
            this.first = (RegisterNodes.Addw) first;
            this.second = (ImmediateNodes.Addiw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiwAddiw extends Node {
        private final ImmediateNodes.Addiw first;
        private final ImmediateNodes.Addiw second;

        AddiwAddiw(Node first, Node second) {
            this.first = (ImmediateNodes.Addiw) first;
            this.second = (ImmediateNodes.Addiw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiwAddi extends Node {
        private final ImmediateNodes.Addiw first;
        private final ImmediateNodes.Addi second;

        AddiwAddi(Node first, Node second) {
            this.first = (ImmediateNodes.Addiw) first;
            this.second = (ImmediateNodes.Addi) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SlliAdd extends Node {
        private final ImmediateNodes.Slli first;
        private final RegisterNodes.Add second;

        SlliAdd(Node first, Node second) {
            this.first = (ImmediateNodes.Slli) first;
            this.second = (RegisterNodes.Add) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SlliSrli extends Node {
        private final ImmediateNodes.Slli first;
        private final ImmediateNodes.Srli second;

        SlliSrli(Node first, Node second) {
            this.first = (ImmediateNodes.Slli) first;
            this.second = (ImmediateNodes.Srli) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SrliSrli extends Node {
        private final ImmediateNodes.Srli first;
        private final ImmediateNodes.Srli second;

        SrliSrli(Node first, Node second) {
            this.first = (ImmediateNodes.Srli) first;
            this.second = (ImmediateNodes.Srli) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SrliAndi extends Node {
        private final ImmediateNodes.Srli first;
        private final ImmediateNodes.Andi second;

        SrliAndi(Node first, Node second) {
            this.first = (ImmediateNodes.Srli) first;
            this.second = (ImmediateNodes.Andi) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AndiSrli extends Node {
        private final ImmediateNodes.Andi first;
        private final ImmediateNodes.Srli second;

        AndiSrli(Node first, Node second) {
            this.first = (ImmediateNodes.Andi) first;
            this.second = (ImmediateNodes.Srli) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SlliSlli extends Node {
        private final ImmediateNodes.Slli first;
        private final ImmediateNodes.Slli second;

        SlliSlli(Node first, Node second) {
            this.first = (ImmediateNodes.Slli) first;
            this.second = (ImmediateNodes.Slli) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class OrOr extends Node {
        private final RegisterNodes.Or first;
        private final RegisterNodes.Or second;

        OrOr(Node first, Node second) {
            this.first = (RegisterNodes.Or) first;
            this.second = (RegisterNodes.Or) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class XorXor extends Node {
        private final RegisterNodes.Xor first;
        private final RegisterNodes.Xor second;

        XorXor(Node first, Node second) {
            this.first = (RegisterNodes.Xor) first;
            this.second = (RegisterNodes.Xor) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class XorAnd extends Node {
        private final RegisterNodes.Xor first;
        private final RegisterNodes.And second;

        XorAnd(Node first, Node second) {
            this.first = (RegisterNodes.Xor) first;
            this.second = (RegisterNodes.And) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AndXor extends Node {
        private final RegisterNodes.And first;
        private final RegisterNodes.Xor second;

        AndXor(Node first, Node second) {
            this.first = (RegisterNodes.And) first;
            this.second = (RegisterNodes.Xor) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class XorAndi extends Node {
        private final RegisterNodes.Xor first;
        private final ImmediateNodes.Andi second;

        XorAndi(Node first, Node second) {
            this.first = (RegisterNodes.Xor) first;
            this.second = (ImmediateNodes.Andi) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class XorAddw extends Node {
        private final RegisterNodes.Xor first;
        private final RegisterNodes.Addw second;

        XorAddw(Node first, Node second) {
            this.first = (RegisterNodes.Xor) first;
            this.second = (RegisterNodes.Addw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AndOr extends Node {
        private final RegisterNodes.And first;
        private final RegisterNodes.Or second;

        AndOr(Node first, Node second) {
            this.first = (RegisterNodes.And) first;
            this.second = (RegisterNodes.Or) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SlliwSrliw extends Node {
        private final ImmediateNodes.Slliw first;
        private final ImmediateNodes.Srliw second;

        SlliwSrliw(Node first, Node second) {
            this.first = (ImmediateNodes.Slliw) first;
            this.second = (ImmediateNodes.Srliw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SlliwSlliw extends Node {
        private final ImmediateNodes.Slliw first;
        private final ImmediateNodes.Slliw second;

        SlliwSlliw(Node first, Node second) {
            this.first = (ImmediateNodes.Slliw) first;
            this.second = (ImmediateNodes.Slliw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SrliwSrliw extends Node {
        private final ImmediateNodes.Srliw first;
        private final ImmediateNodes.Srliw second;

        SrliwSrliw(Node first, Node second) {
            this.first = (ImmediateNodes.Srliw) first;
            this.second = (ImmediateNodes.Srliw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SrliwSlliw extends Node {
        private final ImmediateNodes.Srliw first;
        private final ImmediateNodes.Slliw second;

        SrliwSlliw(Node first, Node second) {
            this.first = (ImmediateNodes.Srliw) first;
            this.second = (ImmediateNodes.Slliw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SrliwOr extends Node {
        private final ImmediateNodes.Srliw first;
        private final RegisterNodes.Or second;

        SrliwOr(Node first, Node second) {
            this.first = (ImmediateNodes.Srliw) first;
            this.second = (RegisterNodes.Or) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SlliwOr extends Node {
        private final ImmediateNodes.Slliw first;
        private final RegisterNodes.Or second;

        SlliwOr(Node first, Node second) {
            this.first = (ImmediateNodes.Slliw) first;
            this.second = (RegisterNodes.Or) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SrliwXor extends Node {
        private final ImmediateNodes.Srliw first;
        private final RegisterNodes.Xor second;

        SrliwXor(Node first, Node second) {
            this.first = (ImmediateNodes.Srliw) first;
            this.second = (RegisterNodes.Xor) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class MulwAddw extends Node {
        private final RegisterNodes.Mulw first;
        private final RegisterNodes.Addw second;

        MulwAddw(Node first, Node second) {
            this.first = (RegisterNodes.Mulw) first;
            this.second = (RegisterNodes.Addw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class MulAdd extends Node {
        private final RegisterNodes.Mul first;
        private final RegisterNodes.Add second;

        MulAdd(Node first, Node second) {
            this.first = (RegisterNodes.Mul) first;
            this.second = (RegisterNodes.Add) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiBne extends Node {
        private final ImmediateNodes.Addi first;
        private final BranchNodes.Bne second;

        AddiBne(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (BranchNodes.Bne) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiBeq extends Node {
        private final ImmediateNodes.Addi first;
        private final BranchNodes.Beq second;

        AddiBeq(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (BranchNodes.Beq) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiBlt extends Node {
        private final ImmediateNodes.Addi first;
        private final BranchNodes.Blt second;

        AddiBlt(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (BranchNodes.Blt) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiBge extends Node {
        private final ImmediateNodes.Addi first;
        private final BranchNodes.Bge second;

        AddiBge(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (BranchNodes.Bge) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiBltu extends Node {
        private final ImmediateNodes.Addi first;
        private final BranchNodes.Bltu second;

        AddiBltu(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (BranchNodes.Bltu) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiBgeu extends Node {
        private final ImmediateNodes.Addi first;
        private final BranchNodes.Bgeu second;

        AddiBgeu(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (BranchNodes.Bgeu) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiwBne extends Node {
        private final ImmediateNodes.Addiw first;
        private final BranchNodes.Bne second;

        AddiwBne(Node first, Node second) {
            this.first = (ImmediateNodes.Addiw) first;
            this.second = (BranchNodes.Bne) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiwBeq extends Node {
        private final ImmediateNodes.Addiw first;
        private final BranchNodes.Beq second;

        AddiwBeq(Node first, Node second) {
            this.first = (ImmediateNodes.Addiw) first;
            this.second = (BranchNodes.Beq) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiwBlt extends Node {
        private final ImmediateNodes.Addiw first;
        private final BranchNodes.Blt second;

        AddiwBlt(Node first, Node second) {
            this.first = (ImmediateNodes.Addiw) first;
            this.second = (BranchNodes.Blt) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddBne extends Node {
        private final RegisterNodes.Add first;
        private final BranchNodes.Bne second;

        AddBne(Node first, Node second) {
            this.first = (RegisterNodes.Add) first;
            this.second = (BranchNodes.Bne) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddBltu extends Node {
        private final RegisterNodes.Add first;
        private final BranchNodes.Bltu second;

        AddBltu(Node first, Node second) {
            this.first = (RegisterNodes.Add) first;
            this.second = (BranchNodes.Bltu) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddBgeu extends Node {
        private final RegisterNodes.Add first;
        private final BranchNodes.Bgeu second;

        AddBgeu(Node first, Node second) {
            this.first = (RegisterNodes.Add) first;
            this.second = (BranchNodes.Bgeu) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddwBne extends Node {
        private final RegisterNodes.Addw first;
        private final BranchNodes.Bne second;

        AddwBne(Node first, Node second) {
            this.first = (RegisterNodes.Addw) first;
            this.second = (BranchNodes.Bne) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AndiBeq extends Node {
        private final ImmediateNodes.Andi first;
        private final BranchNodes.Beq second;

        AndiBeq(Node first, Node second) {
            this.first = (ImmediateNodes.Andi) first;
            this.second = (BranchNodes.Beq) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AndiBne extends Node {
        private final ImmediateNodes.Andi first;
        private final BranchNodes.Bne second;

        AndiBne(Node first, Node second) {
            this.first = (ImmediateNodes.Andi) first;
            this.second = (BranchNodes.Bne) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SrliBeq extends Node {
        private final ImmediateNodes.Srli first;
        private final BranchNodes.Beq second;

        SrliBeq(Node first, Node second) {
            this.first = (ImmediateNodes.Srli) first;
            this.second = (BranchNodes.Beq) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AndBne extends Node {
        private final RegisterNodes.And first;
        private final BranchNodes.Bne second;

        AndBne(Node first, Node second) {
            this.first = (RegisterNodes.And) first;
            this.second = (BranchNodes.Bne) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AndBeq extends Node {
        private final RegisterNodes.And first;
        private final BranchNodes.Beq second;

        AndBeq(Node first, Node second) {
            this.first = (RegisterNodes.And) first;
            this.second = (BranchNodes.Beq) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class LwLw extends Node {
        private final LoadNodes.Lw first;
        private final LoadNodes.Lw second;

        LwLw(Node first, Node second) {
            this.first = (LoadNodes.Lw) first;
            this.second = (LoadNodes.Lw) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LdLd extends Node {
        private final LoadNodes.Ld first;
        private final LoadNodes.Ld second;

        LdLd(Node first, Node second) {
            this.first = (LoadNodes.Ld) first;
            this.second = (LoadNodes.Ld) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LhLh extends Node {
        private final LoadNodes.Lh first;
        private final LoadNodes.Lh second;

        LhLh(Node first, Node second) {
            this.first = (LoadNodes.Lh) first;
            this.second = (LoadNodes.Lh) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LwAddi extends Node {
        private final LoadNodes.Lw first;
        private final ImmediateNodes.Addi second;

        LwAddi(Node first, Node second) {
            this.first = (LoadNodes.Lw) first;
            this.second = (ImmediateNodes.Addi) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LdAddi extends Node {
        private final LoadNodes.Ld first;
        private final ImmediateNodes.Addi second;

        LdAddi(Node first, Node second) {
            this.first = (LoadNodes.Ld) first;
            this.second = (ImmediateNodes.Addi) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LbuAddi extends Node {
        private final LoadNodes.Lbu first;
        private final ImmediateNodes.Addi second;

        LbuAddi(Node first, Node second) {
            this.first = (LoadNodes.Lbu) first;
            this.second = (ImmediateNodes.Addi) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LwAdd extends Node {
        private final LoadNodes.Lw first;
        private final RegisterNodes.Add second;

        LwAdd(Node first, Node second) {
            this.first = (LoadNodes.Lw) first;
            this.second = (RegisterNodes.Add) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LdAdd extends Node {
        private final LoadNodes.Ld first;
        private final RegisterNodes.Add second;

        LdAdd(Node first, Node second) {
            this.first = (LoadNodes.Ld) first;
            this.second = (RegisterNodes.Add) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LwSlli extends Node {
        private final LoadNodes.Lw first;
        private final ImmediateNodes.Slli second;

        LwSlli(Node first, Node second) {
            this.first = (LoadNodes.Lw) first;
            this.second = (ImmediateNodes.Slli) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LdSd extends Node {
        private final LoadNodes.Ld first;
        private final StoreNodes.Sd second;

        LdSd(Node first, Node second) {
            this.first = (LoadNodes.Ld) first;
            this.second = (StoreNodes.Sd) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LbuBeq extends Node {
        private final LoadNodes.Lbu first;
        private final BranchNodes.Beq second;

        LbuBeq(Node first, Node second) {
            this.first = (LoadNodes.Lbu) first;
            this.second = (BranchNodes.Beq) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LbuBne extends Node {
        private final LoadNodes.Lbu first;
        private final BranchNodes.Bne second;

        LbuBne(Node first, Node second) {
            this.first = (LoadNodes.Lbu) first;
            this.second = (BranchNodes.Bne) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LdBeq extends Node {
        private final LoadNodes.Ld first;
        private final BranchNodes.Beq second;

        LdBeq(Node first, Node second) {
            this.first = (LoadNodes.Ld) first;
            this.second = (BranchNodes.Beq) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LdBne extends Node {
        private final LoadNodes.Ld first;
        private final BranchNodes.Bne second;

        LdBne(Node first, Node second) {
            this.first = (LoadNodes.Ld) first;
            this.second = (BranchNodes.Bne) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LwBeq extends Node {
        private final LoadNodes.Lw first;
        private final BranchNodes.Beq second;

        LwBeq(Node first, Node second) {
            this.first = (LoadNodes.Lw) first;
            this.second = (BranchNodes.Beq) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LwBne extends Node {
        private final LoadNodes.Lw first;
        private final BranchNodes.Bne second;

        LwBne(Node first, Node second) {
            this.first = (LoadNodes.Lw) first;
            this.second = (BranchNodes.Bne) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class LhBne extends Node {
        private final LoadNodes.Lh first;
        private final BranchNodes.Bne second;

        LhBne(Node first, Node second) {
            this.first = (LoadNodes.Lh) first;
            this.second = (BranchNodes.Bne) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class AddiLw extends Node {
        private final ImmediateNodes.Addi first;
        private final LoadNodes.Lw second;

        AddiLw(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (LoadNodes.Lw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiLd extends Node {
        private final ImmediateNodes.Addi first;
        private final LoadNodes.Ld second;

        AddiLd(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (LoadNodes.Ld) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiLbu extends Node {
        private final ImmediateNodes.Addi first;
        private final LoadNodes.Lbu second;

        AddiLbu(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (LoadNodes.Lbu) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddLw extends Node {
        private final RegisterNodes.Add first;
        private final LoadNodes.Lw second;

        AddLw(Node first, Node second) {
            this.first = (RegisterNodes.Add) first;
            this.second = (LoadNodes.Lw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddLd extends Node {
        private final RegisterNodes.Add first;
        private final LoadNodes.Ld second;

        AddLd(Node first, Node second) {
            this.first = (RegisterNodes.Add) first;
            this.second = (LoadNodes.Ld) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddLbu extends Node {
        private final RegisterNodes.Add first;
        private final LoadNodes.Lbu second;

        AddLbu(Node first, Node second) {
            this.first = (RegisterNodes.Add) first;
            this.second = (LoadNodes.Lbu) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class SwSw extends Node {
        private final StoreNodes.Sw first;
        private final StoreNodes.Sw second;

        SwSw(Node first, Node second) {
            this.first = (StoreNodes.Sw) first;
            this.second = (StoreNodes.Sw) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class SdSd extends Node {
        private final StoreNodes.Sd first;
        private final StoreNodes.Sd second;

        SdSd(Node first, Node second) {
            this.first = (StoreNodes.Sd) first;
            this.second = (StoreNodes.Sd) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class SbAdd extends Node {
        private final StoreNodes.Sb first;
        private final RegisterNodes.Add second;

        SbAdd(Node first, Node second) {
            this.first = (StoreNodes.Sb) first;
            this.second = (RegisterNodes.Add) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class SbAddi extends Node {
        private final StoreNodes.Sb first;
        private final ImmediateNodes.Addi second;

        SbAddi(Node first, Node second) {
            this.first = (StoreNodes.Sb) first;
            this.second = (ImmediateNodes.Addi) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class SdAddi extends Node {
        private final StoreNodes.Sd first;
        private final ImmediateNodes.Addi second;

        SdAddi(Node first, Node second) {
            this.first = (StoreNodes.Sd) first;
            this.second = (ImmediateNodes.Addi) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class SwAddi extends Node {
        private final StoreNodes.Sw first;
        private final ImmediateNodes.Addi second;

        SwAddi(Node first, Node second) {
            this.first = (StoreNodes.Sw) first;
            this.second = (ImmediateNodes.Addi) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class SbBne extends Node {
        private final StoreNodes.Sb first;
        private final BranchNodes.Bne second;

        SbBne(Node first, Node second) {
            this.first = (StoreNodes.Sb) first;
            this.second = (BranchNodes.Bne) second;
        }

        @Override
        Node execute(long[] x) {
            return first.execute(x) == null ? null : second.execute(x);
        }
    }

    private static final class AddiSb extends Node {
        private final ImmediateNodes.Addi first;
        private final StoreNodes.Sb second;

        AddiSb(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (StoreNodes.Sb) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiSw extends Node {
        private final ImmediateNodes.Addi first;
        private final StoreNodes.Sw second;

        AddiSw(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (StoreNodes.Sw) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }

    private static final class AddiSd extends Node {
        private final ImmediateNodes.Addi first;
        private final StoreNodes.Sd second;

        AddiSd(Node first, Node second) {
            this.first = (ImmediateNodes.Addi) first;
            this.second = (StoreNodes.Sd) second;
        }

        @Override
        Node execute(long[] x) {
            first.execute(x);
            return second.execute(x);
        }
    }
}
