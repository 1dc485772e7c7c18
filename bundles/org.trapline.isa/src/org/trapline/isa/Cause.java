// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.trapline.isa.Extension.H;
import static org.trapline.isa.Extension.I;

import java.util.Locale;

/**
 * The causes of traps, as {@code mcause} and {@code scause} encode them.
 *
 * @implSpec priv "Machine Cause (mcause) Register"
 */
public enum Cause {
    INSTRUCTION_ADDRESS_MISALIGNED(0, I, "EXC_INST_MISALIGNED", "a jump or taken branch leads to an address that is no instruction boundary"),
    INSTRUCTION_ACCESS_FAULT(1, I, "EXC_INST_ACCESS", "the instruction's physical address cannot be fetched from, or PMP forbids it"),
    ILLEGAL_INSTRUCTION(2, I, "EXC_INST_ILLEGAL", "the word is no instruction, or the current mode may not execute it"),
    BREAKPOINT(3, I, "EXC_BREAKPOINT", "ebreak was executed, or a debug trigger fired"),
    LOAD_ADDRESS_MISALIGNED(4, I, "EXC_LOAD_MISALIGNED", "a load or lr is not aligned to its size"),
    LOAD_ACCESS_FAULT(5, I, "EXC_LOAD_ACCESS", "the load's physical address cannot be read, or PMP forbids it"),
    STORE_ADDRESS_MISALIGNED(6, I, "EXC_STORE_MISALIGNED", "a store, sc or amo is not aligned to its size"),
    STORE_ACCESS_FAULT(7, I, "EXC_STORE_ACCESS", "the store's physical address cannot be written, or PMP forbids it"),
    ECALL_FROM_U(8, I, "EXC_SYSCALL", "ecall was executed in user mode (VU mode included)"),
    ECALL_FROM_S(9, I, "EXC_HYPERVISOR_SYSCALL", "ecall was executed in supervisor mode (HS mode)"),
    ECALL_FROM_VS(10, H, "EXC_SUPERVISOR_SYSCALL", "ecall was executed in virtual supervisor mode: the guest kernel calls the hypervisor"),
    ECALL_FROM_M(11, I, "EXC_MACHINE_SYSCALL", "ecall was executed in machine mode"),
    INSTRUCTION_PAGE_FAULT(12, I, "EXC_INST_PAGE_FAULT", "no page-table entry lets this mode fetch from the virtual address"),
    LOAD_PAGE_FAULT(13, I, "EXC_LOAD_PAGE_FAULT", "no page-table entry lets this mode read the virtual address"),
    STORE_PAGE_FAULT(15, I, "EXC_STORE_PAGE_FAULT", "no page-table entry lets this mode write the virtual address"),
    INSTRUCTION_GUEST_PAGE_FAULT(20, H, "EXC_INST_GUEST_PAGE_FAULT", "the second stage of translation refuses an instruction fetch"),
    LOAD_GUEST_PAGE_FAULT(21, H, "EXC_LOAD_GUEST_PAGE_FAULT", "the second stage of translation refuses a read"),
    VIRTUAL_INSTRUCTION(22, H, "EXC_VIRTUAL_INST_FAULT", "a guest executed an instruction that only the hypervisor may, or has reserved for itself"),
    STORE_GUEST_PAGE_FAULT(23, H, "EXC_STORE_GUEST_PAGE_FAULT", "the second stage of translation refuses a write"),

    SUPERVISOR_SOFTWARE_INTERRUPT(true, 1, I, "IRQ_S_SOFT", "software set sip.SSIP, often as a message from another hart"),
    VIRTUAL_SUPERVISOR_SOFTWARE_INTERRUPT(true, 2, H, "IRQ_VS_SOFT", "the hypervisor set hvip.VSSIP for its guest"),
    MACHINE_SOFTWARE_INTERRUPT(true, 3, I, "IRQ_M_SOFT", "a write to the CLINT's msip, often as a message from another hart"),
    SUPERVISOR_TIMER_INTERRUPT(true, 5, I, "IRQ_S_TIMER", "the supervisor's timer has expired"),
    VIRTUAL_SUPERVISOR_TIMER_INTERRUPT(true, 6, H, "IRQ_VS_TIMER", "the guest's timer has expired"),
    MACHINE_TIMER_INTERRUPT(true, 7, I, "IRQ_M_TIMER", "mtime has reached mtimecmp"),
    SUPERVISOR_EXTERNAL_INTERRUPT(true, 9, I, "IRQ_S_EXT", "the interrupt controller has a device interrupt for supervisor mode"),
    VIRTUAL_SUPERVISOR_EXTERNAL_INTERRUPT(true, 10, H, "IRQ_VS_EXT", "the hypervisor passes a device interrupt to its guest"),
    MACHINE_EXTERNAL_INTERRUPT(true, 11, I, "IRQ_M_EXT", "the interrupt controller has a device interrupt for machine mode"),
    SUPERVISOR_GUEST_EXTERNAL_INTERRUPT(true, 12, H, "IRQ_S_GEXT", "a device interrupt for a guest that is not running");

