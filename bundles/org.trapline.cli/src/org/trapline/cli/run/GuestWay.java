// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trapline.cli.CommandException;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/**
 * A way to run a guest that does not know of it, as an argument: the name of a technique, and behind a comma that of a kind of paging.
 *
 * @param technique how its code is executed
 * @param paging    how its addresses are translated
 */
public record GuestWay(CpuTechnique technique, PagingScheme paging) {
    private static final String ALL = "all";

    /**
     * Returns the way of that name.
     * @param option what it was given to
     * @throws CommandException if there is none, or none that guests run by
     */
    public static GuestWay parse(String option, String name) {
        String[] words = name.split(",", 2);
        CpuTechnique technique = techniques().filter(each -> each.literal().equals(words[0].strip())).findFirst().orElseThrow(() -> CommandException.usage(
            option + " " + name + ": expected " + techniques().map(CpuTechnique::literal).collect(Collectors.joining(", "))));
        if (words.length == 1) {
            return new GuestWay(technique, technique.pagings().getFirst());
        }
        return technique.pagings().stream().filter(each -> each.literal().equals(words[1].strip())).map(each -> new GuestWay(technique, each)).findFirst()
            .orElseThrow(() -> CommandException.usage(option + " " + name + ": " + technique.literal() + " can have paging "
                + technique.pagings().stream().map(PagingScheme::literal).collect(Collectors.joining(" or "))));
    }

    /** As {@link #parse}, where {@code all} is a name for all of them. */
    public static List<GuestWay> parseAll(String option, String name) {
        if (!name.equals(ALL)) {
            return List.of(parse(option, name));
        }
        List<GuestWay> ways = new ArrayList<>();
        techniques().forEach(technique -> technique.pagings().forEach(paging -> ways.add(new GuestWay(technique, paging))));
        return ways;
    }

    /** Those that run guests which were not written for them. */
    private static Stream<CpuTechnique> techniques() {
        return Stream.of(CpuTechnique.values()).filter(each -> !each.pagings().isEmpty() && each != CpuTechnique.PARAVIRT);
    }

    /** Returns its name: {@code hardware, shadow}. */
    public String label() {
        return technique.literal() + ", " + paging.literal();
    }
}
