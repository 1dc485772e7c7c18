// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.scene;

import java.util.Objects;
import org.eclipse.emf.ecore.EObject;

/**
 * A line between two elements.
 * @param id unique in the scene
 * @param kind what it means
 * @param from id of the element it starts at; of the two, the one to be drawn further up
 * @param to id of the element it ends at
 * @param label more words, for a tooltip; empty for none
 * @param source the object of the model that says so
 */
public record Link(String id, LinkKind kind, String from, String to, String label, EObject source) {

    /** Refuses absent values. */
    public Link {
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
        Objects.requireNonNull(label);
    }
}
