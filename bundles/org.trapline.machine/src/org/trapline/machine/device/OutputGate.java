// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** Lets a console's output pass once: what a machine prints again, because it has gone back and does the same again, was already seen. */
public final class OutputGate implements ConsoleOutput, Stateful {
    private final ConsoleOutput console;
    private long printed;
    /** How much the outside has seen: history, not state. */
    private long shown;

    /** Creates the gate before a console. */
    public OutputGate(ConsoleOutput console) {
        this.console = console;
    }

    @Override
    public void put(int value) {
        if (++printed > shown) {
            shown = printed;
            console.put(value);
        } else {
            console.putAgain(value);
        }
    }

    @Override
    public void exchange(StateExchange state) {
        printed = state.number("printed", printed);
        if (state.isRestoring() && !state.isGoingBack()) {
            shown = printed;
        }
    }
}
