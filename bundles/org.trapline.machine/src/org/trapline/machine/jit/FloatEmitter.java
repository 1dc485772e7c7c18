// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;
import org.trapline.isa.kernel.FloatState;
import org.trapline.isa.kernel.HostFloat;

/**
 * Writes floating-point steps that use the host's arithmetic, and leave the region before the instruction where the result may not be right. So there is
 * no call in a loop, across which HotSpot would keep nothing in registers.
 *
 * <p>A result is right that is normal and below a limit, see {@link FloatState#limit}, which is found out when the region is entered; flags that are noted
 * later make it no worse. Of others, {@link HostFloat} is asked where such {@link Numbers} are likely, and else only zeros are looked for, which are
 * common.
 */
final class FloatEmitter {
    /** How many local variables it needs. */
    static final int LOCALS = 9;

    private static final ClassDesc HOST_FLOAT = RegionEmitter.desc(HostFloat.class);
    private static final ClassDesc FLOATS = RegionEmitter.desc(FloatState.class);
    private static final ClassDesc MATH = RegionEmitter.desc(Math.class);
    private static final ClassDesc Z = ConstantDescs.CD_boolean;
    private static final ClassDesc I = ConstantDescs.CD_int;
    private static final ClassDesc J = ConstantDescs.CD_long;
    private static final ClassDesc D = ConstantDescs.CD_double;
    private static final double LEAST_INT = -0x1p31 - 1;
    private static final double LEAST_LONG = Math.nextDown(-0x1p63);

    private final CodeBuilder code;
    private final FloatRegisters registers;
    private final AccessEmitter.Surroundings region;
    private final Consumer<CodeBuilder> pushFloats;
    private final Precision twice;
    private final Precision once;
    // Local variables.
    private final int limit;
    private final int singleLimit;
    private final int result;
    private final int magnitude;
    private final int integer;

    /** Writes to a method in which local variables from a number on are not used. */
    FloatEmitter(CodeBuilder code, FloatRegisters registers, AccessEmitter.Surroundings region, Consumer<CodeBuilder> pushFloats, int firstLocal) {
        this.code = code;
        this.registers = registers;
        this.region = region;
        this.pushFloats = pushFloats;
        twice = new Precision(code, registers, false);
        once = new Precision(code, registers, true);
        limit = firstLocal;
        singleLimit = limit + 2;
        result = singleLimit + 1;
        magnitude = result + 2;
        integer = magnitude + 2;
    }

    /** Emits what finds out the limit: at the start, and after whatever may have changed flags or mode. */
    void emitLimit(int mode) {
        pushFloats.accept(code);
        code.iload(mode).invokevirtual(FLOATS, "limit", MethodTypeDesc.of(D, I)).dup2().dstore(limit).d2f().fstore(singleLimit);
    }

    /** Emits a step; returns whether that was possible. If not, its kernel is to be called. */
    boolean emit(Step step, int site) {
        if (step.numbers() == Numbers.ANY || step.narrow()) {
            return false;
        }
        Precision p = step.takesSingle() ? once : twice;
        return emitUnrounded(p, step, site) || emitToInteger(p, step, site)
            || step.mode() == FloatState.DYN && (emitArithmetic(p, step, site) || emitFromInteger(step, site));
    }

    // ---- arithmetic ----

    /** What an operation needs to be right beside a result that is below the limit. */
    private enum Need {
        /** Nothing. */
        NONE,
        /** That it is normal, or the first operand is zero. */
        NORMAL_OR_ZERO,
        /** As this, or the second operand is zero. */
        NORMAL_OR_ZEROS,
        /** As this, or a third operand is so large that nothing is lost of a product that it cancels. */
        NORMAL_OR_CANCELED
    }

    /** An operation: how it is done, and how {@link HostFloat} is asked of it. */
    private record Operation(List<Runnable> operands, Runnable how, Precision to, Need need, String question, boolean looksAtFlags) {
    }

