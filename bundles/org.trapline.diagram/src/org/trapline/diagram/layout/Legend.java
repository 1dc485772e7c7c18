// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.List;
import org.trapline.diagram.scene.Layer;
import org.trapline.diagram.scene.LinkKind;

/**
 * What colours and lines mean, of those that occur.
 * @param bounds its place
 * @param layers colours of boxes
 * @param links kinds of lines
 * @param texts all its texts
 */
public record Legend(Rect bounds, List<LayerSample> layers, List<LinkSample> links, List<Text> texts) {

    /**
     * A small box in the colours of a layer.
     * @param layer the layer
     * @param bounds its place
     */
    public record LayerSample(Layer layer, Rect bounds) {
    }

    /**
     * A short line.
     * @param kind its kind
     * @param from its left end
     * @param to its right end
     */
    public record LinkSample(LinkKind kind, Point from, Point to) {
    }

    /** Copies the lists. */
    public Legend {
        layers = List.copyOf(layers);
        links = List.copyOf(links);
        texts = List.copyOf(texts);
    }
}
