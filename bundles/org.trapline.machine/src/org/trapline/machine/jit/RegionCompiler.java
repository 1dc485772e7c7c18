// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import org.trapline.isa.Format;

/**
 * Makes plans runnable, each as a hidden class of its own, which goes when nobody uses it any more. May be used by several threads.
 */
public final class RegionCompiler {
    /** HotSpot leaves longer methods to its interpreter for ever. */
    static final int MAX_METHOD_BYTES = 8000;

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final Kernels kernels = new Kernels();

    /**
     * What was made of a plan.
     * @param need   cycles that must remain to enter it
     * @param pages  the numbers of the virtual pages it was made from
     * @param loads  whether it needs {@link RegionHost#loadPage}
     * @param stores whether it needs {@link RegionHost#storePage}
     * @param groups what is to be in one page, by the sites at which the region is left if it is not
     */
    public record Compiled(CompiledRegion code, int need, long[] pages, boolean loads, boolean stores, Map<Integer, AccessGroups.Range> groups) {
    }

    /** Compiles a region; null if its method would be longer than HotSpot compiles, or it has too many pages. */
    public Compiled compile(RegionPlan plan, Binding binding) {
        RegionTime time = new RegionTime(plan);
        RegionPages pages = new RegionPages(plan);
        if (pages.numbers().length > Long.SIZE) {
            return null;
        }
        AccessGroups groups = new AccessGroups(plan);
        byte[] classFile = emit(plan, time, pages, groups);
        if (methodBytes(classFile) > MAX_METHOD_BYTES) {
            return null;
        }
        try {
            MethodHandles.Lookup made = LOOKUP.defineHiddenClassWithClassData(classFile, binding, true);
            return new Compiled((CompiledRegion) made.lookupClass().getDeclaredConstructor().newInstance(), time.need(), pages.numbers(),
                plan.has(Format.LOAD, Format.FLOAD), plan.storesToWholePages(), groups.ranges());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a region could not be loaded", e);
        }
    }

    private byte[] emit(RegionPlan plan, RegionTime time, RegionPages pages, AccessGroups groups) {
        String name = "org.trapline.machine.jit.Region_" + Long.toHexString(plan.parts().getFirst().pc());
        return new RegionEmitter(plan, time, pages, groups, kernels, name).emit();
    }

    private static int methodBytes(byte[] classFile) {
        int longest = 0;
        for (MethodModel method : ClassFile.of().parse(classFile).methods()) {
            longest = Math.max(longest, method.findAttribute(Attributes.code()).orElseThrow().codeLength());
        }
        return longest;
    }
}
