// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.ui.Bench.document;
import static org.trapline.ui.Bench.ui;
import static org.trapline.ui.Bench.until;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.Test;
import org.trapline.diagram.layout.Rect;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.State;
import org.trapline.ui.Bench;
import org.trapline.ui.Ids;

/** The drawing beside the editor. */
final class TopologyViewTest {

    private static TopologyView view() {
        return Bench.view(Ids.TOPOLOGY, TopologyView.class);
    }

    private static Element element(final TopologyView view, final String title) {
        return view.drawing().flatMap(d -> d.picture().scene().all().filter(e -> e.title().equals(title)).findFirst()).orElse(null);
    }

    @Test
    void whatIsWrittenIsDrawn() throws CoreException {
        try (Bench bench = Bench.example("hello")) {
            final TopologyView view = view();
            final ITextEditor editor = Bench.open(bench.file("hello.tln"));
            until("the hosts are drawn", () -> element(view, "host bare") != null && element(view, "host lab") != null);
            Bench.replace(editor, "host bare", "host naked");
            until("the new name is drawn", () -> element(view, "host naked") != null);
            Bench.replace(editor, "memory 64 MiB\n  boot", "memory 64 MiB }}} boot");
            until("errors are counted, and the rest is drawn", () -> view.drawing().orElseThrow().errors() > 0
                    && element(view, "host naked") != null);
        }
    }

    @Test
    void aClickSelectsInTheEditorAndTheCaretSelectsInTheDrawing() throws CoreException {
        try (Bench bench = Bench.example("hello")) {
            final TopologyView view = view();
            final ITextEditor editor = Bench.open(bench.file("hello.tln"));
            until("the domain is drawn", () -> element(view, "domain one") != null);
            ui(() -> {
                view.canvas().fit();
                final Rect bounds = view.canvas().picture().orElseThrow().box(element(view, "domain one").id()).orElseThrow().bounds();
                final double scale = view.canvas().scale();
                click(view.canvas(), (int) (view.canvas().left() + (bounds.x() + 6) * scale), (int) (view.canvas().top() + (bounds.y() + 6) * scale));
                return null;
            });
            final ITextSelection selection = ui(() -> (ITextSelection) editor.getSelectionProvider().getSelection());
            assertEquals(document(editor).get().indexOf("domain one"), selection.getOffset());
            ui(() -> {
                editor.selectAndReveal(document(editor).get().indexOf("host bare") + 2, 0);
                return null;
            });
            until("the host is marked", () -> view.canvas().selected().equals(element(view, "host bare").id()));
        }
    }

    private static void click(final PictureCanvas canvas, final int x, final int y) {
        final Event event = new Event();
        event.button = 1;
        event.x = x;
        event.y = y;
        canvas.notifyListeners(SWT.MouseDown, event);
        canvas.notifyListeners(SWT.MouseUp, event);
    }

    @Test
    void whatRunsIsShownAsRunningAndAsOffAtTheEnd() throws CoreException {
        try (Bench bench = Bench.empty()) {
            bench.file("spin.s", "        .globl _start\n_start: j _start\n");
            final TopologyView view = view();
            Bench.open(bench.file("spin.tln", "import \"spin.s\" as spin\nhost bare { memory 16 MiB  boot spin }\n"));
            until("the host is drawn", () -> element(view, "host bare") != null);
            Bench.command("org.trapline.ui.run.start");
            until("it runs", () -> state(view) == State.RUNNING);
            Bench.command("org.trapline.ui.run.pause");
            until("it is paused", () -> state(view) == State.PAUSED);
            Bench.command("org.trapline.ui.run.stop");
            until("it is off", () -> state(view) == State.OFF);
        }
    }

    @Test
    void whenAConfigurationIsClosedAnotherThatIsOpenIsDrawn() throws CoreException {
        try (Bench bench = Bench.empty()) {
            final TopologyView view = view();
            Bench.open(bench.file("one.tln", "host one { memory 16 MiB }\n"));
            final ITextEditor two = Bench.open(bench.file("two.tln", "host two { memory 16 MiB }\n"));
            until("the second is drawn", () -> element(view, "host two") != null);
            ui(() -> Bench.page().closeEditor(two, false));
            until("the first is drawn", () -> element(view, "host one") != null);
        }
    }

    @Test
    void aProjectThatIsDeletedWhileItIsDrawnDoesNoHarm() throws CoreException {
        try (Bench bench = Bench.empty()) {
            final TopologyView view = view();
            Bench.open(bench.file("gone.tln", "host gone { memory 16 MiB }\n"));
            until("it is drawn", () -> element(view, "host gone") != null);
            ui(() -> {
                bench.project().delete(true, true, null);
                // What runs may move on before the editor is closed.
                view.runAdvanced(null);
                return null;
            });
            until("nothing is drawn", () -> view.drawing().isEmpty());
        }
    }

    private static State state(final TopologyView view) {
        final Element host = element(view, "host bare");
        return host == null ? null : host.status().map(s -> s.state()).orElse(null);
    }

    @Test
    void whatCannotBeReadAsAWholeIsShownAsWideAsItCanBe() {
        assertEquals(0.7, Viewport.fitting(1000, 500, 700, 400, 0.6).scale(), "all of it");
        assertEquals(0.8, Viewport.fitting(500, 1000, 400, 400, 0.6).scale(), "its upper part");
        assertEquals(0.6, Viewport.fitting(1000, 1000, 400, 400, 0.6).scale(), "its upper left part");
        assertEquals(1, Viewport.fitting(100, 2000, 400, 400, 0.6).scale(), "never larger than it is");
    }

    @Test
    void whatTheCaretIsInComesIntoSightAndNothingMovesWithoutNeed() {
        final Viewport viewport = new Viewport(0.5, 0, 0);
        assertEquals(viewport, viewport.showing(new Rect(10, 10, 100, 100), 400, 300), "it is seen already");
        final Viewport down = viewport.showing(new Rect(10, 900, 100, 100), 400, 300);
        assertEquals(0, down.x());
        assertTrue(down.toScreenY(1000) < 300 && down.toScreenY(900) > 0, "all of it");
        final Viewport corner = viewport.showing(new Rect(2000, 0, 2000, 2000), 400, 300);
        assertTrue(corner.toScreenX(2000) > 0 && corner.toScreenX(2000) < 100, "the beginning of what is larger");
        assertEquals(corner, corner.showing(new Rect(2000, 0, 2000, 2000), 400, 300), "and there it stays");
    }

    @Test
    void zoomingKeepsThePlaceUnderTheMouse() {
        final Viewport viewport = Viewport.fitting(1000, 500, 500, 500, 0);
        assertEquals(0.5, viewport.scale());
        assertEquals(125, viewport.y());
        final Viewport zoomed = viewport.zoomed(3, 200, 300);
        assertTrue(zoomed.scale() > viewport.scale());
        assertEquals(viewport.toPictureX(200), zoomed.toPictureX(200), 1e-9);
        assertEquals(viewport.toPictureY(300), zoomed.toPictureY(300), 1e-9);
    }
}
