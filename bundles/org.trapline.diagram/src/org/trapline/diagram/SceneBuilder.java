// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.eclipse.emf.ecore.EObject;
import org.trapline.diagram.LiveState.Activity;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.Link;
import org.trapline.diagram.scene.LinkKind;
import org.trapline.diagram.scene.Role;
import org.trapline.diagram.scene.State;
import org.trapline.diagram.scene.Status;

/** What the parts of a scene have in common while it is built: unique ids, live state, and links whose ends may come later. */
final class SceneBuilder {

    private record Loose(LinkKind kind, String from, EObject to, String label, EObject source) {
    }

    /** More lines to one element than this are a surface in which none can be followed. */
    static final int MOST_LINES = 24;
    /** What a box that such a line begins at says in words, too. */
    private static final Set<LinkKind> SAID = EnumSet.of(LinkKind.PLUGGED, LinkKind.BOOTS);

    private final LiveState live;
    private final Set<String> ids = new HashSet<>();
    private final Map<EObject, String> places = new HashMap<>();
    private final Map<String, Loose> loose = new LinkedHashMap<>();
    private final Map<LinkKind, Map<String, Long>> ends = new EnumMap<>(LinkKind.class);

    /** @param live {@code null} to draw the configuration alone */
    SceneBuilder(LiveState live) {
        this.live = live;
    }

    /** A new id below that of the owner; equal names, which an unfinished file may have, are told apart. */
    String id(String owner, String name) {
        String wanted = owner.isEmpty() ? name : owner + "/" + name;
        String id = wanted;
        for (int n = 2; !ids.add(id); n++) {
            id = wanted + "~" + n;
        }
        return id;
    }

    /** Notes which element stands for an object, so that links can end there. */
    void place(EObject object, String id) {
        places.putIfAbsent(object, id);
    }

    /** The id of the element that stands for an object, {@code null} if none does. */
    String placeOf(EObject object) {
        return places.get(object);
    }

    /** A link from an element to whatever stands for an object; without such an element there is no link. */
    void link(LinkKind kind, String from, EObject to, String label, EObject source) {
        if (to == null || to.eIsProxy()) {
            return;
        }
        String wanted = kind.name().toLowerCase(Locale.ROOT) + ":" + from;
        String id = wanted;
        for (int n = 2; loose.containsKey(id); n++) {
            id = wanted + "~" + n;
        }
        loose.put(id, new Loose(kind, from, to, label, source));
    }

    /** The links both ends of which have been placed, unless they are too many. */
    List<Link> links() {
        List<Link> links = new ArrayList<>();
        loose.forEach((id, l) -> {
            String far = places.get(l.to());
            if (far != null && !isCrowded(l.kind(), far)) {
                links.add(new Link(id, l.kind(), l.from(), far, l.label(), l.source()));
            }
        });
        return links;
    }

    /** Sentences about links that are left out. */
    List<String> crowds() {
        return SAID.stream().flatMap(kind -> ends(kind).entrySet().stream().filter(end -> isCrowded(kind, end.getKey())).sorted(Map.Entry.comparingByKey())
                .map(end -> end.getValue() + " lines to " + end.getKey() + " are not drawn: what they begin at says so in words")).toList();
    }

    private boolean isCrowded(LinkKind kind, String far) {
        return SAID.contains(kind) && ends(kind).getOrDefault(far, 0L) > MOST_LINES;
    }

    /** How many links of a kind end at each element. */
    private Map<String, Long> ends(LinkKind kind) {
        return ends.computeIfAbsent(kind, k -> loose.values().stream().filter(l -> l.kind() == k && places.containsKey(l.to()))
                .collect(Collectors.groupingBy(l -> places.get(l.to()), Collectors.counting())));
    }

    /** The status of a host or guest: as long as nothing is heard of it, it is merely defined. */
    Optional<Status> status(String name) {
        if (live == null) {
            return Optional.empty();
        }
        return Optional.of(live.find(name).map(SceneBuilder::status).orElse(new Status(State.DEFINED, "")));
    }

    /** The status of a hart or vCPU, if anything is known of it. */
    Optional<Status> processorStatus(String name) {
        return live == null ? Optional.empty() : live.find(name).map(SceneBuilder::status);
    }

    /** A small part of an element. */
    Element part(String owner, Role role, String name, String title, List<String> lines, EObject source) {
        return part(owner, role, name, title, lines, Optional.empty(), source, -1);
    }

    /** A small part of an element that may be one of several. */
    Element part(String owner, Role role, String name, String title, List<String> lines, Optional<Status> status, EObject source, int index) {
        return new Element(id(owner, name), role, title, lines, status, List.of(), List.of(), source, index);
    }

    private static Status status(Activity activity) {
        return new Status(activity.state(), Words.join(activity.remark(), counted(activity.exits(), "exits"),
                counted(activity.instructions(), "instructions")));
    }

    private static String counted(OptionalLong number, String what) {
        return number.isPresent() ? Words.count(number.getAsLong()) + " " + what : "";
    }
}
