// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trapline.cli.CommandException;
import org.trapline.vmm.technique.CpuTechnique;

/** The names of the techniques by which guests run, as arguments. */
public final class TechniqueName {
    private TechniqueName() {
    }

    /**
     * Returns the technique of that name.
     * @param option what it was given to
     * @throws CommandException if there is none, or none that guests run by
     */
    public static CpuTechnique parse(String option, String name) {
        return known().filter(each -> each.literal().equals(name)).findFirst().orElseThrow(() -> CommandException.usage(
            option + " " + name + ": expected " + known().map(CpuTechnique::literal).collect(Collectors.joining(", "))));
    }

    private static Stream<CpuTechnique> known() {
        return Stream.of(CpuTechnique.values()).filter(each -> !each.pagings().isEmpty());
    }
}
