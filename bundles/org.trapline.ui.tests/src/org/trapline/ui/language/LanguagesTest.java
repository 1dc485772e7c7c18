// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.ui.Bench.document;
import static org.trapline.ui.Bench.problems;
import static org.trapline.ui.Bench.ui;
import static org.trapline.ui.Bench.until;
import static org.trapline.ui.Bench.viewer;

import java.util.List;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.ui.IMarkerResolution;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.Test;
import org.trapline.ui.Bench;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.markdown.Markup;

/** Trapline's languages in the editor, through their own server. */
final class LanguagesTest {
    private static final long PATIENCE_MS = 30_000;

    private static ConnectedDocument connected(final ITextEditor editor) {
        return ui(() -> Connector.connected(editor).orElseThrow());
    }

    private static int offset(final ITextEditor editor, final String text) {
        return document(editor).get().indexOf(text);
    }

    private static String hover(final ITextEditor editor, final String at) {
        final ConnectedDocument document = connected(editor);
        return Connector.await(document.ask(s -> s.hover(new HoverParams(document.identifier(), document.position(offset(editor, at))))),
                PATIENCE_MS).map(h -> Markup.ofHover(h.getContents())).orElse("");
    }

    @Test
    void aMistypedInstructionIsAnErrorUntilItIsRight() throws CoreException {
        try (Bench bench = Bench.empty()) {
            final IFile file = bench.file("a.s", "        .globl _start\n_start: addd a0, a0, a1\n        ret\n");
            final ITextEditor editor = Bench.open(file);
            until("the error is listed", () -> problems(file).size() == 1);
            assertTrue(problems(file).getFirst().startsWith("2: "), () -> "wrong line: " + file);
            Bench.replace(editor, "addd", "add");
            until("the error is gone", () -> problems(file).isEmpty());
        }
    }

    @Test
    void instructionsAndCsrsAreExplained() throws CoreException {
        try (Bench bench = Bench.example("hello")) {
            final ITextEditor editor = Bench.open(bench.file("guest/hello.s"));
            assertTrue(hover(editor, "addi    sp").contains("rd = rs1 + imm"));
            assertTrue(hover(editor, "mtvec").contains("0x305"));
        }
    }

    @Test
    void instructionsAreProposed() throws CoreException {
        try (Bench bench = Bench.empty()) {
            final ITextEditor editor = Bench.open(bench.file("a.s", "_start: csrr\n"));
            final ConnectedDocument document = connected(editor);
            final List<String> labels = Connector.await(document.ask(s -> s.completion(
                    new CompletionParams(document.identifier(), document.position(12)))), PATIENCE_MS)
                    .map(answer -> answer.isLeft() ? answer.getLeft() : answer.getRight().getItems()).orElseThrow().stream()
                    .map(CompletionItem::getLabel).toList();
            for (final String mnemonic : List.of("csrrw", "csrrs", "csrr")) {
                assertTrue(labels.stream().anyMatch(l -> l.equals(mnemonic) || l.startsWith(mnemonic + " ")), mnemonic + " in " + labels);
            }
        }
    }

    @Test
    void aLabelLeadsToItsDefinition() throws CoreException {
        try (Bench bench = Bench.example("hello")) {
            final ITextEditor editor = Bench.open(bench.file("guest/hello.s"));
            final ConnectedDocument document = connected(editor);
            final int use = offset(editor, "call    puts") + 8;
            final List<? extends Location> found = Connector.await(document.ask(s -> s.definition(
                    new DefinitionParams(document.identifier(), document.position(use)))), PATIENCE_MS).orElseThrow().getLeft();
            assertEquals(document.position(offset(editor, "\nputs:") + 1), found.getFirst().getRange().getStart());
        }
    }

    @Test
    void aConfigurationIsColouredAndChecked() throws CoreException {
        try (Bench bench = Bench.example("hello")) {
            final IFile file = bench.file("hello.tln");
            final ITextEditor editor = Bench.open(file);
            final int host = offset(editor, "host bare");
            until("keywords are coloured", () -> {
                final StyleRange style = viewer(editor).getTextWidget().getStyleRangeAtOffset(host);
                return style != null && JFaceResources.getColorRegistry().get("org.trapline.ui.lsp.color.keyword").equals(style.foreground);
            });
            assertEquals(List.of(), problems(file));
            Bench.replace(editor, "boot hello", "boot hullo");
            until("the unknown name is an error", () -> problems(file).size() == 1 && problems(file).getFirst().contains("hullo"));
        }
    }

    @Test
    void whatIsWrongCanBeMendedWithAQuickFix() throws CoreException {
        try (Bench bench = Bench.example("hello")) {
            final IFile file = bench.file("hello.tln");
            final ITextEditor editor = Bench.open(file);
            Bench.replace(editor, "boot hello", "boot hullo");
            until("the unknown name is an error", () -> problems(file).size() == 1);
            ui(() -> {
                final IMarker marker = file.findMarkers(IMarker.PROBLEM, true, IResource.DEPTH_ZERO)[0];
                final IMarkerResolution[] fixes = IDE.getMarkerHelpRegistry().getResolutions(marker);
                assertEquals("Change to hello", fixes[0].getLabel());
                fixes[0].run(marker);
                return null;
            });
            assertTrue(ui(() -> document(editor).get()).contains("boot hello"));
            until("the error is gone", () -> problems(file).isEmpty());
        }
    }

    @Test
    void runningDoesNotTakeTheEditorsServicesAway() throws CoreException {
        try (Bench bench = Bench.example("hello")) {
            final ITextEditor editor = Bench.open(bench.file("hello.tln"));
            assertTrue(hover(editor, "paging").length() > 10);
            new org.trapline.lang.topology.TopologyLoader().load(java.nio.file.Path.of(bench.file("hello.tln").getLocationURI()));
            final ITextEditor another = Bench.open(bench.file("b.tln", document(editor).get()));
            assertTrue(hover(another, "paging").length() > 10);
        }
    }
}
