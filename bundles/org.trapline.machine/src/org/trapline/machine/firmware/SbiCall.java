// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.firmware;

import java.util.HashMap;
import java.util.Map;

/**
 * The calls that the firmware serves, one row each: extension and function number as in {@code a7} and {@code a6}. The calls of the legacy
 * extensions have no function number and return a single value.
 *
 * @implSpec RISC-V Supervisor Binary Interface Specification 2.0
 */
public enum SbiCall {
    GET_SPEC_VERSION(Extension.BASE, 0, "version of the specification: major 30..24, minor 23..0"),
    GET_IMPL_ID(Extension.BASE, 1, "number of the implementation"),
    GET_IMPL_VERSION(Extension.BASE, 2, "version of the implementation"),
    PROBE_EXTENSION(Extension.BASE, 3, "whether the extension a0 is there"),
    GET_MVENDORID(Extension.BASE, 4, "mvendorid"),
    GET_MARCHID(Extension.BASE, 5, "marchid"),
    GET_MIMPID(Extension.BASE, 6, "mimpid"),
    SET_TIMER(Extension.TIME, 0, "a timer interrupt once mtime has reached a0"),
    SEND_IPI(Extension.IPI, 0, "a software interrupt to the harts in mask a0 from a1 on"),
    REMOTE_FENCE_I(Extension.RFENCE, 0, "fence.i on the harts in mask a0 from a1 on"),
    REMOTE_SFENCE_VMA(Extension.RFENCE, 1, "sfence.vma there, for a3 bytes at a2"),
    REMOTE_SFENCE_VMA_ASID(Extension.RFENCE, 2, "the same, for address space a4"),
    REMOTE_HFENCE_GVMA_VMID(Extension.RFENCE, 3, "hfence.gvma there, for a3 bytes at the guest physical address a2 of the virtual machine a4"),
    REMOTE_HFENCE_GVMA(Extension.RFENCE, 4, "the same, for all virtual machines"),
    REMOTE_HFENCE_VVMA_ASID(Extension.RFENCE, 5, "hfence.vvma there, for a3 bytes at a2 of the caller's virtual machine, address space a4"),
    REMOTE_HFENCE_VVMA(Extension.RFENCE, 6, "the same, for all its address spaces"),
    HART_START(Extension.HSM, 0, "hart a0 starts at a1 with a2 in its a1"),
    HART_STOP(Extension.HSM, 1, "the calling hart stops"),
    HART_GET_STATUS(Extension.HSM, 2, "what hart a0 does: 0 started, 1 stopped, 4 suspended"),
    HART_SUSPEND(Extension.HSM, 3, "the calling hart waits for an interrupt; a0 says whether it keeps its registers"),
    SYSTEM_RESET(Extension.SRST, 0, "a0: 0 switches off, 1 and 2 restart; a1: 0 no reason, 1 failure"),
    CONSOLE_WRITE(Extension.DBCN, 0, "prints a0 bytes at the physical address a1"),
    CONSOLE_READ(Extension.DBCN, 1, "reads up to a0 bytes to the physical address a1"),
    CONSOLE_WRITE_BYTE(Extension.DBCN, 2, "prints one byte"),
    STEAL_TIME_SET_SHMEM(Extension.STA, 0, "tells the calling hart at the physical address a0 how long it was kept waiting; all ones in a0 and a1: no longer"),
    LEGACY_SET_TIMER(Extension.LEGACY_SET_TIMER, "a timer interrupt once mtime has reached a0"),
    LEGACY_CONSOLE_PUTCHAR(Extension.LEGACY_CONSOLE_PUTCHAR, "prints one byte"),
    LEGACY_CONSOLE_GETCHAR(Extension.LEGACY_CONSOLE_GETCHAR, "reads one byte, -1 if there is none"),
    LEGACY_CLEAR_IPI(Extension.LEGACY_CLEAR_IPI, "clears the caller's software interrupt"),
    LEGACY_SEND_IPI(Extension.LEGACY_SEND_IPI, "a software interrupt to the harts in the mask at address a0"),
    LEGACY_REMOTE_FENCE_I(Extension.LEGACY_REMOTE_FENCE_I, "fence.i on the harts in the mask at address a0"),
    LEGACY_REMOTE_SFENCE_VMA(Extension.LEGACY_REMOTE_SFENCE_VMA, "sfence.vma there, for a2 bytes at a1"),
    LEGACY_REMOTE_SFENCE_VMA_ASID(Extension.LEGACY_REMOTE_SFENCE_VMA_ASID, "the same, for address space a3"),
    LEGACY_SHUTDOWN(Extension.LEGACY_SHUTDOWN, "switches off");

    /** The extensions, by the number in {@code a7}. */
    public enum Extension {
        LEGACY_SET_TIMER(0),
        LEGACY_CONSOLE_PUTCHAR(1),
        LEGACY_CONSOLE_GETCHAR(2),
        LEGACY_CLEAR_IPI(3),
        LEGACY_SEND_IPI(4),
        LEGACY_REMOTE_FENCE_I(5),
        LEGACY_REMOTE_SFENCE_VMA(6),
        LEGACY_REMOTE_SFENCE_VMA_ASID(7),
        LEGACY_SHUTDOWN(8),
        BASE(0x10),
        TIME(0x5449_4d45),
        IPI(0x73_5049),
        RFENCE(0x5246_4e43),
        HSM(0x48_534d),
        SRST(0x5352_5354),
        DBCN(0x4442_434e),
        /** Only of those who share harts out. */
        STA(0x53_5441);

        private static final Map<Long, Extension> BY_NUMBER = new HashMap<>();

        static {
            for (Extension extension : values()) {
                BY_NUMBER.put(extension.number, extension);
            }
        }

        private final long number;

        Extension(long number) {
            this.number = number;
        }

        /** Returns the extension of that number, or null. */
        public static Extension of(long number) {
            return BY_NUMBER.get(number);
        }

        public long number() {
            return number;
        }

        /** Tells whether the extension is a single call without a function number. */
        public boolean isLegacy() {
            return number <= LEGACY_SHUTDOWN.number;
        }
    }

    private static final SbiCall[] ROWS = values();

    private final Extension extension;
    private final int function;
    private final String doc;

    SbiCall(Extension extension, String doc) {
        this(extension, 0, doc);
    }

    SbiCall(Extension extension, int function, String doc) {
        this.extension = extension;
        this.function = function;
        this.doc = doc;
    }

    /** Returns the row of a call, or null if it is not served; a legacy call ignores the function number. */
    public static SbiCall of(long extension, long function) {
        for (SbiCall row : ROWS) {
            if (row.extension.number == extension && (row.function == function || row.extension.isLegacy())) {
                return row;
            }
        }
        return null;
    }

    public Extension extension() {
        return extension;
    }

    public int function() {
        return function;
    }

    /** Returns in one line what the call does. */
    public String doc() {
        return doc;
    }
}
