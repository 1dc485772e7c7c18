// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Instruction;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.StateImage;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;

/** A machine with a hypervisor goes on from a state that was kept as if nothing had happened. */
class StateTest {
    private static Program looping() {
        return new Program().li(Program.A0, 1 << 20).add(Instruction.ADDI, Program.A0, Program.A0, -1)
            .add(Instruction.CSRRS, Program.A1, 0x340, 0).add(Instruction.BNE, Program.A0, 0, -8).powerOff();
    }

    private static Lab lab(Way way) {
        return Lab.of(way, Lab.ISA, 2, 700, false, looping(), looping(), looping());
    }

    private static Lab lab() {
        return Lab.of(2, 700, looping(), looping(), looping());
    }

    private static List<String> eventsFrom(TraceBuffer trace, long first) {
        List<String> events = new ArrayList<>();
        TraceEvent event = new TraceEvent();
        for (long seq = first; seq < trace.nextSeq(); seq++) {
            assertTrue(trace.read(seq, event));
            events.add(event.kind() + " " + event.host() + "/" + event.vm() + "/" + event.vcpu() + "/" + event.hart() + " " + event.instret() + " "
                + event.cycle() + " " + event.pc() + " " + event.arg(0) + " " + event.arg(1) + " " + event.arg(2) + " " + event.arg(3));
        }
        return events;
    }

    @ParameterizedTest
    @EnumSource
    void theSameFutureFollowsFromAKeptState(Way way) {
        Lab lab = lab(way);
        TraceBuffer trace = lab.trace();
        for (int instructions : new int[] {1, 777, 20_000}) {
            lab.run(instructions);
            StateImage kept = StateImage.of(lab.machine);
            long first = trace.nextSeq();
            lab.run(10_000);
            List<String> once = eventsFrom(trace, first);
            String digest = lab.machine.digest();
            kept.restore(lab.machine);
            assertEquals(kept.digest(), lab.machine.digest());
            first = trace.nextSeq();
            lab.run(10_000);
            assertEquals(once, eventsFrom(trace, first));
            assertEquals(digest, lab.machine.digest());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeptStateGoesOnInAnotherHypervisorOfTheSameShape(Way way) {
        Lab first = lab(way);
        first.run(20_000);
        StateImage kept = StateImage.of(first.machine);
        first.run(20_000);
        Lab second = lab(way);
        second.run(3_000);
        kept.restore(second.machine);
        second.run(20_000);
        assertEquals(first.machine.digest(), second.machine.digest());
    }

    @Test
    void keepingTheStateChangesNothing() {
        Lab plain = lab();
        plain.run(30_000);
        Lab watched = lab();
        for (int i = 0; i < 30; i++) {
            watched.run(1_000);
            StateImage.of(watched.machine);
        }
        assertEquals(plain.machine.digest(), watched.machine.digest());
    }

    @Test
    void theStateOfOtherGuestsIsRefused() {
        StateImage kept = StateImage.of(lab().machine);
        Lab other = Lab.of(2, 700, looping(), looping());
        String before = other.machine.digest();
        StateException refused = assertThrows(StateException.class, () -> kept.restore(other.machine));
        assertTrue(refused.getMessage().contains("platform.hypervisor.domains is 3 in the state, 2 in this machine"), refused.getMessage());
        assertEquals(before, other.machine.digest());
    }
}
