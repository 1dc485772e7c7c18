// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The integer registers: their numbers, ABI names and jobs.
 *
 * @implSpec RISC-V ABIs Specification, "Integer Register Convention"
 */
public final class Registers {
    private static final List<String> ABI_NAMES = List.of(
        "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5",
        "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6");
    private static final Map<String, Integer> NUMBERS = numbers();

    private Registers() {
    }

    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int number = 0; number < 32; number++) {
            numbers.put(ABI_NAMES.get(number), number);
            numbers.put("x" + number, number);
        }
        numbers.put("fp", 8);
        return Map.copyOf(numbers);
    }

    /** Returns the 32 ABI names, by register number. */
    public static List<String> abiNames() {
        return ABI_NAMES;
    }

    /** Returns the ABI name of register {@code number}, 0 to 31. */
    public static String abiName(int number) {
        return ABI_NAMES.get(number);
    }

    /** Returns the number of the register called {@code name} ({@code a0}, {@code fp}, {@code x10}), or -1 if there is none. */
    public static int number(String name) {
        return NUMBERS.getOrDefault(name, -1);
    }

    /** Returns what the register is for and who saves it. */
    public static String role(int number) {
        return switch (number) {
            case 0 -> "always zero";
            case 1 -> "return address; saved by the caller";
            case 2 -> "stack pointer; saved by the callee";
            case 3 -> "global pointer; not changed";
            case 4 -> "thread pointer; not changed";
            case 5, 6, 7, 28, 29, 30, 31 -> "temporary; saved by the caller";
            case 8 -> "saved register, or frame pointer; saved by the callee";
            case 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27 -> "saved register; saved by the callee";
            case 10, 11 -> "argument and return value; saved by the caller";
            case 12, 13, 14, 15, 16, 17 -> "argument; saved by the caller";
            default -> throw new IllegalArgumentException("no register x" + number);
        };
    }
}
