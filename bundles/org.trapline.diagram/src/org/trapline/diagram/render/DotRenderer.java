// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.render;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.trapline.diagram.paint.BoxStyle;
import org.trapline.diagram.paint.Stroke;
import org.trapline.diagram.paint.Theme;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.Layer;
import org.trapline.diagram.scene.Link;
import org.trapline.diagram.scene.Role;
import org.trapline.diagram.scene.Scene;

/** Writes scenes in the language of Graphviz. A box with boxes inside becomes a cluster; small parts become lines of the box they belong to. */
public final class DotRenderer {

    /** Where edges of an element end: at a node, and visibly at the cluster around it, if the element is one. */
    private record End(String node, String cluster) {
    }

    private final Theme theme;
    private final StringBuilder out = new StringBuilder();
    private final Map<String, End> ends = new HashMap<>();
    private int nodes;

    private DotRenderer(Theme theme) {
        this.theme = theme;
    }

    /** The scene as a directed graph from top to bottom. */
    public static String render(Scene scene, Theme theme) {
        DotRenderer renderer = new DotRenderer(theme);
        renderer.graph(scene);
        return renderer.out.toString();
    }

    private void graph(Scene scene) {
        out.append("digraph ").append(quoted(scene.title())).append(" {\n");
        out.append("  graph [compound=true, newrank=true, nodesep=0.3, ranksep=0.4, fontname=\"DejaVu Sans\", fontsize=11, bgcolor=\"")
                .append(theme.background().hex()).append("\", tooltip=").append(quoted(scene.description())).append("];\n");
        out.append("  node [shape=box, fontname=\"DejaVu Sans\", fontsize=10];\n");
        out.append("  edge [fontname=\"DejaVu Sans\", fontsize=9, fontcolor=\"").append(theme.softText().hex()).append("\"];\n");
        scene.elements().forEach(element -> box(element, "  "));
        scene.links().forEach(this::link);
        out.append("}\n");
    }

    private void box(Element element, String indent) {
        String name = "n" + ++nodes;
        if (element.children().isEmpty()) {
            place(element, new End(name, null));
            List<String> lines = new ArrayList<>(words(element));
            element.parts().forEach(part -> lines.add(part.description()));
            out.append(indent).append(name).append(" [label=").append(label(lines)).append(style(element.role())).append("];\n");
            return;
        }
        out.append(indent).append("subgraph cluster_").append(name).append(" {\n");
        out.append(indent).append("  graph [labeljust=l, label=").append(label(words(element))).append(style(element.role())).append("];\n");
        if (!element.parts().isEmpty()) {
            out.append(indent).append("  ").append(name).append("p [label=").append(label(element.parts().stream().map(Element::description).toList()))
                    .append(style(element.role())).append("];\n");
        }
        element.children().forEach(child -> box(child, indent + "  "));
        place(element, new End(ends.get(element.children().getFirst().id()).node(), "cluster_" + name));
        if (element.role() == Role.HOST || element.role() == Role.PARTITION) {
            stack(element.children(), indent + "  ");
        }
        out.append(indent).append("}\n");
    }

    private void place(Element element, End end) {
        ends.put(element.id(), end);
        element.parts().forEach(part -> ends.put(part.id(), end));
    }

    /** Edges that are not seen keep one box below the other. */
    private void stack(List<Element> elements, String indent) {
        for (int i = 1; i < elements.size(); i++) {
            out.append(indent).append(lowest(elements.get(i - 1))).append(" -> ").append(ends.get(elements.get(i).id()).node()).append(" [style=invis];\n");
        }
    }

    private String lowest(Element element) {
        return element.children().isEmpty() ? ends.get(element.id()).node() : lowest(element.children().getLast());
    }

    private void link(Link link) {
        End from = ends.get(link.from());
        End to = ends.get(link.to());
        Stroke stroke = theme.stroke(link.kind());
        String words = link.label().isEmpty() ? link.kind().meaning() : link.kind().meaning() + ": " + link.label();
        out.append("  ").append(from.node()).append(" -> ").append(to.node()).append(" [label=").append(quoted(words))
                .append(", color=\"").append(stroke.colour().hex()).append('"')
                .append(stroke.dashes().isEmpty() ? "" : ", style=dashed")
                .append(link.kind().isDirected() ? "" : ", dir=none")
                .append(from.cluster() == null ? "" : ", ltail=" + from.cluster())
                .append(to.cluster() == null ? "" : ", lhead=" + to.cluster()).append("];\n");
    }

    private static List<String> words(Element element) {
        List<String> words = new ArrayList<>(List.of(element.title()));
        words.addAll(element.lines());
        element.status().ifPresent(status -> words.add(status.text()));
        return words;
    }

    private String style(Role role) {
        BoxStyle style = theme.style(role);
        String dashes = switch (role.layer()) {
            case VIRTUAL -> ",dashed";
            case PLAN -> ",dotted";
            case PHYSICAL, SYSTEM, USER, SHARED -> "";
        };
        return ", style=\"filled" + (role.layer() == Layer.PHYSICAL ? "" : ",rounded") + dashes + "\", fillcolor=\"" + style.fill().hex() + "\", color=\""
                + style.border().colour().hex() + "\", fontcolor=\"" + style.text().hex() + "\"";
    }

    /** Lines set to the left. */
    private static String label(List<String> lines) {
        StringBuilder label = new StringBuilder("\"");
        lines.forEach(line -> label.append(escape(line)).append("\\l"));
        return label.append('"').toString();
    }

    private static String quoted(String text) {
        return '"' + escape(text) + '"';
    }

    /** In labels, dot gives the backslash a meaning of its own, and reads HTML entities. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '"' -> escaped.append("\\\"");
                case '&' -> escaped.append("&amp;");
                default -> escaped.appendCodePoint(c < 0x20 ? ' ' : c);
            }
        });
        return escaped.toString();
    }
}
