// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import org.trapline.runtime.debug.Halt;

/** Something that a stub has to deal with. */
sealed interface Event {
    /** A packet has come; each character of the text is a byte. */
    record Packet(String text) implements Event {
    }

    /** A packet has come whose checksum is wrong, or which is too long. */
    record Damaged() implements Event {
    }

    /** The other side wants the last packet again. */
    record Again() implements Event {
    }

    /** The other side wants the machines to stop. */
    record Interrupt() implements Event {
    }

    /** The connection is at its end. */
    record Closed() implements Event {
    }

    /** The machines stand still. */
    record Halted(Halt halt) implements Event {
    }

    /** The session is at its end. */
    record Ended() implements Event {
    }
}