    private boolean emitArithmetic(Precision p, Step step, int site) {
        Runnable a = () -> p.push(step.rs1());
        Runnable b = () -> p.push(step.rs2());
        Runnable c = () -> p.push(step.rs3());
        Operation operation = switch (step.row()) {
            case FADD_D, FADD_S -> new Operation(List.of(a, b), p::add, p, Need.NONE, "isSum", false);
            // Of the sum with the negative it is asked.
            case FSUB_D, FSUB_S -> new Operation(List.of(a, negative(p, b)), p::add, p, Need.NONE, "isSum", false);
            case FMUL_D, FMUL_S -> new Operation(List.of(a, b), p::multiply, p, Need.NORMAL_OR_ZEROS, "isProduct", true);
            case FDIV_D, FDIV_S -> new Operation(List.of(a, b), p::divide, p, Need.NORMAL_OR_ZERO, "isQuotient", true);
            case FSQRT_D, FSQRT_S -> new Operation(List.of(a), p::root, p, Need.NONE, "isRoot", false);
            case FMADD_D, FMADD_S -> fused(p, a, b, c);
            case FMSUB_D, FMSUB_S -> fused(p, a, b, negative(p, c));
            case FNMSUB_D, FNMSUB_S -> fused(p, negative(p, a), b, c);
            case FNMADD_D, FNMADD_S -> fused(p, negative(p, a), b, negative(p, c));
            case FCVT_S_D -> new Operation(List.of(a), code::d2f, once, Need.NORMAL_OR_ZERO, "isNarrowed", false);
            default -> null;
        };
        if (operation == null) {
            return false;
        }
        if (step.row() == Instruction.FSUB_D || step.row() == Instruction.FSUB_S) {
            a.run();
            b.run();
            p.subtract();
        } else {
            operation.operands.forEach(Runnable::run);
            operation.how.run();
        }
        operation.to.store(result);
        emitIfRight(p, operation, site, step.numbers() == Numbers.CHECKED);
        operation.to.load(result);
        operation.to.set(step.rd());
        return true;
    }

    private static Operation fused(Precision p, Runnable a, Runnable b, Runnable c) {
        return new Operation(List.of(a, b, c), () -> p.math("fma", 3), p, Need.NORMAL_OR_CANCELED, "isFused", true);
    }

    private static Runnable negative(Precision p, Runnable operand) {
        return () -> {
            operand.run();
            p.negate();
        };
    }

    /** Emits what leaves the region unless a result is right. */
    private void emitIfRight(Precision p, Operation operation, int site, boolean isChecked) {
        Precision to = operation.to;
        Label right = code.newLabel();
        Label otherwise = code.newLabel();
        to.load(result);
        to.magnitude();
        if (operation.need != Need.NONE) {
            to.duplicate();
            to.store(magnitude);
        }
        to.load(to.isSingle() ? singleLimit : limit);
        to.compareGreater();
        if (operation.need == Need.NONE) {
            code.iflt(right);
        } else {
            code.ifge(otherwise);
            to.load(magnitude);
            to.constant(Double.MIN_NORMAL, Float.MIN_NORMAL);
            to.compareLess();
            code.ifgt(right);
            if (!isChecked) {
                emitIfZero(p, operation, right);
            }
        }
        code.labelBinding(otherwise);
        if (isChecked) {
            ask(p, operation);
            code.ifne(right);
        }
        region.leaveAt(site);
        code.labelBinding(right);
    }

    /** Emits what goes to the label if a finite result is exact because an operand is zero, or because the third cancels the product of the others. */
    private void emitIfZero(Precision p, Operation operation, Label right) {
        int factors = operation.need == Need.NORMAL_OR_ZERO ? 1 : 2;
        operation.operands.subList(0, factors).forEach(operand -> {
            operand.run();
            p.constant(0, 0);
            p.compareLess();
            code.ifeq(right);
        });
        if (operation.need == Need.NORMAL_OR_CANCELED) {
            operation.operands.get(2).run();
            p.magnitude();
            p.constant(HostFloat.CANCELS, HostFloat.CANCELS_SINGLE);
            p.compareLess();
            code.ifgt(right);
        }
    }

