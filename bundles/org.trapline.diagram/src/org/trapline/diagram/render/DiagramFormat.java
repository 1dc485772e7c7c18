// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.render;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.trapline.diagram.LiveState;
import org.trapline.diagram.TopologyDiagram;
import org.trapline.diagram.layout.LayeredLayout;
import org.trapline.diagram.paint.Theme;
import org.trapline.diagram.scene.Scene;
import org.trapline.topology.Topology;

/** The formats a diagram can be written in. */
public enum DiagramFormat {
    /** Scalable Vector Graphics. */
    SVG("SVG", "svg"),
    /** Portable Network Graphics. */
    PNG("PNG", "png"),
    /** A Mermaid flowchart, which wikis and README files draw. */
    MERMAID("Mermaid", "mmd", "mermaid"),
    /** The language of Graphviz. */
    DOT("dot", "dot", "gv");

    private final String label;
    private final List<String> extensions;

    DiagramFormat(String label, String... extensions) {
        this.label = label;
        this.extensions = List.of(extensions);
    }

    /** What people call it. */
    public String label() {
        return label;
    }

    /** How its files' names end, the usual way first, without the dot. */
    public List<String> extensions() {
        return extensions;
    }

    /** The format that a file's name asks for; empty if its ending is that of none. */
    public static Optional<DiagramFormat> ofFileName(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(format -> format.extensions.contains(extension)).findFirst();
    }

    /** All endings, for messages: {@code .svg, .png, …}. */
    public static String endings() {
        return Arrays.stream(values()).flatMap(format -> format.extensions.stream()).map(e -> "." + e).collect(Collectors.joining(", "));
    }

    /**
     * Draws a configuration.
     * @param live how a session is doing, or {@code null}
     * @param theme its colours
     * @param scale how many pixels there are to each at scale 1; only PNG heeds it
     * @return the content of the file
     * @throws RenderException if it cannot be drawn in this format on this machine, or not as large
     */
    public byte[] render(Topology topology, LiveState live, Theme theme, double scale) throws RenderException {
        Scene scene = TopologyDiagram.of(topology, live);
        return switch (this) {
            case SVG -> SvgRenderer.render(LayeredLayout.arrange(scene), theme).getBytes(StandardCharsets.UTF_8);
            case PNG -> PngRenderer.render(LayeredLayout.arrange(scene), theme, scale);
            case MERMAID -> MermaidRenderer.render(scene, theme).getBytes(StandardCharsets.UTF_8);
            case DOT -> DotRenderer.render(scene, theme).getBytes(StandardCharsets.UTF_8);
        };
    }
}
