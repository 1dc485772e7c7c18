// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paravirt;

/**
 * The doublewords in the page of the guest's memory that its kernel and the VMM share. An upcall, which is a trap of the guest or an event, fills the frame,
 * sets {@link #MASK}, and goes to the kernel's entry; from user mode with {@link #KERNEL_SP} in sp. Other registers are as they were.
 */
public enum SharedPage {
    PENDING("events that are pending, one bit each; the VMM sets them, the kernel clears them, atomically"),
    MASK("if not 0, no event makes an upcall; the kernel that clears it looks at PENDING afterwards"),
    KERNEL_SP("what sp is when an upcall comes from user mode"),
    TIME("the time in ticks, as it was when the guest last got the hart"),
    PC("frame: where the guest was; for an ecall of user mode that instruction"),
    SP("frame: what sp was"),
    A7("frame: what a7 was, since the way back needs it"),
    CAUSE("frame: scause of the trap, or that of a software interrupt for events"),
    VALUE("frame: stval of the trap"),
    MODE("frame: 0 if the guest was in user mode, 1 if in its kernel"),
    MASKED("frame: what MASK was");

    /** Bits of {@link #PENDING} that are not a device's. */
    public enum Event {
        TIMER, CONSOLE,
        /** Another vCPU has made a signal. */
        SIGNAL;

        public long bit() {
            return 1L << ordinal();
        }
    }

    /** The channel of the guest's first disk or network card, in the order in which its configuration names them; the others follow. Its event is that bit. */
    public static final int FIRST_DEVICE = 8;

    private final String doc;

    SharedPage(final String doc) {
        this.doc = doc;
    }

    /** Returns its place in the page, in bytes. */
    public int offset() {
        return 8 * ordinal();
    }

    /** Says what it is. */
    public String doc() {
        return doc;
    }
}
