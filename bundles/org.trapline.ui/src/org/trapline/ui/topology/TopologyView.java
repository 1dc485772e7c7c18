// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.topology;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IToolBarManager;
import org.eclipse.jface.action.Separator;
import org.eclipse.jface.text.DocumentEvent;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IDocumentListener;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.jface.viewers.IPostSelectionProvider;
import org.eclipse.jface.viewers.ISelectionChangedListener;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchPart;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.part.ViewPart;
import org.eclipse.ui.texteditor.ITextEditor;
import org.trapline.diagram.scene.Element;
import org.trapline.ui.Actions;
import org.trapline.ui.run.Run;
import org.trapline.ui.run.RunListener;
import org.trapline.ui.run.Runs;

/** Draws the machine configuration in the editor that was last in front. */
public final class TopologyView extends ViewPart implements RunListener {
    private static final int SETTLE_MS = 250;
    private static final int LIVE_MS = 400;
    private static final String NOTHING = "Open a machine configuration (.tln), and it is drawn here while you edit it and while it runs.";

    private final IDocumentListener edits = new Edits();
    private final Runnable redraw = this::redraw;
    private final Runnable live = this::followRun;
    private final ISelectionChangedListener caret = event -> atCaret().ifPresent(id -> canvas().follow(id));
    private EditorWatch watch;
    private PictureCanvas canvas;
    private Draftsman draftsman;
    private ITextEditor editor;
    private IFile file;
    private IDocument document;
    private Drawing drawing;
    private Action export;

    @Override
    public void createPartControl(final Composite parent) {
        canvas = new PictureCanvas(parent);
        canvas.setEmptyText(NOTHING);
        canvas.onChoose(this::revealInEditor);
        draftsman = new Draftsman(parent.getDisplay(), this::show);
        createActions();
        Runs.current().addListener(this);
        watch = new EditorWatch(this::activated, this::closed);
        getSite().getPage().addPartListener(watch);
        activated(getSite().getPage().getActiveEditor());
        if (editor == null) {
            openConfiguration(true).ifPresent(this::activated);
        }
        parent.getDisplay().timerExec(LIVE_MS, live);
    }

    private void createActions() {
        final IToolBarManager tools = getViewSite().getActionBars().getToolBarManager();
        export = Actions.push("Export...", "export", "Save the drawing as SVG, PNG, Mermaid or dot", this::export);
        export.setEnabled(false);
        tools.add(Actions.push("Zoom In", "zoom_in", "Zoom in (+)", () -> canvas.zoom(1)));
        tools.add(Actions.push("Zoom Out", "zoom_out", "Zoom out (-)", () -> canvas.zoom(-1)));
        tools.add(Actions.push("Fit", "fit", "Show everything (0, or double-click)", () -> canvas.fit()));
        tools.add(new Separator());
        tools.add(export);
        getViewSite().getActionBars().getMenuManager().add(export);
    }

    private void export() {
        if (drawing != null) {
            new DiagramExport(getSite().getShell(), drawing, canvas.theme(), file.getParent()).open();
        }
    }

    private void activated(final IEditorPart part) {
        final IFile edited = part == null ? null : part.getEditorInput().getAdapter(IFile.class);
        if (edited == null || !"tln".equals(edited.getFileExtension()) || !(part instanceof final ITextEditor text) || text == editor) {
            return;
        }
        forgetEditor();
        editor = text;
        file = edited;
        document = text.getDocumentProvider().getDocument(text.getEditorInput());
        document.addDocumentListener(edits);
        if (text.getSelectionProvider() instanceof final IPostSelectionProvider provider) {
            provider.addPostSelectionChangedListener(caret);
        }
        redraw();
    }

    /** Returns the first configuration that is open behind the editor in front; with an editor only if it is wanted at any price. */
    private Optional<IEditorPart> openConfiguration(final boolean atAnyPrice) {
        return Arrays.stream(getSite().getPage().getEditorReferences()).filter(r -> r.getPartName().endsWith(".tln"))
                .map(r -> r.getEditor(atAnyPrice)).filter(part -> part != null && part != editor).findFirst();
    }

