// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.os;

/** The system calls there are: Linux's on riscv64, by its numbers. The number comes in {@code a7}, arguments in {@code a0} on, the result in {@code a0}. */
public enum SystemCall {
    OPENAT(56, "opens file a1, made if a2 has O_CREAT (0100) and emptied if it has O_TRUNC (01000); all files are in one directory, so a0 does not matter"),
    CLOSE(57, "closes file a0"),
    LSEEK(62, "goes to byte a1 of file a0, from its start (a2 = 0), from where it stands (1) or from its end (2)"),
    READ(63, "reads up to a2 bytes from file a0 to a1; 0 is the console, which is waited for"),
    WRITE(64, "writes a2 bytes at a1 to file a0; 1 and 2 are the console"),
    EXIT(93, "ends the process with code a0"),
    EXIT_GROUP(94, "the same"),
    NANOSLEEP(101, "sleeps for the seconds and nanoseconds at a0"),
    CLOCK_GETTIME(113, "puts the time since the process began, in seconds and nanoseconds, at a1"),
    SCHED_YIELD(124, "gives up the rest of the time slice"),
    GETPID(172, "the number of the process"),
    BRK(214, "moves the end of the data to a0 if it can, and tells where it is"),
    MUNMAP(215, "does nothing: what was mapped stays until the process ends"),
    MMAP(222, "maps a1 bytes of zeros; only private and of no file");

    private static final SystemCall[] ROWS = values();

    private final int number;
    private final String doc;

    SystemCall(final int number, final String doc) {
        this.number = number;
        this.doc = doc;
    }

    /** Returns the number in {@code a7}. */
    public int number() {
        return number;
    }

    /** Says what it does. */
    public String doc() {
        return doc;
    }

    /** Returns the call of a number, or null. */
    public static SystemCall of(final long number) {
        for (final SystemCall row : ROWS) {
            if (row.number == number) {
                return row;
            }
        }
        return null;
    }
}
