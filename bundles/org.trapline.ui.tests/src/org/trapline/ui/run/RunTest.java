// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.ui.Bench.ui;
import static org.trapline.ui.Bench.until;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.eclipse.core.filesystem.EFS;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.runtime.Problem;
import org.trapline.runtime.SessionState;
import org.trapline.ui.Bench;
import org.trapline.ui.Ids;
import org.trapline.ui.console.ConsoleAccess;
import org.trapline.ui.console.GuestConsoleView;
import org.trapline.ui.trace.LiveTraceView;

/** Running from the workbench. */
final class RunTest {
    private static final String RUN = "org.trapline.ui.run.start";
    private static final String ENDLESS = """
                    .globl _start
            _start: li      t0, 0x10000000
            1:      lbu     t1, 5(t0)
                    andi    t1, t1, 1
                    beqz    t1, 1b
                    lbu     a0, 0(t0)
                    addi    a0, a0, 1
                    sb      a0, 0(t0)
                    j       1b
            """;

    /** Runs what is in front to its end. */
    private static void runToEnd() {
        final Run before = ui(() -> Runs.current().run().orElse(null));
        Bench.command(RUN);
        until("the new run is over", () -> Runs.current().run().filter(run -> run != before && run.hasEnded()).isPresent());
    }

    private static void forgetLastRun() {
        ui(() -> {
            Runs.current().run().ifPresent(run -> run.session().stop());
            return null;
        });
        until("the last run has ended", () -> Runs.current().run().map(Run::hasEnded).orElse(true));
    }

    @Test
    void anExampleRunsAndItsConsolesAndTraceAreShown() throws CoreException {
        try (Bench bench = Bench.example("hello")) {
            Bench.open(bench.file("hello.tln"));
            runToEnd();
            final GuestConsoleView console = Bench.view(Ids.GUEST_CONSOLE, GuestConsoleView.class);
            for (final String guest : new String[] {"bare", "lab.one"}) {
                until(guest + " has printed", () -> ConsoleAccess.text(console, guest).endsWith("powering off\n"));
                assertTrue(ui(() -> ConsoleAccess.text(console, guest)).contains("user: hello through a system call"));
            }
            final LiveTraceView trace = Bench.view(Ids.LIVE_TRACE, LiveTraceView.class);
            until("the whole trace is shown",
                    () -> trace.rows().high() == Runs.current().run().orElseThrow().trace().orElseThrow().nextSeq());
        }
    }

    @Test
    void aTraceRowLeadsToItsSourceLine() throws CoreException {
        try (Bench bench = Bench.example("hello")) {
            Bench.open(bench.file("hello.tln"));
            runToEnd();
            final LiveTraceView trace = Bench.view(Ids.LIVE_TRACE, LiveTraceView.class);
            until("the whole trace is shown", () -> trace.rows() != null
                    && trace.rows().high() == Runs.current().run().orElseThrow().trace().orElseThrow().nextSeq());
            // A refresh that is still on its way may move the selection once more, so the key is pressed until it has led somewhere.
            until("the program is open", () -> {
                trace.table().reveal(trace.rows().low() + 60);
                final org.eclipse.swt.widgets.Event enter = new org.eclipse.swt.widgets.Event();
                enter.keyCode = org.eclipse.swt.SWT.CR;
                trace.table().notifyListeners(org.eclipse.swt.SWT.KeyDown, enter);
                return Bench.page().getActiveEditor() instanceof final ITextEditor editor && editor.getTitle().equals("hello.s");
            });
        }
    }

    @Test
    void aProgramThatCannotBeAssembledIsRefusedWithItsLine() throws CoreException {
        try (Bench bench = Bench.empty()) {
            Bench.open(bench.file("bad.s", "_start:\n        frobnicate a0\n"));
            Bench.command(RUN);
            until("the dialog says so", () -> dialog("Cannot Run") != null);
            final Shell dialog = ui(() -> dialog("Cannot Run"));
            final Table table = ui(() -> ConsoleAccess.find(dialog, Table.class));
            assertEquals("bad.s, line 2", ui(() -> table.getItem(0).getText(0)));
            assertTrue(ui(() -> table.getItem(0).getText(1)).contains("frobnicate"));
            ui(() -> {
                dialog.close();
                return null;
            });
            until("the line is marked once, for the editor says the same", () -> Bench.problems(bench.file("bad.s")).stream()
                    .filter(p -> p.startsWith("2: ")).count() == 1 && marks(bench) == 0);
        }
    }