    private static final Cause[] EXCEPTIONS = new Cause[64];
    private static final Cause[] INTERRUPTS = new Cause[64];

    static {
        for (Cause cause : values()) {
            (cause.interrupt ? INTERRUPTS : EXCEPTIONS)[cause.code] = cause;
        }
    }

    private final boolean interrupt;
    private final int code;
    private final Extension extension;
    private final String linuxName;
    private final String meaning;

    Cause(int code, Extension extension, String linuxName, String meaning) {
        this(false, code, extension, linuxName, meaning);
    }

    Cause(boolean interrupt, int code, Extension extension, String linuxName, String meaning) {
        this.interrupt = interrupt;
        this.code = code;
        this.extension = extension;
        this.linuxName = linuxName;
        this.meaning = meaning;
    }

    /** Returns the exception of this code, or null if it is reserved. */
    public static Cause exception(long code) {
        return code >= 0 && code < EXCEPTIONS.length ? EXCEPTIONS[(int) code] : null;
    }

    /** Returns the interrupt of this code, which is also its bit in {@code mip}; null if it is reserved. */
    public static Cause interrupt(long code) {
        return code >= 0 && code < INTERRUPTS.length ? INTERRUPTS[(int) code] : null;
    }

    /**
     * Returns the cause that a cause CSR of 64 bits holds, or null if its code is reserved.
     * @param mcause value of {@code mcause}, {@code scause} or {@code vscause}; bit 63 tells interrupts
     */
    public static Cause of(long mcause) {
        return mcause < 0 ? interrupt(mcause & Long.MAX_VALUE) : exception(mcause);
    }

    /** Returns the cause of this {@link #causeName()}, or null if there is none. */
    public static Cause named(String name) {
        for (Cause cause : values()) {
            if (cause.causeName().equals(name)) {
                return cause;
            }
        }
        return null;
    }

    /** Tells interrupts from exceptions. */
    public boolean isInterrupt() {
        return interrupt;
    }

    /** Returns the exception code, without the interrupt bit. */
    public int code() {
        return code;
    }

    /** Returns the value that a cause CSR of 64 bits gets. */
    public long value() {
        return interrupt ? Long.MIN_VALUE | code : code;
    }

    /** Returns the value that a cause CSR of so many bits gets; the highest of them tells interrupts. */
    public long value(int xlen) {
        return interrupt ? 1L << xlen - 1 | code : code;
    }

    /** Returns a mask of the cause's bit in {@code medeleg}, or for interrupts in {@code mip}, {@code mie} and {@code mideleg}. */
    public long bit() {
        return 1L << code;
    }

    /** Returns the name used in traces and filters, such as {@code illegal_instruction}. */
    public String causeName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the beginning of the interrupt's bit names in {@code mip} and {@code mie}, such as {@code STI} of {@code STIP}. */
    String shortName() {
        String[] words = name().split("_");
        StringBuilder letters = new StringBuilder();
        for (String word : words) {
            letters.append(word.charAt(0));
        }
        return letters.toString();
    }

    /** Tells whether the interrupt is one of S mode, which M mode may delegate to it and can itself make pending. */
    boolean isForSupervisor() {
        return this == SUPERVISOR_SOFTWARE_INTERRUPT || this == SUPERVISOR_TIMER_INTERRUPT || this == SUPERVISOR_EXTERNAL_INTERRUPT;
    }

    /** Tells whether the exception is one that a guest can bring about and its own kernel can handle. */
    boolean isForGuest() {
        return !interrupt && (code <= ECALL_FROM_U.code || code >= INSTRUCTION_PAGE_FAULT.code && code <= STORE_PAGE_FAULT.code);
    }

    /** Returns the name that Linux and KVM use in their sources, such as {@code EXC_INST_ILLEGAL}. */
    public String linuxName() {
        return linuxName;
    }

    /** Returns the extension that brings the cause. */
    public Extension extension() {
        return extension;
    }

    /** Returns in one line when the trap is taken. */
    public String meaning() {
        return meaning;
    }

    /** Returns the section of the manual that lists the causes. */
    public ManualSection section() {
        return ManualSection.MCAUSE;
    }
}
