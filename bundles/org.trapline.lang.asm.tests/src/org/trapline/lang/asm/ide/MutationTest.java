// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;
import org.eclipse.xtext.validation.CheckMode;
import org.eclipse.xtext.validation.Issue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trapline.lang.asm.ide.assist.AssistService;
import org.trapline.lang.asm.ide.assist.Signatures;
import org.trapline.lang.asm.ide.format.ColumnFormatting;
import org.trapline.lang.asm.ide.highlight.Highlighting;
import org.trapline.lang.asm.ide.hover.WordHover;
import org.trapline.lang.asm.ide.outline.FoldingRanges;
import org.trapline.lang.asm.ide.outline.OutlineService;
import org.trapline.lang.asm.ide.reference.Occurrences;
import org.trapline.lang.asm.ide.reference.Target;
import org.trapline.lang.asm.validation.AssemblerValidator;

/** Whatever a source looks like while it is being written, no service fails on it. */
class MutationTest {
    private static final int ROUNDS = 500;
    private static final int WINDOW = 25;
    private static final List<String> PARTS = List.of("\n", " ", "\t", "\r\n", "#", "//", "/*", "*/", "\"", "'", "\\", "\\x", "\\@", "\\()", "%", "%hi(", "(", ")", ",",
        ":", ";", "=", "==", ".", "@", "1b", "1f", "1:", "0x", "99999999999999999999", ".macro", ".endm", ".rept 3", ".endr", ".if 1", ".else", ".endif", ".irp x, ",
        ".equ ", ".set a, ", ".comm ", ".include \"source.s\"", ".section ", ".globl ", "li a0, ", "csrr ", "mstatus", "sp", "la ", "\u00e9", "\ud83d\ude00", "\0", "\u007f", ".end",
        ".org 5", ".align 3", ".exitm", ".purgem ", "_start");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noServiceFails(long seed) {
        Random random = new Random(seed);
        List<String> sources = Corpus.all().map(Corpus::text).toList();
        for (int round = 0; round < ROUNDS; round++) {
            String text = mutate(sources.get(random.nextInt(sources.size())), random);
            int[] carets = random.ints(1, 0, text.length() + 1).toArray();
            try {
                runAll(text, carets);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ", round " + round + ":\n" + text, failure);
            }
        }
    }

    private static String mutate(String source, Random random) {
        List<String> lines = new ArrayList<>(List.of(source.split("(?<=\n)")));
        int from = random.nextInt(Math.max(1, lines.size() - WINDOW));
        StringBuilder text = new StringBuilder(String.join("", lines.subList(from, Math.min(lines.size(), from + WINDOW))));
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PARTS.get(random.nextInt(PARTS.size())));
                case 2 -> text.insert(at, text.substring(at, end));
                case 3 -> text.replace(at, end, PARTS.get(random.nextInt(PARTS.size())));
                default -> text.insert(at, (char) (random.nextInt(95) + 32));
            }
        }
        if (random.nextInt(8) == 0) {
            text.setLength(random.nextInt(text.length() + 1));
        }
        return text.toString();
    }

    private static void runAll(String text, int[] carets) {
        XtextResource resource = Sources.parse(text);
        Document document = new Document(1, text);
        for (Issue issue : Sources.service(AssemblerValidator.class).validate(resource, CheckMode.ALL, CancelIndicator.NullImpl)) {
            assertTrue(issue.getOffset() >= 0 && issue.getOffset() + issue.getLength() <= text.length(), issue::toString);
        }
        Sources.service(Highlighting.class).provideHighlightingFor(resource,
            (offset, length, ids) -> assertTrue(offset >= 0 && length > 0 && offset + length <= text.length()), CancelIndicator.NullImpl);
        Sources.service(OutlineService.class).getSymbols(resource, CancelIndicator.NullImpl);
        Sources.service(FoldingRanges.class).getFoldingRanges(resource, CancelIndicator.NullImpl)
            .forEach(range -> assertTrue(range.getOffset() + range.getLength() <= text.length()));
        List<TextEdit> edits = Sources.service(ColumnFormatting.class).format(resource, document, 0, text.length(), new FormattingOptions(8, true));
        assertEquals(text.replaceAll("[ \t\r\f\u000b]", ""), Workspace.apply(text, edits).replaceAll("[ \t\r\f\u000b]", ""));
        TextDocumentIdentifier id = new TextDocumentIdentifier(resource.getURI().toString());
        for (int caret : carets) {
            Position position = document.getPosition(caret);
            Sources.service(WordHover.class).hover(document, resource, new HoverParams(id, position), CancelIndicator.NullImpl);
            Sources.service(AssistService.class).createCompletionList(document, resource, new CompletionParams(id, position), CancelIndicator.NullImpl);
            Sources.service(Signatures.class).getSignatureHelp(document, resource, new SignatureHelpParams(id, position), CancelIndicator.NullImpl);
            Target target = Sources.service(Occurrences.class).targetAt(resource, caret);
            if (target != null) {
                assertTrue(!Sources.service(Occurrences.class).find(target, resource).isEmpty(), target::toString);
            }
        }
    }
}
