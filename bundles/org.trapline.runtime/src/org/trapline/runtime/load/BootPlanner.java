// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.nio.file.Path;
import java.util.List;

import org.trapline.isa.Isa;
import org.trapline.runtime.plan.BootPlan;
import org.trapline.runtime.plan.ProgramPlan;

/** Reads what programs find beside themselves. */
final class BootPlanner {
    private final ProgramLoader loader;

    BootPlanner(ProgramLoader loader) {
        this.loader = loader;
    }

    /** Reads files, each of which may be null; returns null if something is wrong with one, which is then among the loader's problems. */
    BootPlan plan(Path firmware, Path initrd, String commandLine, Path deviceTree, Isa isa, ProgramLoader.Request request) {
        ProgramPlan first = firmware == null ? null
            : loader.load(firmware.getFileName().toString(), List.of(firmware), isa, ProgramLoader.Raw.FIRMWARE, request);
        return plan(first, firmware != null, initrd, commandLine, deviceTree, request);
    }

    /** As the other, with firmware that was read already. */
    BootPlan plan(ProgramPlan firmware, boolean firmwareWanted, Path initrd, String commandLine, Path deviceTree, ProgramLoader.Request request) {
        byte[] disk = initrd == null ? null : loader.read(initrd, request);
        byte[] tree = deviceTree == null ? null : loader.read(deviceTree, request);
        boolean isComplete = firmware == null != firmwareWanted && disk == null == (initrd == null) && tree == null == (deviceTree == null);
        return isComplete ? new BootPlan(firmware, disk, commandLine, tree) : null;
    }
}
