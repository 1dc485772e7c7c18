// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkConnectableShape;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.Layer;
import org.trapline.diagram.scene.Link;
import org.trapline.diagram.scene.Scene;

/**
 * A scene as the layered algorithm wants it: a node for each box, a port where a line leaves towards a small part of it, and edges.
 * Edges without a link behind them are never drawn; they keep one row below another.
 */
final class LayoutGraph {

    static {
        // Teaches the kernel to copy the values of its own options; without it the algorithm cannot read its defaults. The class loader's
        // lock makes it happen once.
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    }

    private final Scene scene;
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<String, Content> contents = new LinkedHashMap<>();
    private final Map<String, ElkNode> nodes = new HashMap<>();
    /** The box a small part belongs to. */
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, ElkEdge> edges = new HashMap<>();
    private final ContentLayout sizes;
    private final Rows rows;

    LayoutGraph(Scene scene) {
        this.scene = scene;
        Set<String> linked = scene.links().stream().flatMap(link -> Stream.of(link.from(), link.to())).collect(Collectors.toSet());
        sizes = new ContentLayout(linked);
        rows = new Rows(element -> contents.get(element.id()).width());
        options(root);
        root.setProperty(LayeredOptions.PADDING, new ElkPadding(0));
        scene.elements().forEach(element -> node(element, root));
        contents.values().forEach(content -> keep(rows.inside(content.element())));
        keepOuter();
        scene.links().forEach(this::edge);
    }

    void layout() {
        new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
    }

    Scene scene() {
        return scene;
    }

    Content content(Element element) {
        return contents.get(element.id());
    }

    ElkNode node(Element element) {
        return nodes.get(element.id());
    }

    /** The box an element is, or is a small part of. */
    Content owner(String elementId) {
        return contents.get(owners.getOrDefault(elementId, elementId));
    }

    ElkNode nodeOfOwner(String elementId) {
        return nodes.get(owners.getOrDefault(elementId, elementId));
    }

    ElkEdge edge(String linkId) {
        return edges.get(linkId);
    }

    double width() {
        return root.getWidth();
    }

    double height() {
        return root.getHeight();
    }

    private void node(Element element, ElkNode parent) {
        Content content = sizes.of(element);
        contents.put(element.id(), content);
        element.parts().forEach(part -> owners.put(part.id(), element.id()));
        ElkNode node = ElkGraphUtil.createNode(parent);
        nodes.put(element.id(), node);
        node.setDimensions(content.width(), content.height());
        if (!element.children().isEmpty()) {
            options(node);
            node.setProperty(LayeredOptions.PADDING,
                    new ElkPadding(content.height() + 2, ContentLayout.MARGIN, ContentLayout.MARGIN, ContentLayout.MARGIN));
            node.setProperty(LayeredOptions.NODE_SIZE_CONSTRAINTS, EnumSet.of(SizeConstraint.MINIMUM_SIZE));
            node.setProperty(LayeredOptions.NODE_SIZE_MINIMUM, new KVector(content.width(), content.height()));
        }
        element.children().forEach(child -> node(child, node));
    }

    private static void options(ElkNode graph) {
        graph.setProperty(LayeredOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        graph.setProperty(LayeredOptions.DIRECTION, Direction.DOWN);
        graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE, Rows.SPACING);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, Rows.SPACING);
        graph.setProperty(LayeredOptions.SPACING_EDGE_NODE, 12.0);
        graph.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 10.0);
        graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 10.0);
        graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 8.0);
        graph.setProperty(LayeredOptions.RANDOM_SEED, 1);
    }

    /** Each row below the one before it. */
    private void keep(List<List<Element>> below) {
        for (int r = 1; r < below.size(); r++) {
            List<Element> upper = below.get(r - 1);
            for (int i = 0; i < below.get(r).size(); i++) {
                unseen(upper.get(Math.min(i, upper.size() - 1)), below.get(r).get(i));
            }
        }
    }

    /** Programs and templates on top, then hosts, then what hosts share. */
    private void keepOuter() {
        List<List<Element>> all = new ArrayList<>();
        all.addAll(rows.outside(outer(Layer.PLAN)));
        all.addAll(rows.outside(outer(Layer.PHYSICAL)));
        all.addAll(rows.outside(outer(Layer.SHARED)));
        keep(all);
    }

    private List<Element> outer(Layer layer) {
        return scene.elements().stream().filter(element -> element.role().layer() == layer).toList();
    }

    private void unseen(Element upper, Element lower) {
        connect(nodes.get(upper.id()), nodes.get(lower.id()));
    }

    private void edge(Link link) {
        ElkEdge edge = connect(end(link.from(), PortSide.SOUTH), end(link.to(), PortSide.NORTH));
        edges.put(link.id(), edge);
        if (!link.label().isEmpty()) {
            ElkLabel label = ElkGraphUtil.createLabel(link.label(), edge);
            label.setDimensions(Math.ceil(TextMetrics.width(link.label(), TextStyle.SMALL)) + 8, TextStyle.SMALL.lineHeight());
        }
    }

    private static ElkEdge connect(ElkConnectableShape from, ElkConnectableShape to) {
        ElkEdge edge = ElkGraphUtil.createSimpleEdge(from, to);
        ElkGraphUtil.updateContainment(edge);
        return edge;
    }

    /** Where an edge ends: at the box itself, or below or above the small part of it that the link is about. */
    private ElkConnectableShape end(String elementId, PortSide side) {
        ElkNode node = nodeOfOwner(elementId);
        Content content = owner(elementId);
        if (content.chip(elementId).isEmpty() || !content.element().children().isEmpty()) {
            return node;
        }
        Rect chip = content.chip(elementId).get().bounds();
        ElkPort port = ElkGraphUtil.createPort(node);
        port.setLocation(chip.x() + chip.width() / 2, side == PortSide.NORTH ? 0 : content.height());
        port.setProperty(LayeredOptions.PORT_SIDE, side);
        node.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_POS);
        return port;
    }
}
