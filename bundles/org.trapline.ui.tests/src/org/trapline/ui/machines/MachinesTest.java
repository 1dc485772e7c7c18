// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.ui.Bench.ui;
import static org.trapline.ui.Bench.until;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.Test;
import org.trapline.runtime.SessionState;
import org.trapline.ui.Bench;
import org.trapline.ui.Ids;
import org.trapline.ui.machines.model.Column;
import org.trapline.ui.machines.model.Deed;
import org.trapline.ui.machines.model.Node;
import org.trapline.ui.run.Run;
import org.trapline.ui.run.Runs;
import org.trapline.vmm.LifeCycle;

/** The view of hosts, virtual machines and their snapshots. */
final class MachinesTest {
    private static final String PROGRAM = "        .globl _start\n_start: addi t0, t0, 1\n        j _start\n";
    private static final String CONFIGURATION = """
            import "spin.s" as spin
            template small { memory 2 MiB  kernel spin }
            host rack1 { memory 32 MiB  hypervisor vmm { type 1  cpu trap_and_emulate  paging shadow  domain web from small } }
            host rack2 { memory 32 MiB  hypervisor vmm { type 1  cpu trap_and_emulate  paging shadow  domain db from small } }
            """;

    private static MachinesView start(final Bench bench) throws CoreException {
        bench.file("spin.s", PROGRAM);
        final MachinesView view = Bench.view(Ids.MACHINES, MachinesView.class);
        Bench.open(bench.file("racks.tln", CONFIGURATION));
        final Run before = ui(() -> Runs.current().run().orElse(null));
        Bench.command("org.trapline.ui.run.start");
        until("machines are listed", () -> Runs.current().run().filter(run -> run != before).isPresent()
                && lifeCycle(view, "rack1.web") == LifeCycle.RUNNING && lifeCycle(view, "rack2.db") == LifeCycle.RUNNING);
        return view;
    }

    private static void stop() {
        Bench.command("org.trapline.ui.run.stop");
        until("it has ended", () -> Runs.current().run().orElseThrow().hasEnded());
    }

    private static Node node(final MachinesView view, final String key) {
        return view.shown().find(key).orElse(null);
    }

    private static LifeCycle lifeCycle(final MachinesView view, final String guest) {
        return node(view, "guest " + guest) instanceof final Node.Machine machine ? machine.lifeCycle() : null;
    }

    /** Does something with rows, as a click on its button would. */
    private static void carryOut(final MachinesView view, final Deed deed, final String... keys) {
        until(deed + " can be done", () -> {
            view.select(Arrays.stream(keys).map(key -> node(view, key)).toList());
            return view.action(deed).isEnabled();
        });
        // A dialog waits for its answer.
        Bench.display().asyncExec(view.action(deed)::run);
    }

    private static void answer(final String dialog) {
        until(dialog + " asks", () -> shell(dialog) != null && button(shell(dialog)) != null && button(shell(dialog)).isEnabled());
        ui(() -> {
            button(shell(dialog)).notifyListeners(SWT.Selection, new Event());
            return null;
        });
    }

    private static Shell shell(final String title) {
        return Arrays.stream(Bench.display().getShells()).filter(shell -> shell.getText().equals(title)).findFirst().orElse(null);
    }

