// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import java.util.ArrayList;
import java.util.List;

import org.trapline.trace.EventArg;
import org.trapline.trace.EventKind;

/**
 * Which kind each number in a file's events means. The file says so itself, because rows of {@link EventKind} may be added and moved
 * between the writing and the reading.
 */
final class KindTable {
    private final int[] ordinals;

    private KindTable(int[] ordinals) {
        this.ordinals = ordinals;
    }

    static KindTable current() {
        int[] same = new int[EventKind.all().size()];
        for (int i = 0; i < same.length; i++) {
            same[i] = i;
        }
        return new KindTable(same);
    }

    /** Returns the ordinal of the kind with that number in the file. */
    int ordinal(int number) throws BadPayload {
        if (number >= ordinals.length) {
            throw new BadPayload("it has an event of the unknown kind number " + number);
        }
        return ordinals[number];
    }

    static void write(ByteSink out) {
        out.varint(EventKind.all().size());
        for (EventKind kind : EventKind.all()) {
            out.text(kind.label());
            out.varint(kind.args().size());
            for (EventArg arg : kind.args()) {
                out.text(arg.name());
                out.text(arg.type().name());
                out.varint(arg.codes().size());
                arg.codes().forEach(out::text);
            }
        }
    }

    static KindTable read(ByteSource in) throws BadPayload {
        int[] ordinals = new int[in.count()];
        for (int i = 0; i < ordinals.length; i++) {
            String label = in.text();
            EventKind kind = EventKind.byLabel(label);
            if (kind == null) {
                throw new BadPayload("it declares the kind of event '" + label + "', which this version does not know");
            }
            ordinals[i] = kind.ordinal();
            checkArgs(kind, in);
        }
        return new KindTable(ordinals);
    }

    private static void checkArgs(EventKind kind, ByteSource in) throws BadPayload {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            String name = in.text();
            String type = in.text();
            List<String> codes = new ArrayList<>();
            for (int left = in.count(); left > 0; left--) {
                codes.add(in.text());
            }
            EventArg arg = i < kind.args().size() ? kind.args().get(i) : null;
            // Codes are only ever added at the end, so an older file knows the first of them.
            boolean same = arg != null && arg.name().equals(name) && arg.type().name().equals(type)
                && codes.size() <= arg.codes().size() && arg.codes().subList(0, codes.size()).equals(codes);
            if (!same) {
                throw new BadPayload("it declares the kind of event '" + kind.label() + "' with the argument '" + name
                    + "', which means something else in this version");
            }
        }
    }
}
