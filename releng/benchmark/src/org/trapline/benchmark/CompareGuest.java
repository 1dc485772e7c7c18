// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

import org.trapline.asm.elf.ElfException;

/**
 * Runs a guest program as usual and otherwise, part by part in turn, and prints the median of the ratios: so a machine that others slow down meanwhile is
 * slow for both.
 */
final class CompareGuest {
    /** Parts of a second of guest time, where there is not something to be done once a second. */
    private static final int PARTS = 50;
    /** Parts at the beginning that do not count, while HotSpot compiles: one in so many. */
    private static final int WARM_UP = 2;

    private CompareGuest() {
    }

    /**
     * Arguments: an ELF file, extensions besides {@code rv64gc} or nothing, an {@link org.trapline.machine.engine.EngineKind}, and what is to be done
     * otherwise.
     */
    public static void main(String[] args) throws ReflectiveOperationException, IOException, ElfException {
        HooklessLoader hookless = new HooklessLoader(CompareGuest.class.getClassLoader());
        boolean without = args[3].equals(Cost.HOOKLESS);
        // Which regions HotSpot makes well is a matter of luck, so what one machine can do by turns, one machine does.
        GuestParts one = without ? null : new GuestParts(args[0], args[1], args[2], args[3], args[3].equals(Cost.SNAPSHOTS) ? 1 : PARTS);
        DoubleSupplier usual = without ? guest(CompareGuest.class.getClassLoader(), args) : () -> one.next(false);
        DoubleSupplier other = without ? guest(hookless, args) : () -> one.next(true);
        List<Double> ratios = new ArrayList<>();
        for (double ratio = ratio(usual, other, false); !Double.isNaN(ratio); ratio = ratio(usual, other, ratios.size() % 2 == 1)) {
            ratios.add(ratio);
        }
        if (without && hookless.removed() == 0) {
            throw new IllegalStateException("there was nothing to be removed");
        }
        List<Double> counted = ratios.subList(ratios.size() / WARM_UP, ratios.size()).stream().sorted().toList();
        System.out.println(counted.size());
        System.out.println(counted.isEmpty() ? Double.NaN : counted.get(counted.size() / 2));
    }

    private static DoubleSupplier guest(ClassLoader loader, String[] args) throws ReflectiveOperationException {
        return (DoubleSupplier) loader.loadClass(GuestParts.class.getName()).getConstructor(String.class, String.class, String.class, String.class, int.class)
            .newInstance(args[0], args[1], args[2], args[3], PARTS);
    }

    /** Returns what the other needs, by what the usual one needs, for the next part. */
    private static double ratio(DoubleSupplier usual, DoubleSupplier other, boolean otherFirst) {
        double before = otherFirst ? other.getAsDouble() : 0;
        double of = usual.getAsDouble();
        return (otherFirst ? before : other.getAsDouble()) / of;
    }
}