    private void ask(Precision p, Operation operation) {
        List<ClassDesc> types = new ArrayList<>();
        operation.operands.forEach(operand -> {
            operand.run();
            types.add(p.type());
        });
        operation.to.load(result);
        types.add(operation.to.type());
        code.dload(limit);
        types.add(D);
        if (operation.looksAtFlags) {
            pushFloats.accept(code);
            types.add(FLOATS);
        }
        code.invokestatic(HOST_FLOAT, operation.question, MethodTypeDesc.of(Z, types));
    }

    // ---- what is never rounded ----

    private boolean emitUnrounded(Precision p, Step step, int site) {
        switch (step.row()) {
            case FLT_D, FLT_S, FLE_D, FLE_S, FEQ_D, FEQ_S -> emitComparison(p, step, site);
            case FMIN_D, FMIN_S -> emitChoice(p, "min", step, site);
            case FMAX_D, FMAX_S -> emitChoice(p, "max", step, site);
            case FSGNJ_D, FSGNJ_S, FSGNJN_D, FSGNJN_S, FSGNJX_D, FSGNJX_S -> {
                return emitSign(p, step, site);
            }
            case FCVT_D_W -> {
                region.register(step.rs1()).accept(code);
                code.l2i().i2d();
                registers.setDouble(step.rd());
            }
            case FCVT_D_WU -> {
                region.register(step.rs1()).accept(code);
                code.loadConstant(0xffff_ffffL).land().l2d();
                registers.setDouble(step.rd());
            }
            case FCVT_D_S -> {
                once.push(step.rs1());
                code.f2d();
                emitUnlessNan(twice, site);
                twice.set(step.rd());
            }
            case FMV_W_X -> {
                region.register(step.rs1()).accept(code);
                code.l2i();
                registers.setLowBits(step.rd());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Emits what leaves the region if the number on the stack is a NaN. */
    private void emitUnlessNan(Precision p, int site) {
        Label right = code.newLabel();
        p.store(result);
        p.load(result);
        p.load(result);
        p.compareLess();
        code.ifeq(right);
        region.leaveAt(site);
        code.labelBinding(right);
        p.load(result);
    }

    private void emitComparison(Precision p, Step step, int site) {
        Label yes = code.newLabel();
        Label no = code.newLabel();
        Label done = code.newLabel();
        Runnable push = () -> {
            p.push(step.rs1());
            p.push(step.rs2());
        };
        push.run();
        p.compareGreater();
        switch (step.row()) {
            case FLT_D, FLT_S -> {
                code.iflt(yes);
                push.run();
                p.compareLess();
                code.ifge(no);
            }
            case FLE_D, FLE_S -> {
                code.ifle(yes);
                push.run();
                p.compareLess();
                code.ifgt(no);
            }
            default -> {
                code.ifeq(yes);
                push.run();
                p.compareGreater();
                code.iflt(no);
                push.run();
                p.compareLess();
                code.ifgt(no);
            }
        }
        region.leaveAt(site);
        code.labelBinding(yes);
        code.lconst_1().goto_(done);
        code.labelBinding(no);
        code.lconst_0();
        code.labelBinding(done);
        region.setRegister(step.rd());
    }

    /** Emits a choice of one of two numbers; of zeros, the host takes that of the right sign. */
    private void emitChoice(Precision p, String name, Step step, int site) {
        p.push(step.rs1());
        p.push(step.rs2());
        p.math(name, 2);
        emitUnlessNan(p, site);
        p.set(step.rd());
    }

    /** Emits what gives a number its own sign, the opposite, or none. */
    private boolean emitSign(Precision p, Step step, int site) {
        if (step.rs1() != step.rs2()) {
            return false;
        }
        p.push(step.rs1());
        switch (step.row()) {
            case FSGNJN_D, FSGNJN_S -> {
                p.negate();
                emitUnlessNan(p, site);
            }
            case FSGNJX_D, FSGNJX_S -> p.magnitude();
            default -> { }
        }
        p.set(step.rd());
        return true;
    }

    // ---- integers ----

    private boolean emitFromInteger(Step step, int site) {
        Label right = code.newLabel();
        switch (step.row()) {
            case FCVT_D_L, FCVT_S_L -> pushInteger(step);
            case FCVT_D_LU, FCVT_S_LU -> {
                Label positive = code.newLabel();
                pushInteger(step);
                code.lconst_0().lcmp().ifge(positive);
                region.leaveAt(site);
                code.labelBinding(positive);
                pushInteger(step);
            }
            case FCVT_S_W -> {
                pushInteger(step);
                code.l2i().i2l();
            }
            case FCVT_S_WU -> {
                pushInteger(step);
                code.loadConstant(0xffff_ffffL).land();
            }
            default -> {
                return false;
            }
        }
        code.lstore(integer);
        code.dload(limit).dconst_0().dcmpl().ifgt(right);
        code.lload(integer).loadConstant(step.makesSingle() ? Float.PRECISION : Double.PRECISION).dload(limit);
        code.invokestatic(HOST_FLOAT, "isOfInteger", MethodTypeDesc.of(Z, J, I, D)).ifne(right);
        region.leaveAt(site);
        code.labelBinding(right);
        code.lload(integer);
        if (step.makesSingle()) {
            code.l2f();
            registers.setSingle(step.rd());
        } else {
            code.l2d();
            registers.setDouble(step.rd());
        }
        return true;
    }

    private void pushInteger(Step step) {
        region.register(step.rs1()).accept(code);
    }

    private boolean emitToInteger(Precision p, Step step, int site) {
        if (step.mode() == FloatState.RMM) {
            return false;
        }
        switch (step.row()) {
            case FCVT_W_D, FCVT_W_S -> emitToInteger(p, step, site, LEAST_INT, 0x1p31);
            case FCVT_WU_D, FCVT_WU_S -> emitToInteger(p, step, site, -1, 0x1p32);
            case FCVT_L_D, FCVT_L_S -> emitToInteger(p, step, site, LEAST_LONG, 0x1p63);
            case FCVT_LU_D, FCVT_LU_S -> emitToInteger(p, step, site, -1, 0x1p63);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void emitToInteger(Precision p, Step step, int site, double from, double to) {
        p.push(step.rs1());
        p.widen();
        code.dstore(result);
        if (step.mode() == FloatState.RTZ) {
            emitIfBetween(from, to, site);
            code.dload(result).d2l().lstore(integer);
            code.dload(result).lload(integer).l2d();
            emitIfInteger(site);
            code.lload(integer);
        } else {
            if (step.mode() == FloatState.DYN) {
                Label nearest = code.newLabel();
                code.dload(limit).dconst_0().dcmpl().ifge(nearest);
                region.leaveAt(site);
                code.labelBinding(nearest);
            }
            String rounding = step.mode() == FloatState.RDN ? "floor" : step.mode() == FloatState.RUP ? "ceil" : "rint";
            code.dload(result).dup2().invokestatic(MATH, rounding, MethodTypeDesc.of(D, D)).dup2().dstore(result);
            emitIfInteger(site);
            emitIfBetween(from, to, site);
            code.dload(result).d2l();
        }
        if (to <= 0x1p32) {
            code.l2i().i2l();
        }
        region.setRegister(step.rd());
    }

    /** Emits what leaves the region unless the result is between two numbers. */
    private void emitIfBetween(double from, double to, int site) {
        Label right = code.newLabel();
        code.dload(result).loadConstant(from).loadConstant(to);
        code.invokestatic(HOST_FLOAT, "isBetween", MethodTypeDesc.of(Z, D, D, D)).ifne(right);
        region.leaveAt(site);
        code.labelBinding(right);
    }

    /** Emits what leaves the region unless of a number and the integer made of it, both on the stack, inexact is known if they are not the same. */
    private void emitIfInteger(int site) {
        Label right = code.newLabel();
        pushFloats.accept(code);
        code.invokestatic(HOST_FLOAT, "isInteger", MethodTypeDesc.of(Z, D, D, FLOATS)).ifne(right);
        region.leaveAt(site);
        code.labelBinding(right);
    }
}
