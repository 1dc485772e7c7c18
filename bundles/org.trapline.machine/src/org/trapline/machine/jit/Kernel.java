// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A kernel as compiled code uses it: a short one that only computes is copied, instruction by instruction, from its own class file; any other is
 * called.
 */
final class Kernel {
    /** Longer ones are called. */
    private static final int MAX_COPIED = 16;
    private static final Set<String> PURE = Set.of("java/lang/Long", "java/lang/Integer", "java/lang/Math");

    /** An operand that is known. Where its lower 32 bits are taken, those are pushed at once. */
    record Constant(long value) implements Consumer<CodeBuilder> {
        @Override
        public void accept(CodeBuilder code) {
            code.loadConstant(value);
        }
    }

    private final ClassDesc owner;
    private final String name;
    private final MethodTypeDesc type;
    /** What is copied, without the return; null for a kernel to be called. */
    private final List<CodeElement> body;

    private Kernel(ClassDesc owner, String name, MethodTypeDesc type, List<CodeElement> body) {
        this.owner = owner;
        this.name = name;
        this.type = type;
        this.body = body;
    }

    static Kernel of(ClassModel model, MethodModel method) {
        return new Kernel(model.thisClass().asSymbol(), method.methodName().stringValue(), method.methodTypeSymbol(), copied(method));
    }

    private static List<CodeElement> copied(MethodModel method) {
        if (!method.code().orElseThrow().exceptionHandlers().isEmpty()) {
            return null;
        }
        List<CodeElement> body = method.code().orElseThrow().elementStream()
            .filter(element -> element instanceof Instruction || element instanceof LabelTarget).toList();
        int returns = body.size() - 1;
        while (body.get(returns) instanceof LabelTarget) {
            returns--;
        }
        List<CodeElement> kept = body.subList(0, returns);
        boolean fits = kept.stream().filter(Instruction.class::isInstance).count() <= MAX_COPIED
            && body.get(returns) instanceof ReturnInstruction && kept.stream().allMatch(Kernel::isCopied);
        return fits ? kept : null;
    }

    private static boolean isCopied(CodeElement element) {
        return switch (element) {
            case LoadInstruction i -> true;
            case OperatorInstruction i -> true;
            case ConvertInstruction i -> true;
            case ConstantInstruction i -> true;
            case BranchInstruction i -> true;
            case LabelTarget i -> true;
            case InvokeInstruction i -> i.opcode() == Opcode.INVOKESTATIC && PURE.contains(i.owner().asInternalName());
            default -> false;
        };
    }

    MethodTypeDesc type() {
        return type;
    }

    /** Tells whether it is copied. */
    boolean isCopied() {
        return body != null;
    }

    /** Emits the kernel; its result is on the stack then. Operands are pushed, perhaps several times, by what is given for them. */
    void emit(CodeBuilder code, List<Consumer<CodeBuilder>> operands) {
        if (body == null) {
            operands.forEach(operand -> operand.accept(code));
            code.invokestatic(owner, name, type);
        } else {
            copy(code, operands, body.size(), new HashMap<>());
        }
    }

    /** Emits a condition: a jump to the label if it is false. */
    void emitUnless(CodeBuilder code, List<Consumer<CodeBuilder>> operands, Label otherwise) {
        int jump = body == null ? -1 : choice();
        if (jump < 0) {
            emit(code, operands);
            code.ifeq(otherwise);
        } else {
            copy(code, operands, jump, new HashMap<>());
            code.branch(((BranchInstruction) body.get(jump)).opcode(), otherwise);
        }
    }

    /** Returns where a condition jumps to the constant false, if all it does after that is to return true or false; -1 if it does more. */
    private int choice() {
        List<Opcode> end = List.of(Opcode.ICONST_1, Opcode.GOTO, Opcode.ICONST_0);
        List<CodeElement> instructions = body.stream().filter(Instruction.class::isInstance).toList();
        int jump = instructions.size() - end.size() - 1;
        if (jump < 0 || !(instructions.get(jump) instanceof BranchInstruction)) {
            return -1;
        }
        for (int i = 0; i < end.size(); i++) {
            if (((Instruction) instructions.get(jump + 1 + i)).opcode() != end.get(i)) {
                return -1;
            }
        }
        boolean only = instructions.subList(0, jump).stream().noneMatch(BranchInstruction.class::isInstance);
        return only ? body.indexOf(instructions.get(jump)) : -1;
    }

    private void copy(CodeBuilder code, List<Consumer<CodeBuilder>> operands, int to, Map<Label, Label> labels) {
        for (int i = 0; i < to; i++) {
            switch (body.get(i)) {
                case LoadInstruction load -> {
                    Consumer<CodeBuilder> operand = operands.get(operand(load.slot()));
                    if (operand instanceof Constant constant && isNarrowed(i + 1, to)) {
                        code.loadConstant((int) constant.value);
                        i++;
                    } else {
                        operand.accept(code);
                    }
                }
                case BranchInstruction branch ->
                    code.branch(branch.opcode(), labels.computeIfAbsent(branch.target(), l -> code.newLabel()));
                case LabelTarget target -> code.labelBinding(labels.computeIfAbsent(target.label(), l -> code.newLabel()));
                case CodeElement other -> code.with(other);
            }
        }
        if (to == body.size()) {
            // The return that is left out may have been a target.
            labels.forEach((original, copy) -> bindAtEnd(code, original, copy));
        }
    }

    private boolean isNarrowed(int at, int to) {
        return at < to && body.get(at) instanceof ConvertInstruction narrowing && narrowing.opcode() == Opcode.L2I;
    }

    private void bindAtEnd(CodeBuilder code, Label original, Label copy) {
        boolean bound = body.stream().anyMatch(element -> element instanceof LabelTarget target && target.label().equals(original));
        if (!bound) {
            code.labelBinding(copy);
        }
    }

    private int operand(int slot) {
        int at = 0;
        for (int i = 0; i < type.parameterCount(); i++) {
            if (at == slot) {
                return i;
            }
            at += type.parameterType(i).descriptorString().equals("J") ? 2 : 1;
        }
        throw new IllegalStateException(name + " has no parameter in slot " + slot);
    }
}
