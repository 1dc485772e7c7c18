// SPDX-License-Identifier: EPL-2.0
package org.trapline.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Code on the engine's hot path must be compilable. */
class MethodSizeTest {

    /** HotSpot leaves larger methods to its interpreter for ever (HugeMethodLimit). */
    private static final int HUGE_METHOD_LIMIT = 8000;

    private static final Set<String> ENGINE = Set.of("isa", "trace", "machine", "vmm");

    @Test
    void noMethodOfTheEngineIsTooLargeToBeCompiled() throws IOException {
        final List<String> huge = new ArrayList<>();
        for (final Path bundle : House.bundles()) {
            if (ENGINE.contains(House.shortName(bundle))) {
                for (final Path file : House.classes(bundle)) {
                    final ClassModel model = ClassFile.of().parse(file);
                    model.methods().stream().filter(m -> size(m) > HUGE_METHOD_LIMIT && !isInitializer(m))
                            .forEach(m -> huge.add(model.thisClass().asInternalName() + "." + m.methodName() + ": " + size(m) + " bytes"));
                }
            }
        }
        assertEquals(List.of(), huge);
    }

    private static int size(final MethodModel method) {
        return method.code().map(c -> ((CodeAttribute) c).codeLength()).orElse(0);
    }

    /** Tables are built once, by an initializer; it need not be compiled. */
    private static boolean isInitializer(final MethodModel method) {
        return method.methodName().equalsString("<clinit>") || method.methodName().equalsString("$values");
    }
}
