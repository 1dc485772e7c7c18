// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

/** Numbers of the ELF format that reader and writer share. */
final class Elf {
    static final int MAGIC = 0x464c_457f;
    /** Where the file says which class it is of. */
    static final int CLASS = 4;
    static final int CLASS_32 = 1;
    static final int CLASS_64 = 2;
    static final int LITTLE_ENDIAN = 1;
    static final int VERSION = 1;
    static final int MACHINE_RISCV = 243;

    static final int RELOCATABLE = 1;
    static final int EXECUTABLE = 2;
    static final int SHARED = 3;

    static final int SEGMENT_LOAD = 1;
    static final int SEGMENT_INTERPRETER = 3;
    static final int SEGMENT_EXECUTE = 1;
    static final int SEGMENT_WRITE = 2;
    static final int SEGMENT_READ = 4;

    static final int SECTION_NULL = 0;
    static final int SECTION_SYMBOLS = 2;
    static final int SECTION_STRINGS = 3;
    static final int SECTION_RELA = 4;
    static final int SECTION_REL = 9;
    static final int SECTION_GROUP = 17;

    static final int INDEX_UNDEFINED = 0;
    static final int INDEX_RESERVED = 0xff00;
    static final int INDEX_ABSOLUTE = 0xfff1;
    static final int INDEX_COMMON = 0xfff2;

    static final long FLAG_INFO_LINK = 0x40;

    private Elf() {
    }

    /** Returns the name of a processor by its ELF code. */
    static String machineName(int machine) {
        return switch (machine) {
            case 2, 18, 43 -> "SPARC";
            case 3 -> "x86 (32-bit)";
            case 4 -> "Motorola 68000";
            case 8 -> "MIPS";
            case 20, 21 -> "PowerPC";
            case 22 -> "IBM z";
            case 40 -> "ARM (32-bit)";
            case 50 -> "Itanium";
            case 62 -> "x86-64";
            case 83 -> "AVR";
            case 183 -> "AArch64";
            case MACHINE_RISCV -> "RISC-V";
            case 247 -> "BPF";
            case 258 -> "LoongArch";
            default -> "an unknown processor (machine " + machine + ")";
        };
    }
}
