// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;

/** How the host computes with numbers of one precision: writes bytecode that takes operands from the stack and leaves a result there. */
final class Precision {
    private static final ClassDesc MATH = RegionEmitter.desc(Math.class);

    private final CodeBuilder code;
    private final FloatRegisters registers;
    private final boolean isSingle;
    private final TypeKind kind;

    Precision(CodeBuilder code, FloatRegisters registers, boolean isSingle) {
        this.code = code;
        this.registers = registers;
        this.isSingle = isSingle;
        kind = isSingle ? TypeKind.FLOAT : TypeKind.DOUBLE;
    }

    ClassDesc type() {
        return kind.upperBound();
    }

    boolean isSingle() {
        return isSingle;
    }

    void push(int register) {
        if (isSingle) {
            registers.pushSingle(register);
        } else {
            registers.pushDouble(register);
        }
    }

    void set(int register) {
        if (isSingle) {
            registers.setSingle(register);
        } else {
            registers.setDouble(register);
        }
    }

    void load(int local) {
        code.loadLocal(kind, local);
    }

    void store(int local) {
        code.storeLocal(kind, local);
    }

    /** Pushes once more what is on the stack. */
    void duplicate() {
        if (isSingle) {
            code.dup();
        } else {
            code.dup2();
        }
    }

    /** Pushes the constant that is for this precision. */
    void constant(double ofDouble, float ofSingle) {
        if (isSingle) {
            code.loadConstant(ofSingle);
        } else {
            code.loadConstant(ofDouble);
        }
    }

    /** Makes a double-precision number. */
    void widen() {
        if (isSingle) {
            code.f2d();
        }
    }

    void negate() {
        operate(Opcode.DNEG, Opcode.FNEG);
    }

    void add() {
        operate(Opcode.DADD, Opcode.FADD);
    }

    void subtract() {
        operate(Opcode.DSUB, Opcode.FSUB);
    }

    void multiply() {
        operate(Opcode.DMUL, Opcode.FMUL);
    }

    void divide() {
        operate(Opcode.DDIV, Opcode.FDIV);
    }

    void root() {
        widen();
        code.invokestatic(MATH, "sqrt", MethodTypeDesc.of(TypeKind.DOUBLE.upperBound(), TypeKind.DOUBLE.upperBound()));
        if (isSingle) {
            // HotSpot sees that this is a root of single precision.
            code.d2f();
        }
    }

    void magnitude() {
        math("abs", 1);
    }

    /** Calls what {@link Math} has for both precisions. */
    void math(String name, int operands) {
        code.invokestatic(MATH, name, MethodTypeDesc.of(type(), Collections.nCopies(operands, type())));
    }

    /** Compares two numbers; the answer is positive if one is a NaN. */
    void compareGreater() {
        operate(Opcode.DCMPG, Opcode.FCMPG);
    }

    /** Compares two numbers; the answer is negative if one is a NaN. */
    void compareLess() {
        operate(Opcode.DCMPL, Opcode.FCMPL);
    }

    private void operate(Opcode ofDouble, Opcode ofSingle) {
        code.with(OperatorInstruction.of(isSingle ? ofSingle : ofDouble));
    }
}
