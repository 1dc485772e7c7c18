// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.diagram.TopologyDiagram;
import org.trapline.diagram.paint.Theme;
import org.trapline.diagram.scene.Scene;
import org.trapline.diagram.testkit.Drawings;
import org.trapline.topology.Topology;
import org.trapline.topology.TopologyFactory;

class TextFormatsTest {

    static List<String> names() {
        return Drawings.names();
    }

    @Test
    void mermaidOfTheFirstExample() throws IOException {
        assertEquals(golden("hello.mmd"), MermaidRenderer.render(Drawings.scene("hello"), Theme.LIGHT));
    }

    @Test
    void dotOfTheFirstExample() throws IOException {
        assertEquals(golden("hello.dot"), DotRenderer.render(Drawings.scene("hello"), Theme.LIGHT));
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = TextFormatsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Scene nasty() {
        Topology topology = TopologyFactory.eINSTANCE.createTopology();
        topology.getHosts().add(TopologyFactory.eINSTANCE.createHost());
        topology.getHosts().getFirst().setName("end \"x\" \\ <b> & #35; `y` ]\n");
        return TopologyDiagram.of(topology, null);
    }

    @Test
    void mermaidLabelsCannotEndEarly() {
        String mermaid = MermaidRenderer.render(nasty(), Theme.LIGHT);
        assertTrue(mermaid.contains("host end #34;x#34; #92; #60;b#62; #38; #35;35#59; #96;y#96; ] "), mermaid);
        Pattern line = Pattern.compile("flowchart TB|  acc(Title|Descr): .*| *(subgraph )?n\\d+p?\\[\"[^\"]*\"\\](:::\\w+)?| *direction TB| *end| *class n\\d+ \\w+"
                + "| *classDef \\w+ [\\w:#,. -]+| *n\\d+ ~~~ n\\d+");
        mermaid.lines().forEach(l -> assertTrue(line.matcher(l).matches(), l));
    }

    @ParameterizedTest
    @MethodSource("names")
    void mermaidSubgraphsAreClosedAndLinksHaveBothEnds(String name) {
        String mermaid = MermaidRenderer.render(Drawings.scene(name), Theme.DARK);
        assertEquals(mermaid.lines().filter(l -> l.strip().startsWith("subgraph ")).count(), mermaid.lines().filter(l -> l.strip().equals("end")).count());
        assertFalse(mermaid.contains("null"), mermaid);
        assertEquals(Drawings.scene(name).links().size(), mermaid.lines().filter(l -> l.contains("|\"")).count());
    }

    @Test
    void dotLabelsCannotEndEarly() {
        String dot = DotRenderer.render(nasty(), Theme.LIGHT);
        assertTrue(dot.contains("host end \\\"x\\\" \\\\ <b> &amp; #35; `y` ] \\l"), dot);
    }

    @ParameterizedTest
    @MethodSource("names")
    void graphvizReadsWhatIsWritten(String name, @TempDir Path folder) throws Exception {
        accepted(DotRenderer.render(Drawings.scene(name), Theme.LIGHT), folder);
    }

    @Test
    void graphvizReadsAnyName(@TempDir Path folder) throws Exception {
        accepted(DotRenderer.render(nasty(), Theme.LIGHT), folder);
    }

    private static void accepted(String dot, Path folder) throws Exception {
        Optional<Path> graphviz = List.of(System.getenv("PATH").split(":")).stream().map(p -> Path.of(p, "dot")).filter(Files::isExecutable).findFirst();
        assumeTrue(graphviz.isPresent(), "Graphviz (dot) is not installed");
        Path file = Files.writeString(folder.resolve("in.dot"), dot);
        Path messages = folder.resolve("messages");
        Process process = new ProcessBuilder(graphviz.get().toString(), "-Tsvg", "-o", folder.resolve("out.svg").toString(), file.toString())
                .redirectErrorStream(true).redirectOutput(messages.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "dot does not end");
        assertEquals("", Files.readString(messages));
        assertEquals(0, process.exitValue());
    }

    @Test
    void theFileNameChoosesTheFormat() {
        assertEquals(Optional.of(DiagramFormat.SVG), DiagramFormat.ofFileName("a/b.c/out.SVG"));
        assertEquals(Optional.of(DiagramFormat.PNG), DiagramFormat.ofFileName("out.png"));
        assertEquals(Optional.of(DiagramFormat.MERMAID), DiagramFormat.ofFileName("out.mmd"));
        assertEquals(Optional.of(DiagramFormat.DOT), DiagramFormat.ofFileName("out.gv"));
        assertEquals(Optional.empty(), DiagramFormat.ofFileName("svg.jpeg"));
    }
}
