// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The integer and floating-point registers: their numbers, ABI names and jobs.
 *
 * @implSpec RISC-V ABIs Specification, "Integer Register Convention" and "Floating-point Register Convention"
 */
public final class Registers {
    /** The other name of {@code s0}. */
    private static final int FRAME_POINTER = 8;
    private static final List<String> ABI_NAMES = List.of(
        "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5",
        "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6");
    private static final List<String> FLOAT_ABI_NAMES = List.of(
        "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2", "fa3", "fa4", "fa5",
        "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10", "ft11");
    private static final Map<String, Integer> NUMBERS = numbers("x", ABI_NAMES);
    private static final Map<String, Integer> FLOAT_NUMBERS = numbers("f", FLOAT_ABI_NAMES);

    private Registers() {
    }

    private static Map<String, Integer> numbers(String letter, List<String> abiNames) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int number = 0; number < 32; number++) {
            numbers.put(abiNames.get(number), number);
            numbers.put(letter + number, number);
        }
        return numbers;
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
        return name.equals("fp") ? FRAME_POINTER : NUMBERS.getOrDefault(name, -1);
    }

    /** Returns the 32 ABI names of the floating-point registers, by register number. */
    public static List<String> floatAbiNames() {
        return FLOAT_ABI_NAMES;
    }

    /** Returns the ABI name of floating-point register {@code number}, 0 to 31. */
    public static String floatAbiName(int number) {
        return FLOAT_ABI_NAMES.get(number);
    }

    /** Returns the number of the floating-point register called {@code name} ({@code fa0}, {@code f10}), or -1 if there is none. */
    public static int floatNumber(String name) {
        return FLOAT_NUMBERS.getOrDefault(name, -1);
    }

    /** Returns what the integer register is for and who saves it. */
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

    /** Returns what the floating-point register is for and who saves it. */
    public static String floatRole(int number) {
        return switch (floatAbiName(number).charAt(1)) {
            case 'a' -> number < 12 ? "argument and return value; saved by the caller" : "argument; saved by the caller";
            case 's' -> "saved register; saved by the callee";
            default -> "temporary; saved by the caller";
        };
    }
}
