// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.SignatureInformation;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.asm.AssemblyResult;
import org.trapline.lang.asm.assembly.Assemblies;
import org.trapline.lang.asm.ide.Sources;
import org.trapline.lang.asm.ide.Workspace;
import org.trapline.lang.asm.words.Usage;
import org.trapline.lang.asm.words.Vocabulary;

class AssistTest {
    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void start() {
        Workspace.write(folder, "lib.s", " .globl shared\nshared: ret\nhidden: ret\n");
        workspace = new Workspace(folder);
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    @Test
    void mnemonicsComeWithOperandsAndMeaning() {
        CompletionItem item = item(" sltu¦\n", "sltu rd, rs1, rs2");
        assertEquals("rd = rs1 <u rs2 ? 1 : 0", item.getDetail());
        assertEquals("sltu    ${1:rd}, ${2:rs1}, ${3:rs2}", item.getTextEdit().getLeft().getNewText());
        assertTrue(item.getDocumentation().getRight().getValue().contains("0110011"));
        assertEquals("lw      ${1:rd}, ${2:offset}(${3:rs1})", item(" lw¦\n", "lw rd, offset(rs1)").getTextEdit().getLeft().getNewText());
        assertEquals("mret", item(" mr¦\n", "mret").getTextEdit().getLeft().getNewText());
    }

    @Test
    void insertionReplacesWhatWasTyped() {
        TextDocumentIdentifier source = workspace.open("source.s", "x: mre¦\n");
        CompletionItem item = proposals(source).stream().filter(i -> i.getLabel().equals("mret")).findFirst().orElseThrow();
        assertEquals("x: mret\n", workspace.apply(source, List.of(item.getTextEdit().getLeft())));
    }

    @Test
    void startOfAStatementOffersAllItCanStartWith() {
        List<String> labels = labels(" .macro mine a, b\n .endm\nx: ¦\n");
        assertTrue(labels.containsAll(List.of("addi rd, rs1, imm", "li rd, imm", ".word expression, ...", "mine a, b", "trap handler")), labels::toString);
        assertEquals(List.of(".balign multiple [, fill [, most]]", ".balignw multiple [, fill [, most]]", ".balignl multiple [, fill [, most]]"), labels("; .bal¦\n"));
    }

    @Test
    void instructionsThatTheAssemblerWouldRefuseAreNotOffered() {
        assertFalse(labels(" clmu¦\n").stream().anyMatch(label -> label.startsWith("clmul")));
        assertFalse(labels(" hlv¦\n").stream().anyMatch(label -> label.startsWith("hlv")));
        assertTrue(labels(" sh1¦\n").contains("sh1add rd, rs1, rs2"));
    }

    @Test
    void registersFitTheirPlace() {
        assertEquals("a0", labels(" addi ¦\n").getFirst());
        assertEquals("sp", labels(" ld a0, 0(¦)\n").getFirst());
        assertEquals(List.of("s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "sp"), labels(" mv a0, s¦\n"));
        assertFalse(labels(" csrr a0, ¦\n").contains("a0"));
    }

    @Test
    void csrsAreOfferedInTheirPlaceOnly() {
        assertEquals(List.of("mstatus"), labels(" csrr a0, mstat¦\n"));
        assertEquals(List.of("mstatus"), labels(" csrw mstat¦\n"));
        assertEquals(List.of(), labels(" mv a0, mstat¦\n"));
    }

    @Test
    void branchesOfferLabelsOfThisAndOtherFiles() {
        List<String> labels = labels(" .equ N, 1\nloop: nop\n1: beq a0, a1, ¦\n1: nop\n");
        assertTrue(labels.containsAll(List.of("1b", "1f", "loop", "shared", "N")), labels::toString);
        assertTrue(labels.indexOf("loop") < labels.indexOf("N"));
        assertFalse(labels.contains("hidden"));
        assertFalse(labels.contains("a0"));
    }

    @Test
    void numbersOfferConstantsAndModifiers() {
        List<String> labels = labels(" .equ N, 1\nx: addi a0, a0, ¦\n");
        assertTrue(labels.containsAll(List.of("N", "%lo", "x")), labels::toString);
        assertTrue(labels.indexOf("N") < labels.indexOf("x"));
        assertEquals(List.of("%pcrel_hi", "%pcrel_lo"), labels(" lui a0, %pc¦\n"));
        assertEquals("%hi(${1:symbol})", item(" lui a0, %h¦\n", "%hi").getTextEdit().getLeft().getNewText());
    }

    @Test
    void directivesOfferWhatTheyTake() {
        assertTrue(labels(" .option ¦\n").containsAll(List.of("push", "pop", "norelax")));
        assertEquals(List.of("@function"), labels("f: .type f, @fun¦\n"));
        assertTrue(labels(" .section ¦\n").contains(".rodata"));
        assertTrue(labels("f: .globl ¦\n").contains("f"));
        assertTrue(labels(" .equ N, 1\n .word ¦\n").contains("N"));
    }

    @Test
    void parametersAreOfferedWithinTheirMacro() {
        assertEquals(List.of("\\reg", "\\@", "\\()"), labels(" .macro m reg\n mv \\¦\n .endm\n"));
        assertEquals(List.of("\\reg"), labels(" .macro m reg\n mv \\r¦\n .endm\n"));
        assertEquals(List.of("\\@", "\\()"), labels(" .macro m reg\n .endm\n mv \\¦\n"));
    }

    @Test
    void nothingIsOfferedInCommentsAndStrings() {
        assertEquals(List.of(), labels("# no¦\n"));
        assertEquals(List.of(), labels(" .ascii \"no¦\"\n"));
        assertEquals(List.of(), labels(" .ascii \"no¦\n"));
        assertEquals(List.of(), labels("/* a\n no¦ */\n"));
    }

    @Test
    void endOfSourceIsAsGoodAPlaceAsAny() {
        assertEquals(List.of("mret"), labels(" mre¦"));
        assertTrue(labels("¦").contains("mret"));
        assertEquals("a0", labels(" addi ¦").getFirst());
    }

    @ParameterizedTest
    @EnumSource(Snippet.class)
    void snippetsAssemble(Snippet snippet) {
        AssemblyResult result = Sources.service(Assemblies.class).of(Sources.parse(Snippet.plain(snippet.text()))).result();
        assertEquals(List.of(), result.diagnostics());
    }

    @Test
    void everyUsageKnowsWhatItsOperandsAre() {
        for (List<Usage> usages : Vocabulary.all()) {
            for (Usage usage : usages) {
                for (var operand : usage.operands()) {
                    assertTrue(operand.operand() != null || operand.name().equals("symbol"), () -> operand.name() + " in " + usage.text());
                    assertEquals(operand.name(), usage.text().substring(operand.start(), operand.start() + operand.name().length()));
                }
            }
        }
    }

    @Test
    void signatureShowsTheOperandTheCaretIsIn() {
        assertEquals("sd rs2, [offset](rs1)", signature(" sd a0, ¦8(sp)\n"));
        assertEquals("sd rs2, offset([rs1])", signature(" sd a0, 8(¦sp)\n"));
        assertEquals("add rd, rs1, [rs2]", signature(" add a0, a1, ¦\n"));
        assertEquals("jalr offset([rs])", signature(" jalr 4(¦a0)\n"));
        assertEquals(".balign multiple [, [fill] [, most]]", signature(" .balign 8, ¦\n"));
        assertEquals("mine a, [b]", signature(" .macro mine a, b\n .endm\n mine 1, ¦\n"));
        assertEquals("", signature(" mret ¦\n".replace("mret ", "mr")));
    }

    private CompletionItem item(String text, String label) {
        return proposals(workspace.open("source.s", text)).stream().filter(item -> item.getLabel().equals(label)).findFirst().orElseThrow();
    }

    private List<String> labels(String text) {
        return proposals(workspace.open("source.s", text)).stream().map(CompletionItem::getLabel).toList();
    }

    private List<CompletionItem> proposals(TextDocumentIdentifier source) {
        return Workspace.await(workspace.server().completion(new CompletionParams(source, workspace.caret(source)))).getRight().getItems();
    }

    private String signature(String text) {
        TextDocumentIdentifier source = workspace.open("source.s", text);
        SignatureHelp help = Workspace.await(workspace.server().signatureHelp(new SignatureHelpParams(source, workspace.caret(source))));
        if (help.getSignatures().isEmpty()) {
            return "";
        }
        SignatureInformation signature = help.getSignatures().get(help.getActiveSignature());
        var range = signature.getParameters().get(help.getActiveParameter()).getLabel().getRight();
        return signature.getLabel().substring(0, range.getFirst()) + '[' + signature.getLabel().substring(range.getFirst(), range.getSecond()) + ']'
            + signature.getLabel().substring(range.getSecond());
    }
}
