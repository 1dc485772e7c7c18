// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.model;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.trapline.trace.EventKind;

/** The condition {@code kind=…} in a filter's text, which the buttons for groups read and write. */
public final class KindCondition {
    private static final Pattern CONDITION = Pattern.compile("(?<=^|\\s)kind=(\\S*)\\s*");

    private KindCondition() {
    }

    /** Returns the groups of which the filter names every kind. */
    public static Set<Group> groups(final String filter) {
        final Set<Group> groups = EnumSet.noneOf(Group.class);
        final Matcher matcher = CONDITION.matcher(filter);
        if (matcher.find()) {
            final Set<String> named = new HashSet<>(Arrays.asList(matcher.group(1).split(",")));
            for (final Group group : Group.values()) {
                if (named.containsAll(group.kinds().stream().map(EventKind::label).toList())) {
                    groups.add(group);
                }
            }
        }
        return groups;
    }

    /** Returns the filter with a group added to what it shows, or taken from it; the other conditions stay. */
    public static String toggle(final String filter, final Group group) {
        final Set<Group> groups = groups(filter);
        if (!groups.remove(group)) {
            groups.add(group);
        }
        final String rest = CONDITION.matcher(filter).replaceAll("").strip();
        if (groups.isEmpty()) {
            return rest;
        }
        final String kinds = "kind=" + groups.stream().map(Group::filterValues).collect(Collectors.joining(","));
        return rest.isEmpty() ? kinds : kinds + " " + rest;
    }
}