    private static int marks(final Bench bench) throws CoreException {
        return bench.project().findMarkers(StartMarks.MARKER, true, IResource.DEPTH_INFINITE).length;
    }

    @Test
    void whatPreventedAStartIsForgottenWhenItsFileIsChanged() throws CoreException {
        try (Bench bench = Bench.empty()) {
            final IFile file = bench.file("fine.s", "_start: j _start\n");
            StartMarks.mark(file, Problem.error("fine.s", 1, "does not fit"));
            assertEquals(List.of("1: does not fit"), Bench.problems(file, StartMarks.MARKER));
            file.setContents("_start: nop\n        j _start\n".getBytes(StandardCharsets.UTF_8), IResource.FORCE, null);
            until("the mark is gone", () -> marks(bench) == 0);
        }
    }

    @Test
    void whoRunsTheSameOnceMoreSeesTheSameGuest() throws CoreException {
        try (Bench bench = Bench.example("hello")) {
            Bench.open(bench.file("hello.tln"));
            runToEnd();
            final GuestConsoleView console = Bench.view(Ids.GUEST_CONSOLE, GuestConsoleView.class);
            until("each guest has a page", () -> ConsoleAccess.pages(console) == 2);
            ui(() -> {
                ConsoleAccess.choose(console, 1);
                return null;
            });
            runToEnd();
            assertEquals("lab.one", ui(() -> Runs.current().chosenGuest().orElseThrow().name()));
        }
    }

    private static Shell dialog(final String title) {
        return Arrays.stream(Bench.display().getShells()).filter(s -> s.getText().equals(title)).findFirst().orElse(null);
    }

    @Test
    void anEndlessProgramCanBePausedSteppedAndStopped() throws CoreException {
        forgetLastRun();
        try (Bench bench = Bench.empty()) {
            Bench.open(bench.file("endless.s", "_start: j _start\n"));
            Bench.command(RUN);
            until("it runs", () -> state("endless.s") == SessionState.RUNNING);
            Bench.command("org.trapline.ui.run.pause");
            until("it is paused", () -> state("endless.s") == SessionState.PAUSED);
            Bench.command("org.trapline.ui.run.step");
            Bench.command("org.trapline.ui.run.pause");
            until("it runs again", () -> state("endless.s") == SessionState.RUNNING);
            Bench.command("org.trapline.ui.run.stop");
            until("it has ended", () -> state("endless.s") == SessionState.ENDED);
        }
    }

    @Test
    void whoWasStartedPausedStepsBackAndGoesOnAgain() throws CoreException {
        forgetLastRun();
        try (Bench bench = Bench.empty()) {
            Bench.open(bench.file("back.s", "_start: addi t0, t0, 1\n        ecall\n        j _start\n"));
            Bench.command("org.trapline.ui.run.startPaused");
            until("it stands", () -> state("back.s") == SessionState.PAUSED);
            Bench.command("org.trapline.ui.run.step");
            until("it has stepped", () -> retired() == 1);
            Bench.command("org.trapline.ui.run.stepBack");
            until("it is where it began", () -> retired() == 0 && state("back.s") == SessionState.PAUSED);
            Bench.command("org.trapline.ui.run.stepExit");
            until("it has trapped", () -> retired() > 0 && state("back.s") == SessionState.PAUSED);
            Bench.command("org.trapline.ui.run.backExit");
            until("it is before the trap", () -> state("back.s") == SessionState.PAUSED
                    && Runs.current().run().orElseThrow().session().moment().orElseThrow().isInPast());
            Bench.command("org.trapline.ui.run.stop");
            until("it has ended", () -> state("back.s") == SessionState.ENDED);
        }
    }

    private static long retired() {
        return Runs.current().run().orElseThrow().session().moment().orElseThrow().instructions();
    }

    @Test
    void anInstructionLimitEndsAnEndlessProgram() throws CoreException {
        forgetLastRun();
        ui(() -> {
            InstructionLimit.set(50_000);
            return null;
        });
        try (Bench bench = Bench.empty()) {
            Bench.open(bench.file("limited.s", "_start: j _start\n"));
            Bench.command(RUN);
            until("it has ended", () -> state("limited.s") == SessionState.ENDED);
            assertEquals(50_000, Runs.current().run().orElseThrow().session().results().getFirst().instructions());
        } finally {
            InstructionLimit.set(InstructionLimit.NONE);
        }
    }

