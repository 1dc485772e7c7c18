// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.render;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.trapline.diagram.paint.BoxStyle;
import org.trapline.diagram.paint.Theme;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.Layer;
import org.trapline.diagram.scene.Link;
import org.trapline.diagram.scene.Role;
import org.trapline.diagram.scene.Scene;

/** Writes scenes as Mermaid flowcharts. A box with boxes inside becomes a subgraph; small parts become lines of the box they belong to. */
public final class MermaidRenderer {

    /** Characters that quotes do not rob of their meaning: those of HTML, Markdown and entities, and the quote itself. */
    private static final String MEANINGFUL = "\"#&<>`*~\\{}|;";

    private final Theme theme;
    private final StringBuilder out = new StringBuilder();
    /** The names nodes have in the flowchart, also those of the boxes that small parts belong to. */
    private final Map<String, String> names = new HashMap<>();
    private final Set<Layer> layers = EnumSet.noneOf(Layer.class);
    private int nodes;

    private MermaidRenderer(Theme theme) {
        this.theme = theme;
    }

    /** The scene as a flowchart from top to bottom. */
    public static String render(Scene scene, Theme theme) {
        MermaidRenderer renderer = new MermaidRenderer(theme);
        renderer.flowchart(scene);
        return renderer.out.toString();
    }

    private void flowchart(Scene scene) {
        out.append("flowchart TB\n");
        out.append("  accTitle: ").append(oneLine(scene.title())).append('\n');
        out.append("  accDescr: ").append(oneLine(scene.description())).append('\n');
        scene.elements().forEach(element -> box(element, "  "));
        scene.links().forEach(this::link);
        layers.forEach(this::style);
    }

    private void box(Element element, String indent) {
        String name = name(element);
        layers.add(element.role().layer());
        if (element.children().isEmpty()) {
            out.append(indent).append(name).append("[\"").append(label(element)).append("\"]:::").append(word(element.role().layer())).append('\n');
            return;
        }
        List<String> words = new ArrayList<>(List.of(element.title()));
        words.addAll(element.lines());
        element.status().ifPresent(status -> words.add(status.text()));
        out.append(indent).append("subgraph ").append(name).append("[\"").append(escape(String.join(" · ", words))).append("\"]\n");
        out.append(indent).append("  direction TB\n");
        if (!element.parts().isEmpty()) {
            out.append(indent).append("  ").append(name).append("p[\"").append(parts(element)).append("\"]:::").append(word(element.role().layer())).append('\n');
        }
        element.children().forEach(child -> box(child, indent + "  "));
        if (element.role() == Role.HOST || element.role() == Role.PARTITION) {
            stack(element.children(), indent + "  ");
        }
        out.append(indent).append("end\n");
        out.append(indent).append("class ").append(name).append(' ').append(word(element.role().layer())).append('\n');
    }

    /** Links that are not seen keep one box below the other. */
    private void stack(List<Element> elements, String indent) {
        for (int i = 1; i < elements.size(); i++) {
            out.append(indent).append(names.get(elements.get(i - 1).id())).append(" ~~~ ").append(names.get(elements.get(i).id())).append('\n');
        }
    }

    private String name(Element element) {
        String name = "n" + ++nodes;
        names.put(element.id(), name);
        element.parts().forEach(part -> names.put(part.id(), name));
        return name;
    }

    private static String label(Element element) {
        List<String> lines = new ArrayList<>(List.of("<b>" + escape(element.title()) + "</b>"));
        element.lines().forEach(line -> lines.add(escape(line)));
        element.status().ifPresent(status -> lines.add("<b>" + escape(status.text()) + "</b>"));
        if (!element.parts().isEmpty()) {
            lines.add(parts(element));
        }
        return String.join("<br/>", lines);
    }

    private static String parts(Element element) {
        return String.join("<br/>", element.parts().stream().map(part -> escape(part.description())).toList());
    }

    private void link(Link link) {
        String words = escape(link.label().isEmpty() ? link.kind().meaning() : link.kind().meaning() + ": " + link.label());
        String arrow = switch (link.kind()) {
            case BOOTS -> " -->";
            case FROM, MIGRATES -> " -.->";
            case PLUGGED, ASSIGNED -> " ---";
            case SLICE, STORED -> " -.-";
        };
        out.append("  ").append(names.get(link.from())).append(arrow).append("|\"").append(words).append("\"| ").append(names.get(link.to())).append('\n');
    }

    private void style(Layer layer) {
        BoxStyle style = theme.style(layer);
        String dashes = style.border().dashes().isEmpty() ? "" : ",stroke-dasharray:5 3";
        out.append("  classDef ").append(word(layer)).append(" fill:").append(style.fill().hex()).append(",stroke:").append(style.border().colour().hex())
                .append(",color:").append(style.text().hex()).append(dashes).append('\n');
    }

    private static String word(Layer layer) {
        return layer.name().toLowerCase(Locale.ROOT);
    }

    /** Mermaid has no escape character; it writes HTML's entities with # instead of &amp;. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 0x20 || c == 0x7f) {
                escaped.append(' ');
            } else if (MEANINGFUL.indexOf(c) >= 0) {
                escaped.append('#').append(c).append(';');
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    /** A line of its own has no quotes around it; only its end must not come early. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\x00-\\x1f\\x7f;#{}]", " ");
    }
}
