// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import org.trapline.asm.object.Segment;
import org.trapline.isa.Isa;
import org.trapline.machine.loading.BootLoader;
import org.trapline.machine.loading.LoadException;
import org.trapline.machine.platform.Platform;
import org.trapline.runtime.plan.GuestPlan;
import org.trapline.runtime.plan.ProgramPlan;
import org.trapline.topology.ByteSize;

/** Tells whether a program fits the memory it is to be loaded into. */
final class MemoryFit {

    private MemoryFit() {
    }

    /** Returns what is wrong, or null. */
    static String complaint(String who, GuestPlan guest, long memory, Isa isa) {
        if (isa.xlen() == Integer.SIZE && Platform.RAM_BASE + memory > 1L << Integer.SIZE) {
            return who + ": memory " + ByteSize.format(memory) + " is too large; from " + hex(Platform.RAM_BASE) + " on, rv32 reaches "
                + ByteSize.format((1L << Integer.SIZE) - Platform.RAM_BASE);
        }
        String complaint = complaint(who, guest.program(), memory);
        if (complaint != null) {
            return complaint;
        }
        try {
            new BootLoader(guest.bootFiles(), memory);
            return null;
        } catch (LoadException e) {
            return who + ": " + e.getMessage();
        }
    }

    private static String complaint(String who, ProgramPlan program, long memory) {
        if (program.image().segments().isEmpty()) {
            return who + ": program '" + program.name() + "' is empty";
        }
        for (Segment segment : program.image().segments()) {
            String complaint = complaint(segment, memory);
            if (complaint != null) {
                return who + ": program '" + program.name() + "' does not fit: " + complaint;
            }
        }
        return null;
    }

    private static String complaint(Segment segment, long memory) {
        long start = segment.physicalAddress();
        long end = start + segment.size();
        if (Long.compareUnsigned(start, Platform.RAM_BASE) < 0) {
            return "it begins at " + hex(start) + ", but memory begins at " + hex(Platform.RAM_BASE);
        }
        if (start - Platform.RAM_BASE > memory || segment.size() > memory - (start - Platform.RAM_BASE)) {
            return "it ends at " + hex(end) + ", but memory ends at " + hex(Platform.RAM_BASE + memory) + " (" + ByteSize.format(memory) + ")";
        }
        long deviceTree = Platform.RAM_BASE + memory - Platform.deviceTreeRoom(memory);
        if (Long.compareUnsigned(end, deviceTree) > 0) {
            return "it ends at " + hex(end) + ", but from " + hex(deviceTree) + " on memory holds the device tree";
        }
        return null;
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
