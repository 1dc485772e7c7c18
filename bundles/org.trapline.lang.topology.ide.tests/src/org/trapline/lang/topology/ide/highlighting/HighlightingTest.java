// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.highlighting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringReader;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.xtext.parser.IParser;
import org.junit.jupiter.api.Test;
import org.trapline.lang.topology.ide.TopologyIdeSetup;

final class HighlightingTest {

    private static final IParser PARSER = new TopologyIdeSetup().createInjectorAndDoEMFRegistration().getInstance(IParser.class);

    @Test
    void keywordsNamesAndValuesAreTold() {
        assertEquals("keyword:import string:\"a.s\" keyword:as function:a", types("import \"a.s\" as a"));
        assertEquals("keyword:host class:pc keyword:cores number:2 keyword:memory number:64 number:MiB", types("host pc { cores 2 memory 64 MiB }"));
        assertEquals("keyword:network namespace:lan comment:// wire", types("network lan // wire"));
    }

    @Test
    void wordsOfEnumerationsAndKeywordsUsedAsNamesAreNoKeywords() {
        assertEquals("keyword:host class:h keyword:hypervisor class:hypervisor keyword:cpu enumMember:hardware keyword:domain struct:memory",
                types("host h { hypervisor hypervisor { cpu hardware domain memory { } } }"));
    }

    @Test
    void conditionsShowEventsFieldsAndOperators() {
        assertEquals("keyword:scenario method:s keyword:expect keyword:never event:write keyword:where property:by operator:== property:guest",
                types("scenario s { expect { never(write where by == guest) } }"));
    }

    @Test
    void straysHaveNoType() {
        assertEquals("keyword:host class:h", types("host h { bogus }"));
    }

    private static String types(String text) {
        return StreamSupport.stream(PARSER.parse(new StringReader(text)).getRootNode().getLeafNodes().spliterator(), false)
                .filter(leaf -> leaf.getLength() > 0 && Highlighting.type(leaf) != null).map(leaf -> Highlighting.type(leaf) + ":" + leaf.getText().strip())
                .collect(Collectors.joining(" "));
    }
}
