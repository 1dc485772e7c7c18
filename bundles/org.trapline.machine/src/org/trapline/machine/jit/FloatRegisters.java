// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import org.trapline.isa.kernel.HostFloat;
import org.trapline.machine.mmu.FastState;

/**
 * Where a region has the floating-point registers. Those with local variables are there as numbers, of the precision in which loops use them most, so
 * that they need not be moved between the host's two kinds of registers for each operation.
 *
 * <p>A double-precision number is the register, bit by bit. A single-precision one is only while the register is properly boxed: a second local
 * variable tells whether the number is what the register holds; if not, the register is in memory, and the number is what is taken for it.
 */
final class FloatRegisters {
    private static final ClassDesc HOST_FLOAT = RegionEmitter.desc(HostFloat.class);
    private static final ClassDesc DOUBLE = ConstantDescs.CD_Double;
    private static final ClassDesc FLOAT = ConstantDescs.CD_Float;
    private static final ClassDesc J = ConstantDescs.CD_long;
    private static final ClassDesc D = ConstantDescs.CD_double;
    private static final ClassDesc F = ConstantDescs.CD_float;
    private static final ClassDesc I = ConstantDescs.CD_int;

    private final CodeBuilder code;
    private final RegionRegisters registers;
    private final Runnable pushX;
    /** The local variables by register, 0 for those in memory. */
    private final int[] slots;
    /** A local variable for what is between the stack and memory. */
    private final int between;
    private final BitSet all;

    FloatRegisters(CodeBuilder code, RegionRegisters registers, int[] slots, int between, Runnable pushX) {
        this.code = code;
        this.registers = registers;
        this.slots = slots;
        this.between = between;
        this.pushX = pushX;
        all = (BitSet) registers.locals().clone();
        all.clear(0, FastState.FLOATS);
    }

    static boolean isFloat(int register) {
        return register >= FastState.FLOATS;
    }

    private boolean isSingle(int register) {
        return slots[register] != 0 && registers.isSingle(register);
    }

    private boolean isDouble(int register) {
        return slots[register] != 0 && !registers.isSingle(register);
    }

    /** Returns the local variable that tells whether the number is what the register holds. */
    private int valid(int register) {
        return slots[register] + 1;
    }

    /** Emits what brings registers into local variables. */
    void emitEntry() {
        all.stream().forEach(register -> {
            emitLoad(register);
            if (isDouble(register)) {
                code.invokestatic(DOUBLE, "longBitsToDouble", MethodTypeDesc.of(D, J)).dstore(slots[register]);
            } else {
                emitUnboxing().fstore(slots[register]);
                code.iconst_0().istore(valid(register));
            }
        });
    }

    /** Emits what writes back the registers that may have changed. */
    void emitExit() {
        all.stream().filter(registers::isWritten).forEach(register -> {
            Label unchanged = code.newLabel();
            if (isSingle(register)) {
                code.iload(valid(register)).ifeq(unchanged);
            }
            pushX.run();
            code.loadConstant(register);
            if (isSingle(register)) {
                code.fload(slots[register]);
                emitBoxing();
            } else {
                pushBits(register);
            }
            code.lastore();
            code.labelBinding(unchanged);
        });
    }

    private CodeBuilder emitUnboxing() {
        return code.invokestatic(HOST_FLOAT, "single", MethodTypeDesc.of(F, J));
    }

    private CodeBuilder emitBoxing() {
        return code.invokestatic(HOST_FLOAT, "register", MethodTypeDesc.of(J, F));
    }

    private void emitLoad(int register) {
        pushX.run();
        code.loadConstant(register).laload();
    }

    private void emitStore(int register) {
        code.lstore(between);
        pushX.run();
        code.loadConstant(register).lload(between).lastore();
    }

    // ---- from registers ----

    /** Pushes a double-precision number. */
    void pushDouble(int register) {
        if (isDouble(register)) {
            code.dload(slots[register]);
        } else {
            pushBits(register);
            code.invokestatic(DOUBLE, "longBitsToDouble", MethodTypeDesc.of(D, J));
        }
    }

    /** Pushes a single-precision number. */
    void pushSingle(int register) {
        if (isSingle(register)) {
            code.fload(slots[register]);
        } else {
            pushBits(register);
            emitUnboxing();
        }
    }

    /** Pushes the register's 64 bits. */
    void pushBits(int register) {
        if (isDouble(register)) {
            code.dload(slots[register]).invokestatic(DOUBLE, "doubleToRawLongBits", MethodTypeDesc.of(J, D));
        } else if (isSingle(register)) {
            Label inMemory = code.newLabel();
            Label done = code.newLabel();
            code.iload(valid(register)).ifeq(inMemory);
            code.fload(slots[register]);
            emitBoxing().goto_(done);
            code.labelBinding(inMemory);
            emitLoad(register);
            code.labelBinding(done);
        } else {
            emitLoad(register);
        }
    }

    /** Pushes the register's lower 32 bits. */
    void pushLowBits(int register) {
        if (isSingle(register)) {
            Label inMemory = code.newLabel();
            Label done = code.newLabel();
            code.iload(valid(register)).ifeq(inMemory);
            code.fload(slots[register]).invokestatic(FLOAT, "floatToRawIntBits", MethodTypeDesc.of(I, F)).goto_(done);
            code.labelBinding(inMemory);
            emitLoad(register);
            code.l2i();
            code.labelBinding(done);
        } else {
            pushBits(register);
            code.l2i();
        }
    }

    // ---- to registers ----

    /** Takes a double-precision number from the stack. */
    void setDouble(int register) {
        if (isDouble(register)) {
            code.dstore(slots[register]);
        } else {
            code.invokestatic(DOUBLE, "doubleToRawLongBits", MethodTypeDesc.of(J, D));
            setBits(register);
        }
    }

    /** Takes a single-precision number. */
    void setSingle(int register) {
        if (isSingle(register)) {
            code.fstore(slots[register]).iconst_1().istore(valid(register));
        } else {
            emitBoxing();
            setBits(register);
        }
    }

    /** Takes 64 bits. */
    void setBits(int register) {
        if (isDouble(register)) {
            code.invokestatic(DOUBLE, "longBitsToDouble", MethodTypeDesc.of(D, J)).dstore(slots[register]);
        } else if (isSingle(register)) {
            code.dup2();
            emitStore(register);
            emitUnboxing().fstore(slots[register]).iconst_0().istore(valid(register));
        } else {
            emitStore(register);
        }
    }

    /** Takes 32 bits, of a single-precision number. */
    void setLowBits(int register) {
        code.invokestatic(FLOAT, "intBitsToFloat", MethodTypeDesc.of(F, I));
        setSingle(register);
    }
}
