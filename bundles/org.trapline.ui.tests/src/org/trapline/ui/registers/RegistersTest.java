// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.ui.Bench.ui;
import static org.trapline.ui.Bench.until;

import org.eclipse.core.runtime.CoreException;
import org.junit.jupiter.api.Test;
import org.trapline.runtime.SessionState;
import org.trapline.ui.Bench;
import org.trapline.ui.Ids;
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
}