    private void closed(final IWorkbenchPart part) {
        if (part == editor) {
            forgetEditor();
            canvas.show(null);
            canvas.setNote("");
            drawing = null;
            export.setEnabled(false);
            if (!PlatformUI.getWorkbench().isClosing()) {
                openConfiguration(false).ifPresent(this::activated);
            }
        }
    }

    private void forgetEditor() {
        if (editor != null) {
            document.removeDocumentListener(edits);
            if (editor.getSelectionProvider() instanceof final IPostSelectionProvider provider) {
                provider.removePostSelectionChangedListener(caret);
            }
            editor = null;
        }
    }

    private void redraw() {
        // A file whose project is gone has no place any more; its editor is about to be closed.
        if (editor != null && !canvas.isDisposed() && file.getLocationURI() != null) {
            draftsman.draw(new Draftsman.Wish(Path.of(file.getLocationURI()), document.get(), ownRun().orElse(null)));
        }
    }

    /** Returns the run, if it was started from the file that is drawn. */
    private Optional<Run> ownRun() {
        return Runs.current().run().filter(run -> run.file().equals(file));
    }

    private void show(final Drawing newDrawing) {
        if (canvas.isDisposed() || editor == null) {
            return;
        }
        drawing = newDrawing;
        export.setEnabled(true);
        canvas.show(drawing.picture());
        final long errors = drawing.errors();
        canvas.setNote(errors == 0 ? "" : (errors == 1 ? "The configuration has an error; " : "The configuration has " + errors + " errors; ")
                + "this is what can be read of it.");
        atCaret().ifPresent(canvas::select);
    }

    private void followRun() {
        if (canvas.isDisposed()) {
            return;
        }
        // A wish that comes while the last one is drawn would keep that from being shown, again and again where drawing takes long.
        if (draftsman.isIdle() && ownRun().filter(run -> !run.hasEnded()).isPresent() && getSite().getPage().isPartVisible(this)) {
            redraw();
        }
        canvas.getDisplay().timerExec(LIVE_MS, live);
    }

    /** Returns the id of the element that the caret is in; an empty one outside of all. */
    private Optional<String> atCaret() {
        return drawing != null && editor != null && editor.getSelectionProvider().getSelection() instanceof final ITextSelection selection
                ? Optional.of(drawing.elementAt(selection.getOffset())) : Optional.empty();
    }

    private void revealInEditor(final Element element) {
        final Optional<IRegion> place = Drawing.place(element);
        if (place.isPresent() && editor != null) {
            getSite().getPage().bringToTop(editor);
            final int line = document.get().indexOf('\n', place.get().getOffset());
            final int end = place.get().getOffset() + place.get().getLength();
            final int length = (line < 0 ? end : Math.min(line, end)) - place.get().getOffset();
            editor.selectAndReveal(place.get().getOffset(), Math.max(0, length));
        }
    }

    @Override
    public void runStarted(final Run run) {
        redraw();
    }

    @Override
    public void runChanged(final Run run) {
        redraw();
    }

    @Override
    public void runAdvanced(final Run run) {
        redraw();
    }

    /** Returns what is drawn, for tests. */
    Optional<Drawing> drawing() {
        return Optional.ofNullable(drawing);
    }

    PictureCanvas canvas() {
        return canvas;
    }

    @Override
    public void setFocus() {
        canvas.setFocus();
    }

    @Override
    public void dispose() {
        if (watch != null) {
            getSite().getPage().removePartListener(watch);
        }
        if (PlatformUI.isWorkbenchRunning()) {
            Runs.current().removeListener(this);
        }
        forgetEditor();
        super.dispose();
    }

    private final class Edits implements IDocumentListener {
        @Override
        public void documentAboutToBeChanged(final DocumentEvent event) {
            // What is drawn stays until the new text is read.
        }

        @Override
        public void documentChanged(final DocumentEvent event) {
            canvas.getDisplay().timerExec(SETTLE_MS, redraw);
        }
    }
}
