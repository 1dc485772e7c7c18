// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.hart.FenceListener;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * How one vCPU's guest runs on a physical hart, and what is done when control leaves it. Each vCPU has a technique of its own.
 *
 * <p>The VMM calls {@link #enter} before it returns from its trap to the guest and {@link #leave} first of all when the hart comes back. Between
 * {@code leave} and {@code enter} the vCPU has all that its guest sees: registers, pc, CSRs and modes.
 */
public interface Technique extends Stateful {
    /**
     * Puts the guest on a physical hart, which is in the VMM's trap handler: its registers, and what the hart's status, translation and
     * {@code sepc} must be for the return from the trap to go on in the guest.
     */
    void enter(Hart hart);

    /**
     * Takes the guest's registers and pc back from the hart that {@link #enter} put them on.
     * @param cause why the hart is back
     */
    void leave(Hart hart, Cause cause);

    /**
     * Deals with the exception that took the guest to the VMM, after {@link #leave}: makes it possible to go on at the vCPU's pc, which may be
     * another one then.
     * @param value what the hart's {@code stval} says
     */
    void handle(Cause cause, long value);

    /** Delivers interrupts that are pending and enabled on the vCPU to the guest's kernel, as far as the hart will not do that by itself. */
    void deliverInterrupts();

    /** Forgets what follows from the guest's memory, which may have other contents from now on. The vCPU is on no hart. */
    default void forget() {
        // A technique that keeps nothing has nothing to forget.
    }

    /** Takes notice that the domain has been booted. */
    default void booted() {
        // A guest boots by itself.
    }

    /** Takes notice that something was typed at the domain's console. */
    default void inputArrived() {
        // A guest has interrupts for that.
    }

    /** Hears of a fence of the guest's, as {@link FenceListener#fenced}; the paging knows. */
    default void fenced(final long va, final int asid) {
        // What is kept does not depend on the guest's tables.
    }

    /** Hears that the guest's memory protection has changed; the paging knows. */
    default void protectionChanged() {
        // What is kept does not depend on it.
    }

    /** Returns what the guest has asked of the technique, which goes along with the guest wherever it goes; null if there is nothing of that. */
    default Stateful guestState() {
        return null;
    }

    /**
     * Makes of memory and {@link #guestState}, which have just come here, what harts run on.
     * @return whether that can be: no guest's memory is otherwise
     */
    default boolean attach() {
        return true;
    }

    /** Forgets what the guest has asked for, because it cannot be. */
    default void forgetAsked() {
        // Nothing was asked.
    }

    /** Tells whether something has come up for the guest, while it is on a hart, that the hart does not know: then it must come back. */
    boolean hasNews();

    /** Tells whether the hart, while the guest is on it, raises the guest's own timer interrupt by itself. */
    default boolean keepsTimer() {
        return false;
    }

    /** Returns what the guest's registers are, for an onlooker, while it is on a hart. */
    default GuestRegisters registers(final Hart hart) {
        return GuestRegisters.of(hart);
    }

    /** Returns which register of the hart, while the guest is on it, stands for one of the vCPU's; null if the vCPU has that itself. */
    default Csr place(final Csr csr) {
        return null;
    }

    /**
     * Returns how many instructions the hart has retired from {@link #enter} to {@link #leave} that were not the guest's own but took the place of
     * some; negative if they were fewer.
     */
    default long overhead() {
        return 0;
    }

    /** Gives back what the technique has taken of others, when the vCPU is deleted. */
    default void release() {
        // Nothing was taken.
    }

    /** A technique that keeps nothing from one exit to the next has no state. */
    @Override
    default void exchange(final StateExchange state) {
        // All is in the vCPU.
    }
}
