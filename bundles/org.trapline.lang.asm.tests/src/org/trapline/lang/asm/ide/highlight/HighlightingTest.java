// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.highlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.lsp4j.SemanticTokensLegend;
import org.eclipse.lsp4j.SemanticTokensParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.lang.asm.ide.Sources;
import org.trapline.lang.asm.ide.Workspace;

class HighlightingTest {

    @Test
    void mnemonicsAreToldApartByWhatTheyAre() {
        assertEquals("addi=instruction a0=register a1=register 5=number", styles(" addi a0, a1, 5"));
        assertEquals("li=pseudo a0=register 'a'=number", styles(" li a0, 'a'"));
        assertEquals("AMOADD.W.AQRL=instruction a0=register a1=register a2=register", styles(" AMOADD.W.AQRL a0, a1, (a2)"));
        assertEquals("a0=register", styles(" nosuch a0"));
    }

    @Test
    void privilegedInstructionsStandOut() {
        assertEquals("mret=privileged", styles(" mret"));
        assertEquals("sfence.vma=privileged", styles(" sfence.vma"));
        assertEquals("csrw=privileged mtvec=csr t0=register", styles(" csrw mtvec, t0"));
        assertEquals("csrr=pseudo a0=register cycle=csr", styles(" csrr a0, cycle"));
        assertEquals("ecall=instruction", styles(" ecall"));
    }

    @Test
    void wordsAreWhatTheirPlaceMakesThem() {
        assertEquals("t0=label/definition j=pseudo t0=label mv=pseudo a0=register t0=register", styles("t0: j t0\n mv a0, t0"));
        assertEquals("mstatus=label/definition la=pseudo a0=register mstatus=label", styles("mstatus: la a0, mstatus"));
        assertEquals("fence=instruction rw=word w=word", styles(" fence rw, w"));
        assertEquals("hi=label/definition lui=instruction a0=register hi=relocation hi=label", styles("hi: lui a0, %hi(hi)"));
    }

    @Test
    void namesAreMarkedWhereTheyAreDefinedAndUsed() {
        assertEquals(".equ=directive N=constant/definition 4=number M=constant/definition N=constant li=pseudo a0=register M=constant",
            styles(" .equ N, 4\nM = N\n li a0, M"));
        assertEquals(".comm=directive buf=label/definition 8=number .globl=directive buf=label", styles(" .comm buf, 8\n .globl buf"));
        assertEquals("1=label/definition j=pseudo 1b=label", styles("1: j 1b"));
        assertEquals(".macro=directive m=macro/definition a=parameter/definition req=word b=parameter/definition"
            + " mv=pseudo \\a=parameter \\b=parameter .endm=directive m=macro t0=register",
            styles(" .macro m a:req, b\n mv \\a, \\b\n .endm\n m t0"));
        assertEquals("\\@=parameter", styles("l\\@:"));
    }

    @Test
    void commentsStringsAndHintsHaveStylesOfTheirOwn() {
        assertEquals("# c=comment #@ h=hint /* b=comment   d */=comment .ascii=directive \"x\"=string", styles("# c\n#@ h\n/* b\n  d */ .ascii \"x\""));
    }

    @Test
    void serverSendsStandardTokenTypesToClientsThatKnowNoOthers(@TempDir Path folder) {
        try (Workspace workspace = new Workspace(folder)) {
            TextDocumentIdentifier source = workspace.open("source.s", " mret # back\n add a0, a0, a0\n");
            List<Integer> data = Workspace.await(workspace.server().semanticTokensFull(new SemanticTokensParams(source))).getData();
            SemanticTokensLegend legend = workspace.capabilities().getCapabilities().getSemanticTokensProvider().getLegend();
            assertEquals(List.of(0, 1, 4), data.subList(0, 3));
            assertEquals("keyword", legend.getTokenTypes().get(data.get(3)));
            assertEquals("modification", legend.getTokenModifiers().get(Integer.numberOfTrailingZeros(data.get(4))));
            assertEquals("comment", legend.getTokenTypes().get(data.get(8)));
            assertEquals("function", legend.getTokenTypes().get(data.get(13)));
        }
    }

    @Test
    void everyStyleHasATypeOfItsOwn() {
        assertEquals(Style.values().length, java.util.Arrays.stream(Style.values()).map(Style::type).distinct().count());
        assertTrue(Style.PRIVILEGED.ids().length > 1);
    }

    private static String styles(String text) {
        XtextResource resource = Sources.parse(text);
        record Styled(int offset, String text) {
        }
        List<Styled> result = new ArrayList<>();
        Sources.service(Highlighting.class).provideHighlightingFor(resource, (offset, length, ids) ->
            result.add(new Styled(offset, text.substring(offset, offset + length) + '=' + ids[0] + (ids[ids.length - 1].equals("definition") ? "/definition" : ""))),
            CancelIndicator.NullImpl);
        return String.join(" ", result.stream().sorted((a, b) -> a.offset() - b.offset()).map(Styled::text).toList());
    }
}
