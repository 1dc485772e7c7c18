// SPDX-License-Identifier: EPL-2.0
package org.trapline.layers;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which types a class file speaks of: in code, in descriptors and generic signatures, in annotations. */
final class References {

    /** A type within a descriptor or a signature. */
    private static final Pattern TYPE = Pattern.compile("L([A-Za-z_$][\\w$]*(?:/[\\w$]+)+)[;<]");

    /** Only signs that occur in descriptors and signatures; a string of the code that names a type in that form is rare, and taken for one. */
    private static final Pattern DESCRIPTOR = Pattern.compile("[\\w$/;<>()\\[*+:.-]+");

    private References() { }

    /** Names of types with dots, those of the class itself among them. */
    static Set<String> of(final ClassModel model) {
        final Set<String> types = new TreeSet<>();
        for (final PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> add(types, type.asInternalName());
                case Utf8Entry text when DESCRIPTOR.matcher(text.stringValue()).matches() -> {
                    final Matcher matcher = TYPE.matcher(text.stringValue());
                    while (matcher.find()) {
                        types.add(matcher.group(1).replace('/', '.'));
                    }
                }
                default -> { }
            }
        }
        return types;
    }

    private static void add(final Set<String> types, final String internalName) {
        if (!internalName.startsWith("[")) {
            types.add(internalName.replace('/', '.'));
        } else if (internalName.endsWith(";")) {
            types.add(internalName.substring(internalName.indexOf('L') + 1, internalName.length() - 1).replace('/', '.'));
        }
    }
}
