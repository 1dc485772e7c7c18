// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.util.Random;
import org.eclipse.xtext.ide.editor.syntaxcoloring.ISemanticHighlightingCalculator;
import org.eclipse.xtext.ide.server.symbol.HierarchicalDocumentSymbolService;
import org.eclipse.xtext.util.CancelIndicator;
import org.junit.jupiter.api.Test;

/** An editor asks for help most while a text is broken. */
final class BrokenTextTest {

    private static final int TEXTS = 100;
    private static final String TEXT = """
            import "a.s" as a
            size S { memory 8 MiB }
            network lan { cidr 10.28.0.0/24 }
            template web : S { kernel a  interface e { network lan } }
            host h { cores 2  disk d { size 8 MiB }
              firmware partitions { partition p { cpus 0  memory 8 MiB  assign d[0..4 MiB]  boot a } } }
            host k { os o { hypervisor v { type 2  domain x[2] from web } container c { command "x" } } }
            scenario s { at 5 instr { migrate k.x[0] to h live { max_rounds 3 } } expect { never(vm_exit where not pc == 3 and cause == x) } }
            """;

    @Test
    void noServiceFailsOnABrokenTextWhereverTheCaretIs() {
        Random random = new Random(42);
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text = new StringBuilder(TEXT);
            int from = random.nextInt(text.length());
            text.delete(from, Math.min(text.length(), from + random.nextInt(12)));
            text.insert(random.nextInt(text.length()), new String[] {"}", "{", "\"", " size ", ".", "[", "never("}[random.nextInt(7)]);
            text.insert(random.nextInt(text.length()), "|");
            assertDoesNotThrow(() -> ask(new Editor(text.toString())), text::toString);
        }
    }

    private static void ask(Editor editor) {
        editor.hover();
        editor.completions();
        editor.actions().forEach(editor::after);
        editor.renamed("fresh");
        Editor.INJECTOR.getInstance(HierarchicalDocumentSymbolService.class).getSymbols(editor.resource, CancelIndicator.NullImpl);
        Editor.INJECTOR.getInstance(ISemanticHighlightingCalculator.class).provideHighlightingFor(editor.resource, (offset, length, types) -> {
            if (length <= 0) {
                throw new AssertionError("empty token at " + offset);
            }
        }, CancelIndicator.NullImpl);
    }
}
