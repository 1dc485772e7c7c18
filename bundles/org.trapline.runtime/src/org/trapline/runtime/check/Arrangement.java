// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.util.ArrayList;
import java.util.List;

import org.trapline.isa.Extension;
import org.trapline.runtime.plan.DevicePlan;
import org.trapline.vmm.IoScheme;
import org.trapline.vmm.paging.KernelPlace;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/**
 * How a program runs.
 *
 * @param technique how its code is executed; null if it owns the machine, or a part of it
 * @param paging    how its addresses are translated; null if it owns the machine, or the technique is not there
 * @param placement where its VMM stands, or itself
 * @param io        how it reaches its devices
 */
public record Arrangement(CpuTechnique technique, PagingScheme paging, Placement placement, IoScheme io) {
    /** On a machine of its own. */
    public static final Arrangement BARE = new Arrangement(null, null);

    /** The arrangement with a VMM that owns the machine and emulates devices. */
    public Arrangement(CpuTechnique technique, PagingScheme paging) {
        this(technique, paging, Placement.MACHINE, IoScheme.EMULATED);
    }

    /** Returns every technique with every kind of paging, whether a host offers it or not; not the bare one. */
    public static List<Arrangement> virtual() {
        final List<Arrangement> all = new ArrayList<>();
        for (CpuTechnique technique : CpuTechnique.values()) {
            technique.pagings().forEach(paging -> all.add(new Arrangement(technique, paging)));
            if (technique.pagings().isEmpty()) {
                all.add(new Arrangement(technique, null));
            }
        }
        return all;
    }

    /** Returns as {@link #virtual}, in every place and with every way to devices; and a partition of its own. */
    public static List<Arrangement> everywhere() {
        final List<Arrangement> all = new ArrayList<>();
        for (Arrangement each : virtual()) {
            for (Placement placement : Placement.values()) {
                all.add(new Arrangement(each.technique, each.paging, placement, IoScheme.EMULATED));
            }
            all.add(new Arrangement(each.technique, each.paging, Placement.MACHINE, IoScheme.PASSTHROUGH));
        }
        all.add(new Arrangement(null, null, Placement.PARTITION, IoScheme.PASSTHROUGH));
        return all;
    }

    /** Tells whether a VMM is there. */
    boolean hasVmm() {
        return technique != null;
    }

    /** Returns why a host cannot offer it to a guest that does not know of it; null if it can. */
    String refusal(Subject subject) {
        final String mismatch = mismatch(subject.knowing());
        if (mismatch != null) {
            return mismatch;
        }
        if (hasVmm() && paging == null) {
            return "is not built in this version";
        }
        final boolean inGuestMode = hasVmm() && paging != null && technique.kernel(paging) == KernelPlace.GUEST_MODE;
        if (inGuestMode && placement.isProcess()) {
            return "cannot be: a process runs in user mode and cannot switch its hart to a guest mode";
        }
        if (placement == Placement.SWAPPED && paging == PagingScheme.DIRECT) {
            return "cannot be: the guest's own tables name page frames of the host";
        }
        if (inGuestMode && !subject.host().isa().has(Extension.H)) {
            return "needs a host with the H extension, and this one has " + subject.host().isa();
        }
        if (hasVmm() && io == IoScheme.PASSTHROUGH && (subject.devices().isEmpty() || !subject.devices().stream().allMatch(DevicePlan.Disk.class::isInstance))) {
            return "needs a guest that has disks, and nothing else that would have to be given to it";
        }
        return null;
    }

    private String mismatch(Knowing knowing) {
        if (knowing == null) {
            return technique == CpuTechnique.PARAVIRT ? "needs a guest that was written for it" : null;
        }
        if (technique != CpuTechnique.PARAVIRT) {
            return "needs a guest that makes no hypercalls";
        }
        return paging == knowing.paging() ? null : "needs a guest that was written for it, and this one is for paging " + knowing.paging().literal();
    }

    /** Returns its name: {@code trap_and_emulate, shadow}. */
    public String label() {
        final List<String> words = new ArrayList<>();
        if (hasVmm()) {
            words.add(technique.literal());
        }
        if (paging != null) {
            words.add(paging.literal());
        }
        if (!placement.words().isEmpty()) {
            words.add(placement.words());
        }
        if (hasVmm() && io == IoScheme.PASSTHROUGH) {
            words.add(io.literal());
        }
        return words.isEmpty() ? "bare" : String.join(", ", words);
    }
}
