// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.screenshots;

import static org.trapline.ui.Bench.ui;
import static org.trapline.ui.Bench.until;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.action.ActionContributionItem;
import org.eclipse.jface.action.IContributionItem;
import org.eclipse.jface.text.ITextOperationTarget;
import org.eclipse.jface.text.source.ISourceViewer;
import org.eclipse.swt.widgets.Table;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.trapline.runtime.Guest;
import org.trapline.runtime.Lives;
import org.trapline.runtime.SessionState;
import org.trapline.trace.EventKind;
import org.trapline.trace.TraceEvent;
import org.trapline.ui.Bench;
import org.trapline.ui.Ids;
import org.trapline.ui.console.ConsoleAccess;
import org.trapline.ui.console.GuestConsoleView;
import org.trapline.ui.registers.RegistersView;
import org.trapline.ui.run.Run;
import org.trapline.ui.run.Runs;
import org.trapline.ui.trace.LiveTraceView;

/** Takes the pictures; runs only where it is told a folder for them. */
@EnabledIfSystemProperty(named = Screenshots.FOLDER, matches = ".+")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class Screenshots {
    static final String FOLDER = "trapline.screenshots";
    /** Past these, the guest's kernel has prepared a return to its user program. */
    private static final int TRAPS = 16;
    /** So often, a guest touches a page for the first time before it counts for long. */
    private static final int PAGE_FAULTS = 3;

    /** The trees of a window that has just opened stay unpainted until an editor has been opened and closed in it. */
    @BeforeAll
    static void warmUp() throws CoreException, IOException {
        camera();
        // A window that opens on the product's perspective is given the first example.
        for (final IProject project : ResourcesPlugin.getWorkspace().getRoot().getProjects()) {
            ui(() -> Bench.page().closeAllEditors(false));
            project.delete(true, true, null);
        }
        try (Bench bench = Bench.example("hello", "hello")) {
            final Camera camera = camera();
            Bench.open(bench.file("hello.tln"));
            camera.rest();
        }
    }

    @Test
    @Order(1)
    void aGuestThatHasRun() throws CoreException, IOException {
        try (Bench bench = Bench.example("hello", "hello")) {
            final Camera camera = camera();
            Bench.open(bench.file("guest/hello.s"));
            final ITextEditor configuration = Bench.open(bench.file("hello.tln"));
            start("org.trapline.ui.run.start");
            until("it has ended", () -> Runs.current().run().filter(Run::hasEnded).isPresent());
            showConsole(1);
            final LiveTraceView trace = Bench.view(Ids.LIVE_TRACE, LiveTraceView.class);
            until("the whole trace is shown", () -> trace.rows() != null && trace.rows().high() == trace.source().nextSeq());
            reveal(trace, EventKind.REFLECT);
            ui(() -> {
                Bench.page().activate(configuration);
                return null;
            });
            camera.take("run");
        }
    }

    @Test
    @Order(2)
    void aGuestThatIsSteppedThrough() throws CoreException, IOException {
        try (Bench bench = Bench.example("hello", "hello")) {
            final Camera camera = camera();
            Bench.open(bench.file("hello.tln"));
            ui(() -> Bench.page().showView(Ids.REGISTERS, null, IWorkbenchPage.VIEW_VISIBLE));
            start("org.trapline.ui.run.startPaused");
            until("it stands still", () -> Runs.current().run().filter(r -> r.state() == SessionState.PAUSED).isPresent());
            showConsole(1);
            final ITextEditor program = Bench.open(bench.file("guest/hello.s"));
            for (int i = 0; i < TRAPS; i++) {
                Bench.command("org.trapline.ui.run.stepExit");
            }
            final RegistersView registers = Bench.view(Ids.REGISTERS, RegistersView.class);
            until("registers are shown", () -> ConsoleAccess.find(registers.control(), Table.class).getItemCount() > 0);
            press(registers, "Only What Differs");
            hover(program, "csrrw");
            camera.take("registers");
            Bench.command("org.trapline.ui.run.stop");
            until("it has ended", () -> Runs.current().run().orElseThrow().hasEnded());
        }
    }

    @Test
    @Order(3)
    void machinesThatAreKeptAndCloned() throws CoreException, IOException {
        try (Bench bench = Bench.example("migration", "migration")) {
            final Camera camera = camera();
            final ITextEditor configuration = Bench.open(bench.file("migration.tln"));
            ui(() -> Bench.page().showView(Ids.MACHINES, null, IWorkbenchPage.VIEW_VISIBLE));
            start("org.trapline.ui.run.startPaused");
            until("it stands still", () -> Runs.current().run().filter(r -> r.state() == SessionState.PAUSED).isPresent());
            final Lives lives = Runs.current().run().orElseThrow().session().lives();
            final Guest shop = Runs.current().run().orElseThrow().session().guests().getFirst();
            for (int i = 0; i < PAGE_FAULTS; i++) {
                Bench.command("org.trapline.ui.run.stepExit");
            }
            lives.snapshot(shop, "before").join();
            lives.snapshot(shop, "first try").join();
            lives.restore(shop, "before").join();
            lives.snapshot(shop, "second try").join();
            lives.clone(shop, "twin").join();
            lives.template(shop, "golden").join();
            Bench.command("org.trapline.ui.run.step");
            ui(() -> {
                Bench.page().activate(configuration);
                return null;
            });
            camera.take("machines");
            Bench.command("org.trapline.ui.run.stop");
            until("it has ended", () -> Runs.current().run().orElseThrow().hasEnded());
        }
    }

    private static Camera camera() throws IOException {
        final Path folder = Files.createDirectories(Path.of(System.getProperty(FOLDER)));
        ui(() -> {
            Bench.page().resetPerspective();
            return null;
        });
        return new Camera(folder);
    }

    private static void start(final String command) {
        final Run before = ui(() -> Runs.current().run().orElse(null));
        Bench.command(command);
        until("it has started", () -> Runs.current().run().filter(run -> run != before).isPresent());
    }

    private static void showConsole(final int guest) {
        final GuestConsoleView console = Bench.view(Ids.GUEST_CONSOLE, GuestConsoleView.class);
        until("each guest has a page", () -> ConsoleAccess.pages(console) > guest);
        ui(() -> {
            ConsoleAccess.choose(console, guest);
            return null;
        });
    }

    private static void reveal(final LiveTraceView trace, final EventKind kind) {
        ui(() -> {
            final TraceEvent event = new TraceEvent();
            for (long seq = trace.source().firstSeq(); seq < trace.source().nextSeq(); seq++) {
                if (trace.source().read(seq, event) && event.kind() == kind) {
                    trace.table().reveal(seq);
                    break;
                }
            }
            return null;
        });
    }

    private static void press(final IViewPart view, final String button) {
        ui(() -> {
            for (final IContributionItem item : view.getViewSite().getActionBars().getToolBarManager().getItems()) {
                if (item instanceof final ActionContributionItem action && action.getAction().getText().equals(button)) {
                    action.getAction().setChecked(true);
                    action.getAction().run();
                }
            }
            return null;
        });
    }

    /** Shows what resting the mouse there would. */
    private static void hover(final ITextEditor editor, final String word) {
        ui(() -> {
            final int at = Bench.document(editor).get().indexOf(word + " ");
            editor.selectAndReveal(at, 0);
            Bench.page().activate(editor);
            final ISourceViewer viewer = Bench.viewer(editor);
            viewer.getTextWidget().setFocus();
            ((ITextOperationTarget) viewer).doOperation(ISourceViewer.INFORMATION);
            return null;
        });
    }
}
