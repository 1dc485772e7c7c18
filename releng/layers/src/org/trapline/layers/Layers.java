// SPDX-License-Identifier: EPL-2.0
package org.trapline.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code releng/layers.txt}, read.
 *
 * @param lines by the bundle's short name, in the order of the file
 */
record Layers(Map<String, Line> lines) {

    /** Parts of the JDK that bind a bundle to a window system; they must be named like a package from outside. */
    private static final List<String> WINDOWED = List.of("java.awt", "javax.swing", "javax.imageio", "java.applet", "java.beans");

    /**
     * What one bundle may use.
     *
     * @param uses short names of bundles
     * @param outside packages, each standing for itself and all below it
     */
    record Line(int floor, String bundle, List<String> uses, List<String> outside) {

        boolean mayTouch(final String type) {
            if (isJdk(type) && WINDOWED.stream().noneMatch(w -> within(type, w))) {
                return true;
            }
            return outside.stream().anyMatch(o -> within(type, o));
        }
    }

    static boolean isJdk(final String type) {
        return within(type, "java") || within(type, "javax") && !within(type, "javax.inject") || within(type, "jdk")
                || within(type, "org.w3c.dom") || within(type, "org.xml.sax");
    }

    private static boolean within(final String type, final String outer) {
        return type.equals(outer) || type.startsWith(outer + ".");
    }

    /** @throws IllegalArgumentException naming the line that breaks the rules stated at the head of the file */
    static Layers parse(final List<String> text) {
        final Map<String, Line> lines = new LinkedHashMap<>();
        int floor = 0;
        for (final String raw : text) {
            final String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            final Line parsed = parse(line, lines);
            if (parsed.floor < floor) {
                throw new IllegalArgumentException("floors go upwards: " + line);
            }
            floor = parsed.floor;
            if (lines.put(parsed.bundle, parsed) != null) {
                throw new IllegalArgumentException("named twice: " + line);
            }
        }
        return new Layers(lines);
    }

    private static Line parse(final String line, final Map<String, Line> before) {
        final String[] outside = line.split("\\+", 2);
        final String[] uses = outside[0].split("<", 2);
        final String[] head = uses[0].strip().split("\\s+");
        if (head.length != 2) {
            throw new IllegalArgumentException("expected FLOOR BUNDLE: " + line);
        }
        final int floor = Integer.parseInt(head[0]);
        final List<String> used = new ArrayList<>();
        for (final String name : uses.length > 1 ? words(uses[1]) : List.<String>of()) {
            if (name.equals("*")) {
                before.values().stream().filter(l -> l.floor < floor).forEach(l -> used.add(l.bundle));
            } else if (before.containsKey(name)) {
                used.add(name);
            } else {
                throw new IllegalArgumentException(name + " does not stand above this line: " + line);
            }
        }
        return new Line(floor, head[1], List.copyOf(used), outside.length > 1 ? words(outside[1]) : List.of());
    }

    private static List<String> words(final String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
