// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.InsertTextFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.lang.topology.Diagnostic;
import org.trapline.lang.topology.TopologyLoader;

/** Whole blocks from content assist, accepted as they come, are configurations without a syntax error. */
final class SnippetTest {

    private static final Pattern PLACE = Pattern.compile("\\$\\{[0-9]+:([^}]*)}");
    /** A place for each kind of block, and a text that makes a configuration of it. */
    private static final List<String> PLACES = List.of("|", "host h { | }", "host h { hypervisor v { | } }", "host h { hypervisor v { domain d { | } } }",
            "host h { firmware partitions { | } }", "host h { os o { | } }", "scenario s { | }");
    @TempDir
    static Path folder;

    @BeforeAll
    static void theProgramExists() throws java.io.IOException {
        Files.createDirectories(folder.resolve("guest"));
        Files.writeString(folder.resolve("guest/hello.s"), "");
    }

    @Test
    void everyBlockIsUnderstoodWhereItIsOffered() {
        TopologyLoader loader = new TopologyLoader();
        int snippets = 0;
        for (String place : PLACES) {
            Editor editor = new Editor(folder.resolve("x.tln"), place);
            for (CompletionItem item : editor.completions()) {
                if (item.getInsertTextFormat() == InsertTextFormat.Snippet) {
                    snippets++;
                    String text = editor.applied(List.of(item.getTextEdit().getLeft()));
                    String accepted = PLACE.matcher(text).replaceAll("$1").replace("$0", "");
                    List<String> broken = loader.load(folder.resolve("x.tln"), accepted).diagnostics().stream().filter(SnippetTest::isAboutTheText)
                            .map(Diagnostic::toString).toList();
                    assertEquals(List.of(), broken, accepted);
                }
            }
        }
        assertEquals(true, snippets >= 25, "snippets found: " + snippets);
    }

    private static boolean isAboutTheText(Diagnostic diagnostic) {
        return diagnostic.code().endsWith("Syntax") || Set.of("unknown-setting", "duplicate-setting").contains(diagnostic.code());
    }
}
