// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Alignment;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkConnectableShape;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.Link;

/**
 * The page with all hosts, and what hosts use below it, as the layered algorithm wants them: a node for each, a port wherever a line leaves
 * the page, an edge for each line. Rows are the algorithm's partitions, which keeps one below another.
 */
final class OuterGraph {

    static {
        // Teaches the kernel to copy the values of its own options; without it the algorithm cannot read its defaults. The class loader's
        // lock makes it happen once.
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    }

    private final Frames frames;
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<Frame, ElkNode> nodes = new HashMap<>();
    private final Map<String, ElkEdge> edges = new HashMap<>();
    private final Map<String, Strand> strands = new HashMap<>();

    OuterGraph(Frames frames) {
        this.frames = frames;
        options();
        node(frames.page(), 0);
        keepRows();
        frames.leaving(frames.page()).forEach(this::edge);
        new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
    }

    private void options() {
        root.setProperty(LayeredOptions.DIRECTION, Direction.DOWN);
        root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        root.setProperty(LayeredOptions.PADDING, new ElkPadding(0));
        root.setProperty(LayeredOptions.SPACING_NODE_NODE, Rows.SPACING);
        root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, Rows.SPACING);
        root.setProperty(LayeredOptions.SPACING_EDGE_NODE, 12.0);
        root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 10.0);
        root.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 8.0);
        root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 8.0);
        root.setProperty(LayeredOptions.PARTITIONING_ACTIVATE, true);
        root.setProperty(LayeredOptions.SEPARATE_CONNECTED_COMPONENTS, false);
        root.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
        root.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
        root.setProperty(LayeredOptions.RANDOM_SEED, 1);
    }

    private void node(Frame frame, int row) {
        ElkNode node = ElkGraphUtil.createNode(root);
        node.setDimensions(frame.bounds().width(), frame.bounds().height());
        node.setProperty(LayeredOptions.ALIGNMENT, Alignment.TOP);
        node.setProperty(LayeredOptions.PARTITIONING_PARTITION, row);
        nodes.put(frame, node);
    }

    /** Below the hosts what they use: no line has to come in from above, across the words at the top of a box. */
    private void keepRows() {
        List<Element> others = frames.others().stream().map(frame -> frame.element).toList();
        int row = 1;
        for (List<Element> elements : frames.rows().outside(others)) {
            for (Element element : elements) {
                node(frames.frame(element), row);
            }
            row++;
        }
    }

    private void edge(Strand strand) {
        Frame from = Frames.outermost(frames.owner(strand.link.from()));
        ElkPort port = ElkGraphUtil.createPort(nodes.get(from));
        port.setLocation(strand.x(), from.bounds().height());
        port.setProperty(LayeredOptions.PORT_SIDE, PortSide.SOUTH);
        nodes.get(from).setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_POS);
        ElkEdge edge = connect(port, nodes.get(Frames.outermost(frames.owner(strand.link.to()))));
        edges.put(strand.link.id(), edge);
        strands.put(strand.link.id(), strand);
    }

    private static ElkEdge connect(ElkConnectableShape from, ElkConnectableShape to) {
        ElkEdge edge = ElkGraphUtil.createSimpleEdge(from, to);
        ElkGraphUtil.updateContainment(edge);
        return edge;
    }

    double width() {
        return root.getWidth();
    }

    double height() {
        return root.getHeight();
    }

    /** Where an outermost box ends up, in whole pixels. */
    Point origin(Frame outermost) {
        ElkNode node = nodes.get(outermost);
        return new Point(Math.round(node.getX()), Math.round(node.getY()));
    }

    /** The points of a line, from its start to its end. */
    List<Point> points(Link link) {
        Point origin = origin(Frames.outermost(frames.owner(link.from())));
        Strand strand = strands.get(link.id());
        List<Point> points = new ArrayList<>();
        List<Point> inside = strand == null ? frames.inner(link) : strand.points;
        inside.forEach(point -> points.add(new Point(origin.x() + point.x(), origin.y() + point.y())));
        if (strand != null) {
            ElkEdgeSection section = edges.get(link.id()).getSections().getFirst();
            double start = points.getLast().x();
            points.add(new Point(start, Math.round(section.getStartY())));
            section.getBendPoints().forEach(bend -> points.add(at(bend.getX(), bend.getY(), section, start)));
            points.add(at(section.getEndX(), section.getEndY(), section, start));
        }
        return withoutStraightBends(points);
    }

    /** A point in whole pixels; one straight below the start stays so. */
    private static Point at(double x, double y, ElkEdgeSection section, double start) {
        return new Point(Math.abs(x - section.getStartX()) < 1 ? start : Math.round(x), Math.round(y));
    }

    private static List<Point> withoutStraightBends(List<Point> points) {
        List<Point> bends = new ArrayList<>();
        for (Point point : points) {
            int last = bends.size() - 1;
            if (last >= 1 && (bends.get(last - 1).x() == bends.get(last).x() && bends.get(last).x() == point.x()
                    || bends.get(last - 1).y() == bends.get(last).y() && bends.get(last).y() == point.y())) {
                bends.removeLast();
            }
            if (bends.isEmpty() || !bends.getLast().equals(point)) {
                bends.add(point);
            }
        }
        return bends;
    }
}
