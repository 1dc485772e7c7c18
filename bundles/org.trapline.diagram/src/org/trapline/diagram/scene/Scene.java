// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.scene;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything a diagram shows.
 * @param title what it is a picture of
 * @param elements the outermost boxes
 * @param links the lines; both ends are elements of this scene
 * @param notes sentences that explain what is seen, for the legend
 */
public record Scene(String title, List<Element> elements, List<Link> links, List<String> notes) {

    /** Copies the lists. */
    public Scene {
        Objects.requireNonNull(title);
        elements = List.copyOf(elements);
        links = List.copyOf(links);
        notes = List.copyOf(notes);
    }

    /** All elements, outer ones first. */
    public Stream<Element> all() {
        return elements.stream().flatMap(Element::all);
    }

    /** The element with an id. */
    public Optional<Element> element(String id) {
        return all().filter(e -> e.id().equals(id)).findFirst();
    }

    /** One sentence that says what is in it, for those who cannot see it. */
    public String description() {
        long hosts = count(Role.HOST);
        long hypervisors = count(Role.HYPERVISOR);
        long machines = all().filter(e -> e.role() == Role.DOMAIN).mapToLong(Scene::machines).sum();
        return "%s, %s, %s.".formatted(amount(hosts, "host"), amount(hypervisors, "hypervisor"), amount(machines, "virtual machine"));
    }

    private long count(Role role) {
        return all().filter(e -> e.role() == role).count();
    }

    private static long machines(Element domain) {
        return Math.max(1, domain.parts().stream().filter(part -> part.role() == Role.INSTANCE).count());
    }

    private static String amount(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
