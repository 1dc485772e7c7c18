// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the class of superinstructions of one shape. In Java, with a field for each part, its method would be
 * <pre>
 * Node execute(long[] x) {
 *     while (true) {
 *         if (!part0.step(x)) {
 *             return part0.leave();
 *         }
 *         ...
 *         Block to = part9.successor(x);
 *         if (!part9.engine.admits(to)) {
 *             return part9.follow(to);
 *         }
 *         if (to != part9.block) {
 *             return to.first;
 *         }
 *     }
 * }
 * </pre>
 * without the loop where there is none. As long as the loop goes round it calls nothing, so HotSpot keeps in its registers what the parts hold.
 */
final class SuperinstructionClass {
    private static final ClassDesc BASE = desc(Superinstruction.class);
    private static final ClassDesc SELF = ClassDesc.of(Superinstruction.class.getName() + "$Of");
    private static final ClassDesc NODE = desc(Node.class);
    private static final ClassDesc BLOCK = desc(Block.class);
    private static final ClassDesc ENGINE = desc(Interpreter.class);
    private static final ClassDesc WORDS = ConstantDescs.CD_long.arrayType();
    private static final MethodTypeDesc EXECUTE = MethodTypeDesc.of(NODE, WORDS);
    private static final MethodTypeDesc STEP = MethodTypeDesc.of(ConstantDescs.CD_boolean, WORDS);
    private static final MethodTypeDesc SUCCESSOR = MethodTypeDesc.of(BLOCK, WORDS);
    private static final MethodTypeDesc FOLLOW = MethodTypeDesc.of(NODE, BLOCK);
    private static final MethodTypeDesc ARRIVED = MethodTypeDesc.of(BLOCK, desc(TrapNodes.Gate.class));
    private static final MethodTypeDesc ADMITS = MethodTypeDesc.of(ConstantDescs.CD_boolean, BLOCK);
    private static final MethodTypeDesc IS_OPEN = MethodTypeDesc.of(ConstantDescs.CD_boolean);
    private static final MethodTypeDesc TO_NODE = MethodTypeDesc.of(NODE);
    private static final MethodTypeDesc WITH = MethodTypeDesc.of(BASE, ConstantDescs.CD_Object.arrayType());
    // Local variables of execute() and with().
    private static final int ARGUMENT = 1;
    private static final int TO = 2;
    private static final int MADE = 2;
    private static final int ENGINE_HERE = 3;
    private static final int FIRST_PART = 4;

    private final List<Class<?>> kinds;
    private final boolean loops;
    /**
     * Whether the parts are kept in local variables. Loops through traps, and those that ask each time whether the floating-point unit is ready, leave HotSpot
     * no registers for them; without, it goes round once before the loop to find out what is not null.
     */
    private final boolean keeps;
    /** What is done where the common way is left; it stands behind it. */
    private final List<Runnable> ways = new ArrayList<>();

    private SuperinstructionClass(Superinstruction.Shape shape) {
        kinds = shape.parts();
        loops = shape.loops();
        keeps = loops && kinds.stream().noneMatch(kind -> kind == FloatGate.class || TrapNodes.Gate.class.isAssignableFrom(kind));
    }

