// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.trapline.isa.Instruction;
import org.trapline.isa.kernel.Alu;
import org.trapline.isa.kernel.Amo;
import org.trapline.isa.kernel.Bits;
import org.trapline.isa.kernel.Branch;
import org.trapline.isa.kernel.Fp32;
import org.trapline.isa.kernel.Fp64;
import org.trapline.isa.kernel.FpConvert;
import org.trapline.isa.kernel.MulDiv;
import org.trapline.isa.kernel.Rv32;

/** The kernels of the rows that compute from registers alone, by name. */
final class Kernels {
    private static final List<Class<?>> OWNERS =
        List.of(Alu.class, Amo.class, MulDiv.class, Bits.class, Branch.class, Fp32.class, Fp64.class, FpConvert.class);

    private final Map<String, Kernel> byName = new HashMap<>();
    /** Those of RV32 alone. */
    private final Map<String, Kernel> narrow = new HashMap<>();

    /** Reads the class files of all kernels. */
    Kernels() {
        OWNERS.forEach(owner -> read(owner, byName));
        read(Rv32.class, narrow);
    }

    private static void read(Class<?> owner, Map<String, Kernel> kernels) {
        ClassModel model = ClassFile.of().parse(bytes(owner));
        for (MethodModel method : model.methods()) {
            if (method.flags().has(AccessFlag.PUBLIC) && method.flags().has(AccessFlag.STATIC)) {
                kernels.put(method.methodName().stringValue(), Kernel.of(model, method));
            }
        }
    }

    private static byte[] bytes(Class<?> owner) {
        try (InputStream in = owner.getResourceAsStream(owner.getSimpleName() + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the kernel of a row; null if compiled code leaves its instructions to the engine. */
    Kernel of(Instruction row) {
        return byName.get(row.kernel());
    }

    /** Returns the kernel of an instruction; null as {@link #of(Instruction)}. */
    Kernel of(Step step) {
        return step.narrow() ? narrow.get(step.row().kernel()) : of(step.row());
    }
}
