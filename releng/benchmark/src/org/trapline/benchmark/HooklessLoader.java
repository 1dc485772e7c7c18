// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;

/**
 * Loads our classes without the places where a trace is recorded: whoever asks a hart for its trace gets null, and nobody watches its traps, which
 * HotSpot knows beforehand. What they cost while no trace is recorded is the difference.
 */
final class HooklessLoader extends ClassLoader {
    private static final String OURS = "org.trapline.";
    private static final String OWNER = "org/trapline/machine/hart/Hart";
    private static final String TRACE = "trace";
    private static final String WATCHES = "watchesTraps";

    private int removed;

    HooklessLoader(ClassLoader parent) {
        super(parent);
    }

    /** Returns how many reads of the trace have been removed from the classes loaded so far. */
    int removed() {
        return removed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : load(name);
        }
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = withoutHooks(in.readAllBytes());
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] withoutHooks(byte[] bytes) {
        ClassFile files = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(getParent())));
        ClassModel model = files.parse(bytes);
        if (!model.thisClass().asInternalName().equals(OWNER)) {
            return bytes;
        }
        return files.transformClass(model, ClassTransform.transformingMethodBodies((code, element) -> {
            if (reads(element, TRACE)) {
                removed++;
                code.pop().aconst_null();
            } else if (reads(element, WATCHES)) {
                removed++;
                code.pop().iconst_0();
            } else {
                code.with(element);
            }
        }));
    }

    private static boolean reads(CodeElement element, String name) {
        return element instanceof FieldInstruction field && field.opcode() == Opcode.GETFIELD && field.owner().asInternalName().equals(OWNER)
            && field.name().equalsString(name);
    }
}
