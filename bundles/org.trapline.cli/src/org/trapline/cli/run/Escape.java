// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** Picks out of what the user types what is meant for us and not for the guest: Ctrl-A and a letter, as in QEMU. */
final class Escape {
    private static final int CTRL_A = 1;

    private final Runnable quit;
    private final PrintStream messages;
    private boolean escaped;

    Escape(Runnable quit, PrintStream messages) {
        this.quit = quit;
        this.messages = messages;
    }

    /** Returns what of the typed bytes is for the guest. */
    byte[] filter(byte[] typed, int count) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream(count);
        for (int i = 0; i < count; i++) {
            if (escaped) {
                escaped = false;
                command(typed[i], rest);
            } else if (typed[i] == CTRL_A) {
                escaped = true;
            } else {
                rest.write(typed[i]);
            }
        }
        return rest.toByteArray();
    }

    private void command(byte key, ByteArrayOutputStream rest) {
        switch (key) {
            case 'x', 'X' -> quit.run();
            case CTRL_A, 'a' -> rest.write(CTRL_A);
            default -> messages.print("\r\nCtrl-A x  end the run\r\nCtrl-A a  type Ctrl-A\r\n");
        }
    }
}
