// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.scene;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.emf.common.util.URI;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.emf.ecore.util.EcoreUtil;

/**
 * Something that is drawn as a box.
 * @param id unique in the scene; the same for the same thing in the next scene of the same configuration
 * @param role what it is
 * @param title its kind and name, such as {@code domain one}
 * @param lines what else is to be said about it, a short line each
 * @param status its live state; empty without one
 * @param parts its small parts, drawn as rows of chips
 * @param children the boxes inside it
 * @param source the object of the model it stands for; {@code null} only if the model itself is incomplete
 * @param index which virtual machine of an array, which hart of a host or vCPU of a domain; -1 where that has no meaning
 */
public record Element(String id, Role role, String title, List<String> lines, Optional<Status> status, List<Element> parts,
        List<Element> children, EObject source, int index) {

    /** Copies the lists. */
    public Element {
        Objects.requireNonNull(id);
        Objects.requireNonNull(role);
        Objects.requireNonNull(title);
        Objects.requireNonNull(status);
        lines = List.copyOf(lines);
        parts = List.copyOf(parts);
        children = List.copyOf(children);
    }

    /** Where the editor finds what it stands for: the URI of the model object. */
    public Optional<URI> uri() {
        return Optional.ofNullable(source).map(EcoreUtil::getURI);
    }

    /** The element, its parts and all inside it, outer ones first. */
    public Stream<Element> all() {
        return Stream.concat(Stream.of(this), Stream.concat(parts.stream(), children.stream()).flatMap(Element::all));
    }

    /** Everything it says, for a tooltip or a screen reader. */
    public String description() {
        StringBuilder text = new StringBuilder(title);
        lines.forEach(line -> text.append(" · ").append(line));
        status.ifPresent(s -> text.append(" · ").append(s.text()));
        return text.toString();
    }
}
