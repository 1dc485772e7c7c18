// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import org.trapline.trace.EventKind;
import org.trapline.trace.code.ShadowAction;
import org.trapline.vmm.paging.PagingObserver;
import org.trapline.vmm.paging.PagingScheme;

/** Charges and records what happens to the page tables that harts walk for guests. */
final class PagingMeter implements PagingObserver {
    private final Meter meter;
    private final boolean hosted;
    private final boolean guestModes;
    private final Cost fill;
    private final ShadowAction action;

    /**
     * @param hosted     whether the VMM is a process, which has its host's kernel change the tables
     * @param guestModes whether what the guest's addresses become is kept as of a guest mode of the hart
     */
    PagingMeter(final Meter meter, final PagingScheme scheme, final boolean hosted, final boolean guestModes) {
        this.meter = meter;
        this.hosted = hosted;
        this.guestModes = guestModes;
        fill = scheme == PagingScheme.NESTED ? Cost.SECOND_STAGE_FILL : Cost.SHADOW_FILL;
        action = scheme == PagingScheme.NESTED ? ShadowAction.SECOND_STAGE : ShadowAction.FILL;
    }

    @Override
    public void walked(final int levels) {
        meter.charge(Cost.WALK_LEVEL, levels);
    }

    @Override
    public void filled(final long gva, final long guestPte, final long shadowPte, final int newTables) {
        meter.charge(fill, 1);
        meter.charge(Cost.REMAP, hosted ? 1 : 0);
        meter.charge(Cost.SHADOW_TABLE, newTables);
        record(action, gva, guestPte, shadowPte);
    }

    @Override
    public void dropped(final long gva, final long shadowPte) {
        meter.charge(Cost.SHADOW_FILL, 1);
        meter.charge(Cost.REMAP, hosted ? 1 : 0);
        if (guestModes) {
            meter.hart().fenceFirstStageAddress(0, gva);
        } else {
            meter.hart().fenceAddress(gva);
        }
        record(ShadowAction.INVALIDATE, gva, 0, shadowPte);
    }

    @Override
    public void flushed(final int spaces) {
        meter.charge(Cost.SHADOW_FLUSH, spaces);
        record(ShadowAction.FLUSH, 0, 0, 0);
    }

    @Override
    public void switched() {
        meter.charge(Cost.SPACE_SWITCH, 1);
    }

    @Override
    public void protectedStores(final int entries) {
        meter.charge(Cost.WRITE_PROTECT, entries);
    }

    @Override
    public void validated(final int entries) {
        meter.charge(Cost.VALIDATE, entries);
    }

    @Override
    public void scanned(final int tables) {
        meter.charge(Cost.TABLE_SCAN, tables);
    }

    private void record(final ShadowAction what, final long gva, final long guestPte, final long shadowPte) {
        if (meter.isTracing()) {
            meter.record(EventKind.SHADOW_SYNC, 0, what.ordinal(), gva, guestPte, shadowPte);
        }
    }
}
