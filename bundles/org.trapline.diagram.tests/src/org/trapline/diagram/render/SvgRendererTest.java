// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.diagram.TopologyDiagram;
import org.trapline.diagram.layout.LayeredLayout;
import org.trapline.diagram.paint.Theme;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.testkit.Drawings;
import org.trapline.topology.Topology;
import org.trapline.topology.TopologyFactory;
import org.w3c.dom.Document;

class SvgRendererTest {

    static List<String> names() {
        return Drawings.names();
    }

    private static Document parsed(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theDocumentIsWellFormedAndSaysWhatItShows(String name) throws Exception {
        for (Theme theme : Theme.values()) {
            Document svg = parsed(SvgRenderer.render(Drawings.picture(name, Drawings.busy(1, 2)), theme));
            assertEquals("http://www.w3.org/2000/svg", svg.getDocumentElement().getNamespaceURI());
            assertEquals(name + ".tln", svg.getElementsByTagName("title").item(0).getTextContent());
            assertTrue(svg.getElementsByTagName("desc").item(0).getTextContent().contains("host"), "description");
        }
    }

    @Test
    void everyElementIsAGroupThatCanBeFound() throws Exception {
        Document svg = parsed(SvgRenderer.render(Drawings.picture("hello"), Theme.LIGHT));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < svg.getElementsByTagName("g").getLength(); i++) {
            ids.add(svg.getElementsByTagName("g").item(i).getAttributes().getNamedItem("data-id").getNodeValue());
        }
        assertTrue(ids.containsAll(Drawings.scene("hello").all().map(Element::id).toList()), ids.toString());
    }

    @Test
    void theLegendExplainsTheTypeOfTheHypervisor() {
        String svg = SvgRenderer.render(Drawings.picture("types"), Theme.LIGHT);
        List.of("Type 0: ", "Type 1: ", "Type 2: ", "physical hardware").forEach(words -> assertTrue(svg.contains(words), words));
    }

    @Test
    void noNameBreaksTheDocument() throws Exception {
        Topology topology = TopologyFactory.eINSTANCE.createTopology();
        topology.getHosts().add(TopologyFactory.eINSTANCE.createHost());
        topology.getHosts().getFirst().setName("<a href=\"&x;\">]]>\u0000\ud800'");
        Document svg = parsed(SvgRenderer.render(LayeredLayout.arrange(TopologyDiagram.of(topology, null)), Theme.LIGHT));
        assertTrue(svg.getDocumentElement().getTextContent().contains("<a href=\"&x;\">]]>\ufffd\ufffd'"));
    }
}
