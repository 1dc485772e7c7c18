// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.ui.Bench.ui;
import static org.trapline.ui.Bench.until;

import java.util.List;

import org.eclipse.core.runtime.CoreException;
import org.junit.jupiter.api.Test;
import org.trapline.runtime.SessionState;
import org.trapline.ui.Bench;
import org.trapline.ui.Ids;
import org.trapline.ui.run.Run;
import org.trapline.ui.run.Runs;

/** The registers that the guest sees, beside the hart's. */
final class RegistersTest {
    private static final String PROGRAM = """
                    .globl _start
            _start: li      t0, 0x1234
                    csrw    mscratch, t0
                    j       .
            """;
    private static final String CONFIGURATION = """
            import "p.s" as p
            host lab { memory 32 MiB  hypervisor vmm { type 1  cpu trap_and_emulate  paging shadow
              domain one { vcpus 1  memory 8 MiB  kernel p } } }
            """;

    private static RegisterRow row(final RegistersView view, final String name) {
        return view.shown() == null ? null : view.shown().byName().get(name);
    }

    @Test
    void aStepShowsWhatTheGuestHasWrittenAndThatTheHartHoldsSomethingElse() throws CoreException {
        try (Bench bench = Bench.empty()) {
            bench.file("p.s", PROGRAM);
            final RegistersView view = Bench.view(Ids.REGISTERS, RegistersView.class);
            Bench.open(bench.file("m.tln", CONFIGURATION));
            Bench.command("org.trapline.ui.run.startPaused");
            until("it stands before its first instruction", () -> Runs.current().run().filter(r -> r.name().equals("m.tln")
                    && r.state() == SessionState.PAUSED).isPresent());
            until("the guest's registers are shown", () -> row(view, "mscratch") != null && view.shown().hasVirtual());
            assertEquals("0x0", ui(() -> row(view, "mscratch").virtual()));
            assertTrue(ui(() -> row(view, "mode").differs()), "the guest believes that it is in M mode");
            for (int i = 0; i < 6; i++) {
                Bench.command("org.trapline.ui.run.step");
            }
            until("the guest has written its register", () -> row(view, "mscratch").virtual().equals("0x1234"));
            assertEquals("0x0", ui(() -> row(view, "mscratch").physical()), "the hart's own is untouched");
            Bench.command("org.trapline.ui.run.stop");
            until("it has ended", () -> Runs.current().run().orElseThrow().hasEnded());
        }
    }

    @Test
    void theRegistersOfANewRunHaveNotChangedSinceTheLastOne() throws CoreException {
        try (Bench bench = Bench.empty()) {
            final RegistersView view = Bench.view(Ids.REGISTERS, RegistersView.class);
            bench.file("p.s", PROGRAM);
            Bench.open(bench.file("anew.tln", "import \"p.s\" as p\nhost anew { memory 32 MiB  boot p }\n"));
            startPaused("anew.tln");
            until("it is shown at its start", () -> view.shown() != null && view.shown().title().startsWith("anew, ")
                    && row(view, "pc").physical().equals("0x80000000"));
            Bench.command("org.trapline.ui.run.step");
            until("the change is shown", () -> !row(view, "pc").physical().equals("0x80000000"));
            assertTrue(ui(() -> view.hasChanged("pc")), "a step changes the pc");
            startPaused("anew.tln");
            until("it is shown at its start again", () -> row(view, "pc").physical().equals("0x80000000"));
            assertFalse(ui(() -> view.hasChanged("pc")), "this pc has never been another");
            assertEquals("f0 = 0.0: temporary; saved by the caller", ui(() -> row(view, "ft0").meaning()));
            Bench.command("org.trapline.ui.run.stop");
            until("it has ended", () -> Runs.current().run().orElseThrow().hasEnded());
        }
    }

    private static void startPaused(final String name) {
        final Run before = ui(() -> Runs.current().run().orElse(null));
        Bench.command("org.trapline.ui.run.startPaused");
        until("it stands before its first instruction", () -> Runs.current().run()
                .filter(r -> r != before && r.name().equals(name) && r.state() == SessionState.PAUSED).isPresent());
    }

    @Test
    void eachHartOfAGuestHasATableOfItsOwn() throws CoreException {
        try (Bench bench = Bench.empty()) {
            bench.file("p.s", PROGRAM);
            final RegistersView view = Bench.view(Ids.REGISTERS, RegistersView.class);
            Bench.open(bench.file("two.tln", "import \"p.s\" as p\nhost two { cores 2 memory 32 MiB boot p }\n"));
            Bench.command("org.trapline.ui.run.startPaused");
            until("it stands before its first instruction", () -> Runs.current().run().filter(r -> r.name().equals("two.tln")
                    && r.state() == SessionState.PAUSED).isPresent());
            until("its first hart is shown", () -> row(view, "mhartid") != null && view.shown().title().startsWith("two, hart 0"));
            assertEquals(List.of("hart 0", "hart 1"), ui(() -> view.shown().cpus()));
            ui(() -> {
                view.choice().run();
                return null;
            });
            until("its second hart is shown", () -> view.shown().title().startsWith("two, hart 1") && row(view, "mhartid").physical().equals("0x1"));
            assertTrue(ui(() -> row(view, "mstatus").parts()).contains("MPP = "), "a CSR's fields are told apart");
            assertEquals("  = 1.5 (double precision)", RegisterParts.ofFloat(Double.doubleToRawLongBits(1.5)));
            assertEquals("  = -2.0 (single precision)", RegisterParts.ofFloat(0xffff_ffff_c000_0000L));
            Bench.command("org.trapline.ui.run.stop");
            until("it has ended", () -> Runs.current().run().orElseThrow().hasEnded());
        }
    }
}
