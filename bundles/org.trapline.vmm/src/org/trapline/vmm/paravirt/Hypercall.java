// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paravirt;

import static org.trapline.vmm.paravirt.HypercallError.BAD_ADDRESS;
import static org.trapline.vmm.paravirt.HypercallError.BAD_ARGUMENT;
import static org.trapline.vmm.paravirt.HypercallError.BAD_ENTRY;
import static org.trapline.vmm.paravirt.HypercallError.BUSY;
import static org.trapline.vmm.paravirt.HypercallError.NOT_A_TABLE;
import static org.trapline.vmm.paravirt.HypercallError.NOT_OWN;
import static org.trapline.vmm.paravirt.HypercallError.NOT_NEEDED;
import static org.trapline.vmm.paravirt.HypercallError.NO_SHARED_PAGE;

import java.util.List;

/**
 * What a guest's kernel can ask of the VMM, one row each. It executes {@code ecall} with the number in a7 and the arguments from a0 on; a0 has the result
 * then, negative if it is a {@link HypercallError}. All other registers are as before. All addresses are guest physical but those in the guest's own code.
 * An {@code ecall} of the guest's user mode is none: it goes to the guest's kernel.
 *
 * <p>A kernel in the hart's user mode has its tables changed and its traps brought by the VMM. One in VS mode, above nested paging, has both for itself: for it
 * what is about them is refused, an event is a supervisor software interrupt, and the entry that it registers is not used.
 */
public enum Hypercall {
    REGISTER(1, List.of("page", "entry"), true, "0", List.of(BAD_ADDRESS, BUSY),
        "Shares a page with the VMM, see SharedPage, and names the virtual address at which upcalls begin. Before that a trap of the guest ends it."),
    RETURN(2, List.of(), false, "none; the registers are those of the frame", List.of(BAD_ARGUMENT, NO_SHARED_PAGE, NOT_NEEDED),
        "Goes on where the frame in the shared page says, in the mode and with the mask that it says."),
    PIN(3, List.of("table"), true, "0", List.of(BAD_ADDRESS, NOT_OWN, BAD_ENTRY, BUSY, NOT_NEEDED),
        "Has a page be a first table, and all that it refers to tables below it, until it is unpinned. None of them can be stored to meanwhile."),
    UNPIN(4, List.of("table"), true, "0", List.of(NOT_A_TABLE, NOT_NEEDED), "Ends what PIN began, as far as nothing else refers to the tables."),
    SET_ROOTS(5, List.of("kernel", "user"), true, "0", List.of(BAD_ADDRESS, NOT_OWN, BAD_ENTRY, BUSY, NOT_NEEDED),
        "Has these first tables be walked from now on while the kernel runs, and while its user mode does; user is 0 if there is none."),
    UPDATE(6, List.of("slot", "entry"), true, "0", List.of(BAD_ADDRESS, NOT_A_TABLE, NOT_OWN, BAD_ENTRY, BUSY, NOT_NEEDED),
        "Changes the entry at an address in a table. What harts know of the old one they forget."),
    LIST(7, List.of("calls", "count"), false, "0; each call's own result is in the list", List.of(BAD_ARGUMENT, BAD_ADDRESS, BUSY),
        "Makes up to 128 calls by one exit: for each number, two arguments and room for the result, four doublewords, in the order they stand in."),
    WRITE(8, List.of("text", "length"), true, "0", List.of(BAD_ARGUMENT, BAD_ADDRESS), "Sends up to 4096 bytes to the console."),
    READ(9, List.of(), true, "the byte, or -1 if there is none", List.of(), "Takes one byte that was typed at the console."),
    TIMER(10, List.of("time"), true, "0", List.of(), "Has the timer's event come at that time, in ticks as the shared page shows them, or never if it is -1."),
    IDLE(11, List.of(), false, "0", List.of(NO_SHARED_PAGE), "Waits until an event is pending, masked or not."),
    YIELD(12, List.of(), false, "0", List.of(), "Gives up the rest of the time on the hart."),
    END(13, List.of("code"), false, "none", List.of(BAD_ARGUMENT), "Switches the machine off, with a code from 0 to 255; all but 0 say that it has crashed."),
    CONSOLE(14, List.of("page"), true, "0", List.of(BAD_ADDRESS, BUSY), "Has the console's text go by a page of rings, see ConsoleRing; both are empty then."),
    KICK(15, List.of("channel"), true, "0", List.of(BAD_ARGUMENT),
        "Tells the VMM that there is something in a channel's ring; channel 1 is the console. A ring that says it has more than it can have is refused."),
    GRANTS(16, List.of("page"), true, "0", List.of(BAD_ADDRESS),
        "Names the page in which the guest says what devices may use, see GrantTable; 0 takes everything back."),
    OPEN(17, List.of("channel", "page"), true, "1 if the channel is a disk's, 2 if a network card's; 0 if it was closed", List.of(BAD_ARGUMENT, BAD_ADDRESS, BUSY),
        "Has the requests of a device go by a ring in that page, see DeviceRing, which is empty then; its events come to this vCPU. Page 0 closes it. Channels of devices begin at 8."),
    START(18, List.of("vcpu", "record"), true, "0", List.of(BAD_ARGUMENT, BAD_ADDRESS, BUSY),
        "Has a vCPU that does not run begin in the kernel, with this one's table: pc, sp and a1 are three doublewords at that address, a0 is its number."),
    STOP(19, List.of(), false, "none", List.of(BUSY), "Ends this vCPU unless it is the only one that has not ended; another can start it again."),
    SIGNAL(20, List.of("vcpus"), true, "0", List.of(BAD_ARGUMENT), "Makes the signal event pending on each vCPU of the mask that has registered."),
    FENCE(21, List.of("vcpus"), true, "0", List.of(BAD_ARGUMENT),
        "Has the harts of each vCPU of the mask forget all translations. What the VMM changes in tables is forgotten everywhere without that.");

    /** Bytes that {@link #START} reads. */
    public static final int START_BYTES = 24;
    /** What may be in one {@link #LIST}. */
    public static final int MOST_LISTED = 128;
    /** Bytes of one call in a {@link #LIST}: number, two arguments, result. */
    public static final int LISTED_BYTES = 32;
    /** What {@link #WRITE} takes at once. */
    public static final int MOST_TEXT = 4096;

    private static final Hypercall[] CALLS = values();

    private final int number;
    private final List<String> arguments;
    private final boolean listable;
    private final String result;
    private final List<HypercallError> errors;
    private final String doc;

    Hypercall(final int number, final List<String> arguments, final boolean listable, final String result, final List<HypercallError> errors,
            final String doc) {
        this.number = number;
        this.arguments = arguments;
        this.listable = listable;
        this.result = result;
        this.errors = errors;
        this.doc = doc;
    }

    /** Returns what is in a7. */
    public int number() {
        return number;
    }

    /** Returns the names of what is in a0 and a1. */
    public List<String> arguments() {
        return arguments;
    }

    /** Tells whether it may be in a {@link #LIST}. */
    public boolean isListable() {
        return listable;
    }

    /** Says what is in a0 afterwards if there is no error. */
    public String result() {
        return result;
    }

    /** Returns what else may be there. */
    public List<HypercallError> errors() {
        return errors;
    }

    /** Says what it does. */
    public String doc() {
        return doc;
    }

    /** Returns the call of a number, or null. */
    public static Hypercall of(final long number) {
        return number >= 1 && number <= CALLS.length ? CALLS[(int) number - 1] : null;
    }
}
