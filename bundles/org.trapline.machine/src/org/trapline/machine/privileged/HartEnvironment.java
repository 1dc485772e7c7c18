// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

/**
 * What privileged state needs from whatever executes its instructions: a physical hart, or a VMM on behalf of a virtual CPU.
 */
public interface HartEnvironment {
    /** Returns the cycles passed before the current instruction. */
    long cycle();

    /** Returns the instructions retired before the current one. */
    long instret();

    /** Returns {@code mtime}. */
    long time();

    /** What chooses page tables has changed. */
    void translationChanged();

    /** The privilege mode, or a bit that modifies data accesses, has changed, and nothing else on which translation depends. */
    void modeChanged();

    /** Physical memory protection has changed. */
    void protectionChanged();

    /** Translations cached so far must not be used any more: all of them. */
    void fenceAll();

    /** As {@link #fenceAll}, for one address space. */
    void fenceAddressSpace(int asid);

    /** As {@link #fenceAll}, for one address, in all address spaces. */
    void fenceAddress(long va);

    /** As {@link #fenceAll}, for one address of one address space. */
    void fenceAddress(long va, int asid);

    /** As {@link #fenceAll}, for what was translated in two stages, of one virtual machine. */
    void fenceFirstStage(int vmid);

    /** As {@link #fenceFirstStage(int)}, for one address space. */
    void fenceFirstStage(int vmid, int asid);

    /** As {@link #fenceFirstStage(int)}, for one address, in all address spaces or in one. */
    void fenceFirstStageAddress(int vmid, long va);

    /** What was translated in two stages must not be used any more. */
    void fenceSecondStage();

    /** As {@link #fenceSecondStage()}, for one virtual machine. */
    void fenceSecondStage(int vmid);

    /** A comparator of the hart or what it compares with has changed, see {@link PrivilegedState#nextTimerTick}. */
    void timerChanged();

    /** Earlier stores must be seen by later instruction fetches. */
    void fenceInstructions();

    /** An interrupt is to be taken before the next instruction, see {@link PrivilegedState#nextInterrupt}. */
    void interruptReady();

    /** The next instruction is not to be executed before an interrupt is pending. */
    void waitForInterrupt();
}