    /** Defines the class; returns an instance without parts. */
    static Superinstruction define(Superinstruction.Shape shape) {
        byte[] bytes = ClassFile.of().build(SELF, new SuperinstructionClass(shape)::write);
        try {
            return (Superinstruction) MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(ClassBuilder to) {
        to.withSuperclass(BASE).withFlags(ClassFile.ACC_FINAL);
        for (int i = 0; i < kinds.size(); i++) {
            to.withField(name(i), desc(kinds.get(i)), ClassFile.ACC_PRIVATE);
        }
        to.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0,
            code -> code.aload(0).invokespecial(BASE, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_());
        to.withMethodBody("with", WITH, 0, this::writeWith);
        to.withMethodBody("execute", EXECUTE, 0, this::writeExecute);
    }

    private void writeWith(CodeBuilder code) {
        code.new_(SELF).dup().invokespecial(SELF, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).astore(MADE);
        for (int i = 0; i < kinds.size(); i++) {
            ClassDesc kind = desc(kinds.get(i));
            code.aload(MADE).aload(ARGUMENT).loadConstant(i).aaload().checkcast(kind).putfield(SELF, name(i), kind);
        }
        code.aload(MADE).areturn();
    }

    private void writeExecute(CodeBuilder code) {
        if (keeps) {
            writeFirst(code);
        }
        Label start = code.newBoundLabel();
        for (int i = 0; i < kinds.size(); i++) {
            Class<?> kind = kinds.get(i);
            if (kind == FloatGate.class) {
                int index = i;
                part(code, i).invokevirtual(desc(kind), "isOpen", IS_OPEN);
                elseReturn(code, () -> part(code, index).invokevirtual(desc(FloatGate.class), "careful", TO_NODE));
            } else if (Step.class.isAssignableFrom(kind)) {
                int index = i;
                part(code, i).aload(ARGUMENT).invokevirtual(desc(kind), "step", STEP);
                elseReturn(code, () -> part(code, index).invokevirtual(desc(kind), "leave", TO_NODE));
            } else if (BranchNodes.WayOut.class.isAssignableFrom(kind)) {
                writeWayOut(code, i, start);
            } else if (kind == Node.class) {
                part(code, i).areturn();
            } else {
                part(code, i).aload(ARGUMENT).invokevirtual(desc(kind), "execute", EXECUTE).areturn();
            }
        }
        ways.forEach(Runnable::run);
    }

    /** Puts into local variables what is needed each time the loop goes round; as it is not null, HotSpot need not ask again. */
    private void writeFirst(CodeBuilder code) {
        Label missing = code.newLabel();
        for (int i = 0; i < kinds.size(); i++) {
            code.aload(0).getfield(SELF, name(i), desc(kinds.get(i))).dup().astore(FIRST_PART + i).ifnull(missing);
        }
        int last = kinds.size() - 1;
        part(code, last).getfield(desc(kinds.get(last)), "engine", ENGINE).dup().astore(ENGINE_HERE).ifnull(missing);
        ways.add(() -> code.labelBinding(missing).aconst_null().athrow());
    }

    private CodeBuilder engine(CodeBuilder code, int index) {
        return keeps ? code.aload(ENGINE_HERE) : part(code, index).getfield(desc(kinds.get(index)), "engine", ENGINE);
    }

    private void writeWayOut(CodeBuilder code, int index, Label start) {
        ClassDesc kind = desc(kinds.get(index));
        if (TrapNodes.Gate.class.isAssignableFrom(kinds.get(index))) {
            writeGate(code, index, kind);
        } else {
            part(code, index).aload(ARGUMENT).invokevirtual(kind, "successor", SUCCESSOR).astore(TO);
        }
        engine(code, index).aload(TO).invokevirtual(ENGINE, "admits", ADMITS);
        elseReturn(code, () -> part(code, index).aload(TO).invokevirtual(kind, "follow", FOLLOW));
        int next = nextWayOut(index);
        if (next > index || loops) {
            Label goesOn = next > index ? code.newLabel() : start;
            part(code, next).getfield(desc(kinds.get(next)), "block", BLOCK).aload(TO).if_acmpeq(goesOn);
            code.aload(TO).getfield(BLOCK, "first", NODE).areturn();
            if (goesOn != start) {
                code.labelBinding(goesOn);
            }
        } else {
            code.aload(TO).getfield(BLOCK, "first", NODE).areturn();
        }
    }

    /** Returns what leaves the block after the one that a part leaves: that of the first block after that of the last. */
    private int nextWayOut(int index) {
        int next = index;
        do {
            next = (next + 1) % kinds.size();
        } while (!BranchNodes.WayOut.class.isAssignableFrom(kinds.get(next)));
        return next;
    }

    /** As its successor() does, in two steps: HotSpot does not make one method part of another that has become as long as both together. */
    private void writeGate(CodeBuilder code, int index, ClassDesc kind) {
        part(code, index).invokevirtual(kind, "pass", IS_OPEN);
        elseReturn(code, () -> part(code, index).invokevirtual(kind, "followSlowly", TO_NODE));
        part(engine(code, index), index).invokevirtual(ENGINE, "arrived", ARRIVED).astore(TO);
    }

    /** Has what is written later returned if there is a 0 on the stack. */
    private void elseReturn(CodeBuilder code, Runnable value) {
        Label otherwise = code.newLabel();
        code.ifeq(otherwise);
        ways.add(() -> {
            code.labelBinding(otherwise);
            value.run();
            code.areturn();
        });
    }

    private CodeBuilder part(CodeBuilder code, int index) {
        return keeps ? code.aload(FIRST_PART + index) : code.aload(0).getfield(SELF, name(index), desc(kinds.get(index)));
    }

    private static String name(int index) {
        return "part" + index;
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