    @Test
    void whatIsTypedGoesToTheGuest() throws CoreException {
        forgetLastRun();
        try (Bench bench = Bench.empty()) {
            Bench.open(bench.file("echo.s", ENDLESS));
            Bench.command(RUN);
            until("it runs", () -> state("echo.s") == SessionState.RUNNING || state("echo.s") == SessionState.WAITING);
            final GuestConsoleView console = Bench.view(Ids.GUEST_CONSOLE, GuestConsoleView.class);
            ui(() -> {
                ConsoleAccess.type(console, 'a');
                ConsoleAccess.type(console, 'B');
                return null;
            });
            until("it answers with the next letters", () -> ConsoleAccess.shown(console).equals("bC"));
            Bench.command("org.trapline.ui.run.stop");
            until("it has ended", () -> state("echo.s") == SessionState.ENDED);
        }
    }

    private static SessionState state(final String name) {
        return Runs.current().run().filter(r -> r.name().equals(name)).map(Run::state).orElse(null);
    }

    private static String scenario(final String digit) {
        return """
                import "digit.s" as digit
                host h { memory 32 MiB  hypervisor vmm { type 1  cpu trap_and_emulate  paging shadow  domain one { memory 2 MiB  kernel digit } } }
                scenario print {
                  at 100 instr { clone h.one as two }
                  expect { console(h.one) == "%s" }
                }
                """.formatted(digit);
    }

    @Test
    void whatAScenarioExpectedInVainIsAProblemAtItsLine() throws CoreException {
        forgetLastRun();
        try (Bench bench = Bench.empty()) {
            bench.file("digit.s", """
                            .globl _start
                    _start: li      t0, 200
                    1:      addi    t0, t0, -1
                            bnez    t0, 1b
                            li      t0, 0x10000000
                            li      t1, '7'
                            sb      t1, 0(t0)
                            li      t0, 0x100000
                            li      t1, 0x5555
                            sw      t1, 0(t0)
                            j       .
                    """);
            Bench.open(bench.file("right.tln", scenario("7")));
            runToEnd();
            assertEquals("Scenario print: its expectation held.", ui(() -> Runs.current().run().orElseThrow().scenarioNews().orElseThrow()));
            final GuestConsoleView console = Bench.view(Ids.GUEST_CONSOLE, GuestConsoleView.class);
            until("the clone has a console, too", () -> ConsoleAccess.text(console, "two").equals("7"));
            assertEquals(List.of(), Bench.problems(bench.file("right.tln")));
            Bench.open(bench.file("wrong.tln", scenario("8")));
            runToEnd();
            until("the line is marked", () -> Bench.problems(bench.file("wrong.tln")).stream()
                    .anyMatch(problem -> problem.startsWith("5: scenario print: expect console(h.one) == \"8\": it has printed \"7\"")));
        }
    }

    @Test
    void aProjectMeansAllItsConfigurations() throws CoreException {
        try (Bench bench = Bench.empty()) {
            final IFile one = bench.file("one.tln", "host one { memory 16 MiB }\n");
            assertEquals(List.of(one), RunTarget.selected(new StructuredSelection(bench.project())));
            final IFile two = bench.file("guest/two.tln", "host two { memory 16 MiB }\n");
            assertEquals(java.util.Set.of(one, two), java.util.Set.copyOf(RunTarget.selected(new StructuredSelection(bench.project()))));
            assertEquals(List.of(two), RunTarget.selected(new StructuredSelection(bench.project().getFolder("guest"))));
            assertEquals(List.of(), RunTarget.selected(StructuredSelection.EMPTY));
        }
    }

    @Test
    void aFileThatIsInNoProjectIsNamedInsteadOfRunningSomethingElse(@TempDir final Path folder) throws Exception {
        final Path file = Files.writeString(folder.resolve("far.tln"), "host far { memory 16 MiB }\n");
        ui(() -> IDE.openEditorOnFileStore(Bench.page(), EFS.getStore(file.toUri())));
        assertEquals(List.of(), ui(() -> RunTarget.find(Bench.window(), StructuredSelection.EMPTY)));
        assertEquals("far.tln", ui(() -> RunTarget.outside(Bench.window()).orElseThrow()));
        ui(() -> Bench.page().closeAllEditors(false));
    }

    @Test
    void limitsAreReadAsPeopleWriteThem() {
        assertEquals(1_500_000_000, InstructionLimit.parse("1.5 G"));
        assertEquals(20_000, InstructionLimit.parse("20_000"));
        assertEquals(InstructionLimit.NONE, InstructionLimit.parse(" "));
        assertThrows(NumberFormatException.class, () -> InstructionLimit.parse("many"));
        assertThrows(NumberFormatException.class, () -> InstructionLimit.parse("0"));
    }
}