    private static Button button(final Composite in) {
        for (final Control child : in.getChildren()) {
            if (child instanceof final Button button && Integer.valueOf(IDialogConstants.OK_ID).equals(button.getData())) {
                return button;
            }
            final Button found = child instanceof final Composite inner ? button(inner) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Test
    void aMachineIsPausedResumedSwitchedOffAndOnAgain() throws CoreException {
        try (Bench bench = Bench.empty()) {
            final MachinesView view = start(bench);
            assertFalse(ui(() -> {
                view.select(List.of(node(view, "guest rack1.web")));
                return view.action(Deed.RESUME).isEnabled();
            }), "one that runs cannot be resumed");
            carryOut(view, Deed.PAUSE, "guest rack1.web", "guest rack2.db");
            until("both are paused", () -> lifeCycle(view, "rack1.web") == LifeCycle.PAUSED && lifeCycle(view, "rack2.db") == LifeCycle.PAUSED);
            carryOut(view, Deed.RESUME, "guest rack1.web", "guest rack2.db");
            until("both run on", () -> lifeCycle(view, "rack1.web") == LifeCycle.RUNNING && lifeCycle(view, "rack2.db") == LifeCycle.RUNNING);
            carryOut(view, Deed.POWER_OFF, "guest rack1.web");
            until("it is off", () -> lifeCycle(view, "rack1.web") == LifeCycle.OFF);
            assertEquals("on", ui(() -> node(view, "host rack1").text(Column.STATE)), "its host stays on");
            carryOut(view, Deed.POWER_ON, "guest rack1.web");
            until("it runs again", () -> lifeCycle(view, "rack1.web") == LifeCycle.RUNNING);
            stop();
            until("all is off", () -> !view.shown().isAlive() && node(view, "host rack1").text(Column.STATE).equals("off")
                    && lifeCycle(view, "rack2.db") == LifeCycle.OFF);
            assertFalse(ui(() -> view.action(Deed.POWER_ON).isEnabled()), "nothing can be done any more");
        }
    }

    @Test
    void snapshotsFormATreeAndAreGoneBackToAndDeleted() throws CoreException {
        try (Bench bench = Bench.empty()) {
            final MachinesView view = start(bench);
            carryOut(view, Deed.SNAPSHOT, "guest rack1.web");
            answer("Take Snapshot");
            until("the first is kept", () -> node(view, "snapshot rack1.web/snapshot1") != null);
            carryOut(view, Deed.SNAPSHOT, "guest rack1.web");
            answer("Take Snapshot");
            until("the second came of it", () -> node(view, "snapshot rack1.web/snapshot2") != null
                    && node(view, "snapshot rack1.web/snapshot1").children().contains(node(view, "snapshot rack1.web/snapshot2")));
            carryOut(view, Deed.RESTORE, "snapshot rack1.web/snapshot1");
            until("the run goes on from there", () -> ((Node.Kept) node(view, "snapshot rack1.web/snapshot1")).isCurrent());
            carryOut(view, Deed.DELETE, "snapshot rack1.web/snapshot1");
            answer("Delete");
            until("it is gone", () -> node(view, "snapshot rack1.web/snapshot1") == null);
            assertTrue(ui(() -> node(view, "guest rack1.web").children().contains(node(view, "snapshot rack1.web/snapshot2"))), "what came of it is kept");
            stop();
        }
    }

    @Test
    void aCloneMovesToTheOtherHostAndIsDeletedThere() throws CoreException {
        try (Bench bench = Bench.empty()) {
            final MachinesView view = start(bench);
            carryOut(view, Deed.CLONE, "guest rack1.web");
            answer("Clone");
            until("the clone runs", () -> lifeCycle(view, "clone1") == LifeCycle.RUNNING);
            carryOut(view, Deed.MIGRATE, "guest clone1");
            answer("Migrate clone1");
            until("it is there", () -> node(view, "host rack2").children().stream().anyMatch(node -> node.key().equals("guest clone1")));
            until("and how it went is told", () -> view.said().startsWith("clone1 has moved to rack2 in "));
            carryOut(view, Deed.POWER_OFF, "guest clone1");
            until("it is off", () -> lifeCycle(view, "clone1") == LifeCycle.OFF);
            carryOut(view, Deed.DELETE, "guest clone1");
            answer("Delete");
            until("it is gone", () -> node(view, "guest clone1") == null);
            stop();
        }
    }

    @Test
    void whatTheEngineRefusesIsToldInItsWords() throws CoreException {
        try (Bench bench = Bench.empty()) {
            final MachinesView view = start(bench);
            carryOut(view, Deed.RESIZE, "guest rack1.web");
            until("the dialog asks", () -> shell("Resize rack1.web") != null);
            ui(() -> {
                field(shell("Resize rack1.web")).setText("1 MiB");
                return null;
            });
            answer("Resize rack1.web");
            until("it has no balloon, it says", () -> shell("Resize") != null);
            final Shell refusal = ui(() -> shell("Resize"));
            assertTrue(ui(() -> words(refusal)).contains("has no balloon"), () -> ui(() -> words(refusal)));
            ui(() -> {
                refusal.close();
                return null;
            });
            stop();
        }
    }

    /** Returns the first field that something can be written in. */
    private static Text field(final Composite in) {
        for (final Control child : in.getChildren()) {
            if (child instanceof final Text text && text.getEditable()) {
                return text;
            }
            final Text found = child instanceof final Composite inner ? field(inner) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static String words(final Composite in) {
        return Arrays.stream(in.getChildren()).map(child -> child instanceof final org.eclipse.swt.widgets.Label label ? label.getText()
                : child instanceof final Composite inner ? words(inner) : "").collect(Collectors.joining(" "));
    }

    @Test
    void everyDeedHasAWordAPictureAndIsForSomething() {
        for (final Deed deed : Deed.values()) {
            assertTrue(deed.label().contains("&"), deed + " can be chosen by key");
            assertFalse(deed.tip().isBlank(), deed.name());
            assertFalse(org.trapline.ui.Images.of(deed.image()) == null, deed.name());
        }
        final List<String> mnemonics = Arrays.stream(Deed.values()).map(deed -> deed.label().substring(deed.label().indexOf('&') + 1).substring(0, 1)
                .toLowerCase(java.util.Locale.ROOT)).toList();
        assertEquals(List.of(), mnemonics.stream().filter(key -> mnemonics.indexOf(key) != mnemonics.lastIndexOf(key)).toList(), "mnemonics are told apart");
    }

    @Test
    void sizesAreReadAsPeopleWriteThem() {
        assertEquals(OptionalLong.of(8 << 20), Sizes.parse("8 MiB"));
        assertEquals(OptionalLong.of(8 << 20), Sizes.parse(" 8m "));
        assertEquals(OptionalLong.of(512 << 10), Sizes.parse("0.5 MB"));
        assertEquals(OptionalLong.of(8192), Sizes.parse("8192"));
        assertEquals(OptionalLong.empty(), Sizes.parse("1000"), "whole pages only");
        assertEquals(OptionalLong.empty(), Sizes.parse("0 MiB"));
        assertEquals(OptionalLong.empty(), Sizes.parse("much"));
        assertEquals(OptionalLong.empty(), Sizes.parse("1..2 MiB"));
    }
}
