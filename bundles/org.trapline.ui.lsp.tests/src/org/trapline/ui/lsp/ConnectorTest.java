// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.ui.lsp.Bench.document;
import static org.trapline.ui.lsp.Bench.ui;
import static org.trapline.ui.lsp.Bench.until;
import static org.trapline.ui.lsp.Bench.viewer;
import static org.trapline.ui.lsp.Bench.widget;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.Region;
import org.eclipse.jface.text.contentassist.ICompletionProposal;
import org.eclipse.jface.text.contentassist.ICompletionProposalExtension2;
import org.eclipse.jface.text.hyperlink.IHyperlink;
import org.eclipse.jface.text.source.Annotation;
import org.eclipse.jface.text.source.projection.ProjectionViewer;
import org.eclipse.ltk.core.refactoring.CheckConditionsOperation;
import org.eclipse.ltk.core.refactoring.CreateChangeOperation;
import org.eclipse.ltk.core.refactoring.PerformChangeOperation;
import org.eclipse.search.ui.NewSearchUI;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.views.contentoutline.IContentOutlinePage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trapline.ui.lsp.completion.CompletionProcessor;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.hover.ServerHover;
import org.trapline.ui.lsp.navigate.DefinitionDetector;
import org.trapline.ui.lsp.refactor.RenameAccess;
import org.trapline.ui.lsp.toy.ToyServer;

/** The connector in a workbench, against a real server. */
final class ConnectorTest {
    private Bench bench;

    @BeforeEach
    void openWorkbench() throws CoreException {
        bench = new Bench("connector");
    }

    @AfterEach
    void close() throws CoreException {
        bench.close();
    }

    private static List<IMarker> problems(final IFile file) throws CoreException {
        return List.of(file.findMarkers(IMarker.PROBLEM, true, IResource.DEPTH_ZERO));
    }

    private static void type(final ITextEditor editor, final int offset, final int length, final String text) {
        ui(() -> {
            document(editor).replace(offset, length, text);
            return null;
        });
    }

    @Test
    void errorsAreProblemsUntilTheyAreFixed() throws CoreException {
        final IFile file = bench.file("a.toy", "one = 1\ntwo = onne\n");
        final ITextEditor editor = Bench.open(file);
        until("the error is listed", () -> problems(file).size() == 1);
        final IMarker problem = problems(file).getFirst();
        assertEquals("unknown name onne", problem.getAttribute(IMarker.MESSAGE));
        assertEquals(2, problem.getAttribute(IMarker.LINE_NUMBER));
        assertEquals(14, problem.getAttribute(IMarker.CHAR_START));
        until("the error is underlined", () -> {
            final boolean[] found = {false};
            viewer(editor).getAnnotationModel().getAnnotationIterator()
                    .forEachRemaining(a -> found[0] |= a.getType().equals("org.eclipse.ui.workbench.texteditor.error"));
            return found[0];
        });
        type(editor, 15, 1, "");
        until("the error is gone", () -> problems(file).isEmpty());
    }

