// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.topology;

import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.emf.ecore.EObject;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.Region;
import org.eclipse.xtext.nodemodel.ICompositeNode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.util.ITextRegion;
import org.trapline.diagram.LiveState;
import org.trapline.diagram.TopologyDiagram;
import org.trapline.diagram.layout.LayeredLayout;
import org.trapline.diagram.layout.Picture;
import org.trapline.diagram.scene.Element;
import org.trapline.lang.topology.Diagnostic;
import org.trapline.lang.topology.LoadResult;
import org.trapline.lang.topology.TopologyLoader;

/**
 * A configuration, read and drawn.
 *
 * @param result the model, and what is wrong with its text
 * @param live how what runs is doing; null if nothing does
 */
record Drawing(LoadResult result, LiveState live, Picture picture) {

    /** Reads a text as it is being edited, and draws it. Not for the display's thread. */
    static Drawing read(final TopologyLoader loader, final Path file, final String text, final LiveState live) {
        return draw(loader.load(file, text), live);
    }

    private static Drawing draw(final LoadResult result, final LiveState live) {
        return new Drawing(result, live, LayeredLayout.arrange(TopologyDiagram.of(result.model(), live)));
    }

    /** Returns the same configuration with another state. Not for the display's thread. */
    Drawing with(final LiveState newLive) {
        return draw(result, newLive);
    }

    /** Returns how many errors the text has. */
    long errors() {
        return result.diagnostics().stream().filter(d -> d.severity() == Diagnostic.Severity.ERROR).count();
    }

    /** Returns where in the text an element is described: its first line. */
    static Optional<IRegion> place(final Element element) {
        final ICompositeNode node = element.source() == null ? null : NodeModelUtils.findActualNodeFor(element.source());
        return Optional.ofNullable(node).map(ICompositeNode::getTextRegion).map(r -> new Region(r.getOffset(), r.getLength()));
    }

    /** Returns the id of the innermost element that is described at an offset of the text; empty if there is none. */
    String elementAt(final int offset) {
        String best = "";
        int shortest = Integer.MAX_VALUE;
        for (final Element element : picture.scene().all().toList()) {
            final EObject source = element.source();
            final ICompositeNode node = source == null ? null : NodeModelUtils.findActualNodeFor(source);
            final ITextRegion region = node == null ? null : node.getTextRegion();
            if (region != null && region.contains(offset) && region.getLength() < shortest) {
                best = element.id();
                shortest = region.getLength();
            }
        }
        return best;
    }
}
