// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.hart;

import org.trapline.machine.memory.Access;
import org.trapline.machine.mmu.Mmu;
import org.trapline.trace.EventKind;
import org.trapline.trace.code.WalkStage;

/** Records TLB misses and page walks of a hart. */
final class MissTracer implements Mmu.MissObserver {
    private final Hart hart;

    MissTracer(Hart hart) {
        this.hart = hart;
    }

    @Override
    public void miss(Access access, long va) {
        hart.traceMiss(access, va);
    }

    @Override
    public void walked(org.trapline.machine.mmu.WalkStage stage, int level, long pteAddress, long pte) {
        WalkStage shown = switch (stage) {
            case SINGLE -> WalkStage.SINGLE;
            case FIRST -> WalkStage.FIRST;
            case SECOND -> WalkStage.SECOND;
        };
        hart.record(EventKind.WALK, hart.pc(), shown.ordinal(), level, pteAddress, pte);
    }
}