    @Test
    void theServerHasTheEditorsTextAfterAnyEdits() throws CoreException {
        final ITextEditor editor = Bench.open(bench.file("a.toy", "one = 1\n"));
        final IDocument document = document(editor);
        final Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            final int offset = random.nextInt(document.getLength() + 1);
            final int length = random.nextInt(Math.min(4, document.getLength() - offset) + 1);
            type(editor, offset, length, List.of("x", "\n", "y = 3\n", "", "{\n").get(random.nextInt(5)));
        }
        final ConnectedDocument connected = ui(() -> Connector.connected(document).orElseThrow());
        final String known = Connector.await(connected.server().ask(s -> java.util.concurrent.CompletableFuture.completedFuture(
                ((ToyServer) s).textOf(connected.uri()))), 10_000).orElseThrow();
        assertEquals(document.get(), known);
    }

    @Test
    void aTextHasTheThemesColoursAndKeepsThemWhileTyping() throws CoreException {
        final ITextEditor editor = Bench.open(bench.file("a.toy", "one = 1 # first\n"));
        final var comment = ui(() -> JFaceResources.getColorRegistry().get("org.trapline.ui.lsp.color.comment"));
        until("the comment is coloured", () -> {
            final StyleRange style = widget(editor).getStyleRangeAtOffset(10);
            return style != null && comment.equals(style.foreground);
        });
        type(editor, 11, 0, "very ");
        assertEquals(comment, ui(() -> widget(editor).getStyleRangeAtOffset(13).foreground), "new text in a comment is a comment at once");
    }

    @Test
    void completionOffersNamesWithTheirDocumentation() throws CoreException {
        final ITextEditor editor = Bench.open(bench.file("a.toy", "one = 1\nother = 2\ntwo = o"));
        final ICompletionProposal[] proposals = new CompletionProcessor().computeCompletionProposals(viewer(editor), 25);
        assertEquals(List.of("one", "other"), Arrays.stream(proposals).map(ICompletionProposal::getDisplayString).toList());
        assertEquals("the name **one**", proposals[0].getAdditionalProposalInfo());
        ui(() -> {
            ((ICompletionProposalExtension2) proposals[1]).apply(viewer(editor), '\0', 0, 25);
            return null;
        });
        assertEquals("one = 1\nother = 2\ntwo = other", document(editor).get());
    }

    @Test
    void completionThatComesUpByItselfStaysAwayFromEmptyLinesAndWholeWords() throws CoreException {
        final ITextEditor editor = Bench.open(bench.file("a.toy", "one = 1\nother = 2\n"));
        assertEquals(0, new CompletionProcessor().computeCompletionProposals(viewer(editor), 18).length, "on an empty line");
        assertEquals(2, new CompletionProcessor().computeCompletionProposals(viewer(editor), 1).length, "behind the first letter");
        assertEquals(0, new CompletionProcessor().computeCompletionProposals(viewer(editor), 3).length, "behind a whole word");
        Connector.current().assist().begin(viewer(editor), false);
        assertEquals(3, new CompletionProcessor().computeCompletionProposals(viewer(editor), 18).length, "asked for on an empty line");
        assertEquals(1, new CompletionProcessor().computeCompletionProposals(viewer(editor), 3).length, "asked for behind a whole word");
    }

    @Test
    void aSnippetIsIndentedAndItsPlacesCanBeFilledIn() throws CoreException {
        final ITextEditor editor = Bench.open(bench.file("a.toy", "  bl"));
        final ICompletionProposal[] proposals = new CompletionProcessor().computeCompletionProposals(viewer(editor), 4);
        assertEquals(1, proposals.length);
        ui(() -> {
            ((ICompletionProposalExtension2) proposals[0]).apply(viewer(editor), '\0', 0, 4);
            return null;
        });
        assertEquals("  {\n    name = 0\n  }", document(editor).get());
        assertEquals("name", ui(() -> widget(editor).getSelectionText()), "the first place is selected");
    }

    @Test
    void hoverShowsWhatTheServerSays() throws CoreException {
        final ITextEditor editor = Bench.open(bench.file("a.toy", "one = 1\ntwo = one\n"));
        final Object text = new ServerHover().getHoverInfo2(viewer(editor), new Region(14, 3));
        assertEquals("# one\n\nis **used** 2 times", text);
    }

    @Test
    void aNameLeadsToItsDefinitionInAnotherFile() throws CoreException {
        final IFile other = bench.file("b.toy", "zero = 0\none = 1\n");
        Bench.open(other);
        final ITextEditor editor = Bench.open(bench.file("a.toy", "two = one\n"));
        final IHyperlink[] links = ui(() -> new DefinitionDetector().detectHyperlinks(viewer(editor), new Region(7, 0), false));
        assertEquals(new Region(6, 3), links[0].getHyperlinkRegion());
        ui(() -> {
            links[0].open();
            return null;
        });
        final ITextEditor opened = (ITextEditor) ui(() -> Bench.page().getActiveEditor());
        assertEquals(other, opened.getEditorInput().getAdapter(IFile.class));
        assertEquals("one", ui(() -> widget(opened).getSelectionText()));
    }

    @Test
    void referencesAreListedByFileAndLine() throws CoreException {
        final ITextEditor editor = Bench.open(bench.file("a.toy", "one = 1\ntwo = one\n"));
        ui(() -> {
            editor.selectAndReveal(0, 0);
            return null;
        });
        Bench.command("org.eclipse.ui.genericeditor.findReferences");
        until("two references are found", () -> NewSearchUI.getSearchResultView() != null
                && NewSearchUI.getSearchResultView().getActivePage() != null
                && NewSearchUI.getSearchResultView().getActivePage().getLabel().equals("2 references to one"));
        final Tree tree = ui(() -> Bench.find((Composite) NewSearchUI.getSearchResultView().getActivePage().getControl(), Tree.class));
        until("lines are shown", () -> tree.getItemCount() == 1 && tree.getItem(0).getItemCount() == 2
                && tree.getItem(0).getItem(1).getText().equals("2: two = one"));
    }

    @Test
    void renamingChangesEveryFileAndIsUndoneAtOnce() throws CoreException {
        final IFile other = bench.file("b.toy", "one = 1\n");
        Bench.open(other);
        final ITextEditor editor = Bench.open(bench.file("a.toy", "two = one\n"));
        final ConnectedDocument connected = ui(() -> Connector.connected(editor).orElseThrow());
        final PerformChangeOperation operation = new PerformChangeOperation(new CreateChangeOperation(
                new CheckConditionsOperation(RenameAccess.rename(connected, 7, "uno"), CheckConditionsOperation.ALL_CONDITIONS),
                org.eclipse.ltk.core.refactoring.RefactoringStatus.FATAL));
        ui(() -> {
            org.eclipse.core.resources.ResourcesPlugin.getWorkspace().run(operation, null);
            return null;
        });
        assertEquals("two = uno\n", document(editor).get());
        assertTrue(operation.changeExecuted());
        assertEquals("uno = 1\n", Bench.document(Bench.open(other)).get());
    }

    @Test
    void formattingIsOneChange() throws CoreException {
        final ITextEditor editor = Bench.open(bench.file("a.toy", "  one = 1\n    two = 2\n"));
        ui(() -> {
            editor.selectAndReveal(0, 0);
            return null;
        });
        until("the server is ready", () -> Connector.connected(editor).orElseThrow().server().capabilities().isPresent());
        Bench.command("org.trapline.ui.lsp.format");
        until("the text is formatted", () -> document(editor).get().equals("one = 1\ntwo = 2\n"));
        Bench.command("org.eclipse.ui.edit.undo");
        until("undone at once", () -> document(editor).get().equals("  one = 1\n    two = 2\n"));
    }

    @Test
    void theOutlineFollowsTheText() throws CoreException {
        final ITextEditor editor = Bench.open(bench.file("a.toy", "one = 1\n"));
        ui(() -> Bench.page().showView("org.eclipse.ui.views.ContentOutline"));
        final IContentOutlinePage outline = ui(() -> editor.getAdapter(IContentOutlinePage.class));
        assertTrue(outline instanceof org.trapline.ui.lsp.outline.OutlinePage);
        type(editor, 8, 0, "two = 2\n");
        until("both names are in the outline", () -> {
            final Tree tree = (Tree) ((org.eclipse.ui.part.PageBookView) Bench.page().findView("org.eclipse.ui.views.ContentOutline"))
                    .getCurrentPage().getControl();
            return tree.getItemCount() == 2 && tree.getItem(1).getText().equals("two");
        });
    }

    @Test
    void aQuickFixIsOfferedAndMakesTheProblemGo() throws CoreException {
        final IFile file = bench.file("a.toy", "one = nothing\n");
        final ITextEditor editor = Bench.open(file);
        until("the error is listed", () -> problems(file).size() == 1);
        ui(() -> {
            final var fixes = org.eclipse.ui.ide.IDE.getMarkerHelpRegistry().getResolutions(problems(file).getFirst());
            assertEquals("Write 0 instead", fixes[0].getLabel());
            fixes[0].run(problems(file).getFirst());
            return null;
        });
        until("the text is fixed", () -> document(editor).get().equals("one = 0\n"));
        until("the error is gone", () -> problems(file).isEmpty());
    }

    @Test
    void blocksCanBeFolded() throws CoreException {
        final ITextEditor editor = Bench.open(bench.file("a.toy", "{\n  one = 1\n}\n"));
        until("there is a fold", () -> {
            final var model = ((ProjectionViewer) viewer(editor)).getProjectionAnnotationModel();
            return model != null && model.getAnnotationIterator().hasNext();
        });
        ui(() -> {
            final var model = ((ProjectionViewer) viewer(editor)).getProjectionAnnotationModel();
            final Annotation fold = model.getAnnotationIterator().next();
            assertEquals(new org.eclipse.jface.text.Position(0, 14), model.getPosition(fold));
            return null;
        });
    }

    @Test
    void commentsAreToggledForAllSelectedLines() throws CoreException {
        final ITextEditor editor = Bench.open(bench.file("a.toy", "  one = 1\n  two = 2\nend = 3\n"));
        ui(() -> {
            editor.selectAndReveal(0, 20);
            return null;
        });
        Bench.command("org.trapline.ui.lsp.toggleComment");
        assertEquals("  # one = 1\n  # two = 2\nend = 3\n", document(editor).get());
        Bench.command("org.trapline.ui.lsp.toggleComment");
        assertEquals("  one = 1\n  two = 2\nend = 3\n", document(editor).get());
    }

    @Test
    void aNewLineAfterABraceIsIndentedAndTheClosingBraceTakesItBack() throws CoreException {
        final ITextEditor editor = Bench.open(bench.file("a.toy", "{"));
        ui(() -> {
            widget(editor).setCaretOffset(1);
            widget(editor).insert("\n");
            return null;
        });
        assertEquals("{\n  ", document(editor).get());
        ui(() -> {
            widget(editor).setCaretOffset(4);
            widget(editor).insert("}");
            return null;
        });
        assertEquals("{\n}", document(editor).get());
    }

    @Test
    void anEditorWorksWithoutItsServer() throws CoreException {
        final ITextEditor editor = Bench.open(bench.file("a.dead", "one = 1\n"));
        type(editor, 0, 0, "zero = 0\n");
        assertEquals(0, new CompletionProcessor().computeCompletionProposals(viewer(editor), 3).length);
        assertEquals("zero = 0\none = 1\n", document(editor).get());
    }
}
