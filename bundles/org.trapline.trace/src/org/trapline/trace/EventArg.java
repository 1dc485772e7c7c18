// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One argument in an {@link EventKind}'s row.
 * @param name lower case, unique in its row
 * @param type how the value is read
 * @param codes the values' names for {@link ArgType#CODE}, else empty
 * @param zeroIsNone whether 0 stands for "none", whatever the type says
 */
public record EventArg(String name, ArgType type, List<String> codes, boolean zeroIsNone) {

    static EventArg of(String name, ArgType type) {
        return new EventArg(name, type, List.of(), false);
    }

    static EventArg optional(String name, ArgType type) {
        return new EventArg(name, type, List.of(), true);
    }

    static EventArg of(String name, Class<? extends Enum<?>> codes) {
        List<String> names = Arrays.stream(codes.getEnumConstants()).map(code -> code.name().toLowerCase(Locale.ROOT)).toList();
        return new EventArg(name, ArgType.CODE, names, false);
    }

    /** Returns whether a value of this argument stands for "none", so that a text may leave it out. */
    public boolean isAbsent(long value) {
        return switch (type) {
            case CSR, VM -> value < 0;
            case INSTRUCTION -> value == 0;
            default -> zeroIsNone && value == 0;
        };
    }
}
