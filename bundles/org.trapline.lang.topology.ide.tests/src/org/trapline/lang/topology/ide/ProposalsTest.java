// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.InsertTextFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProposalsTest {

    @Test
    void emptyFileOffersEveryBlockAndWholeHosts() {
        List<String> labels = new Editor("|").labels();
        assertTrue(labels.containsAll(List.of("import", "size", "network", "volume", "template", "host", "scenario")), labels::toString);
        assertTrue(labels.contains("host … a machine with a hypervisor and one guest"), labels::toString);
    }

    @Test
    void blockOffersItsSettingsAndNoOthers() {
        List<String> labels = new Editor("host pc { | }").labels();
        assertTrue(labels.containsAll(List.of("isa", "cores", "memory", "disk", "nic", "hypervisor", "os", "boot", "firmware", "quirk")), labels::toString);
        assertFalse(labels.contains("vcpus"), labels::toString);
        assertFalse(labels.contains("quantum"), labels::toString);
    }

    @Test
    void settingThatIsGivenIsNotOfferedAgainButAListIs() {
        List<String> labels = new Editor("host pc { cores 2  nic n0  | }").labels();
        assertFalse(labels.contains("cores"), labels::toString);
        assertTrue(labels.contains("nic"), labels::toString);
    }

    @Test
    void wordsOfAnEnumerationAreOfferedWithTheirMeaning() {
        List<CompletionItem> items = new Editor("host pc { hypervisor v { cpu | } }").completions();
        assertEquals(List.of("trap_and_emulate", "binary_translation", "hardware", "paravirt"), items.stream().map(CompletionItem::getLabel).toList());
        assertTrue(items.getFirst().getDocumentation().getLeft().contains("physical user mode"), items::toString);
    }

    @Test
    void prefixNarrowsTheOffer() {
        assertEquals(List.of("trap_and_emulate"), new Editor("host pc { hypervisor v { cpu tr| } }").labels());
    }

    @Test
    void namesInScopeAreOffered() {
        assertEquals(List.of("hello", "other"), new Editor("import \"a.s\" as hello import \"b.s\" as other host pc { boot | }").labels());
        assertEquals(List.of("lan"), new Editor("network lan { } host pc { nic n { network | } }").labels());
    }

    @Test
    void guestsAreOfferedByFullNameAndArraysWithANumber() {
        List<String> labels = new Editor("host pc { hypervisor v { domain web[2] { } domain solo { } } } scenario s { power_on | }").labels();
        assertTrue(labels.containsAll(List.of("pc", "pc.web[0]", "pc.solo", "solo")), labels::toString);
    }

    @Test
    void valuesAreOfferedWithTheirUnit() {
        assertTrue(new Editor("host pc { memory | }").labels().contains("64 MiB"));
        assertTrue(new Editor("host pc { hypervisor v { scheduler round_robin { quantum | } } }").labels().contains("2000 instr"));
        assertTrue(new Editor("host pc { isa | }").labels().contains("rv64gc_h"));
    }

    @Test
    void nameToBeChosenOffersNothing() {
        assertEquals(List.of(), new Editor("host | { }").labels());
    }

    @Test
    void eventsOfTheTraceAreOffered() {
        assertTrue(new Editor("scenario s { expect { never(| } }").labels().contains("vm_exit"));
    }

    @Test
    void snippetsArePlaceholdersForTheClientAndValidTextWhenFilledIn() {
        CompletionItem item = new Editor("|").completions().stream().filter(i -> i.getLabel().startsWith("host … a machine with a hypervisor")).findFirst().orElseThrow();
        assertEquals(InsertTextFormat.Snippet, item.getInsertTextFormat());
        assertTrue(item.getTextEdit().getLeft().getNewText().contains("${1:pc}"), item::toString);
    }

    @Test
    void settingsAreDocumented() {
        CompletionItem item = new Editor("host pc { | }").completions().stream().filter(i -> i.getLabel().equals("cores")).findFirst().orElseThrow();
        assertTrue(item.getDocumentation().getLeft().contains("harts"), item::toString);
    }

    @Test
    void programsNearTheFileAreOffered(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("guest"));
        Files.writeString(folder.resolve("guest/hello.s"), "");
        Files.writeString(folder.resolve("notes.txt"), "");
        assertEquals(List.of("\"guest/hello.s\""), new Editor(folder.resolve("x.tln"), "import |").labels());
    }
}
