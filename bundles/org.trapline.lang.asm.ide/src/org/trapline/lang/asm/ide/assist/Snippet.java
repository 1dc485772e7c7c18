// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.assist;

import java.util.regex.Pattern;

/**
 * Pieces of program that are often wanted. What a reader is to fill in is written <code>${1:default}</code>, as in the language server
 * protocol.
 */
public enum Snippet {
    START("start", "entry point with a stack", """
                    .text
                    .globl  _start
            _start:
                    la      sp, ${1:stack}
                    ${0:nop}
                    j       .

                    .bss
                    .balign 16
                    .zero   ${2:4096}
            ${1:stack}:
            """),
    TRAP_HANDLER("trap handler", "saves registers, looks at the cause, returns behind the trap", """
            # In machine mode, mscratch holding the stack pointer to use:
            #       la      t0, ${1:trap}
            #       csrw    mtvec, t0
                    .balign 4
            ${1:trap}:
                    csrrw   sp, mscratch, sp
                    addi    sp, sp, -32
                    sd      ra, 0(sp)
                    sd      t0, 8(sp)
                    sd      t1, 16(sp)

                    csrr    t0, mcause
                    bltz    t0, ${1:trap}_return            # an interrupt
                    csrr    t1, mepc                # an exception: go on behind what caused it
                    addi    t1, t1, 4
                    csrw    mepc, t1
                    ${0:nop}

            ${1:trap}_return:
                    ld      ra, 0(sp)
                    ld      t0, 8(sp)
                    ld      t1, 16(sp)
                    addi    sp, sp, 32
                    csrrw   sp, mscratch, sp
                    mret
            """),
    PUTS("UART puts", "sends a zero-terminated text", """
            # ${1:puts}: sends the zero-terminated text at a0
            ${1:puts}:
                    li      t1, 0x10000000          # UART: writing to offset 0 sends a character
            1:      lbu     t0, 0(a0)
                    beqz    t0, 2f
                    sb      t0, 0(t1)
                    addi    a0, a0, 1
                    j       1b
            2:      ret
            """),
    ENTER_USER_MODE("enter user mode", "leaves machine mode by mret", """
                    li      t0, -1                  # physical memory protection: entry 0 covers everything,
                    csrw    pmpaddr0, t0
                    li      t0, 0x1f                # naturally aligned, read, write and execute
                    csrw    pmpcfg0, t0
                    li      t0, 0x1800
                    csrc    mstatus, t0             # MPP = user
                    la      t0, ${1:user}
                    csrw    mepc, t0
                    mret
            ${1:user}:
                    ${0:nop}
            """),
    POWER_OFF("power off", "ends the machine by its test finisher", """
                    li      t0, 0x100000
                    li      t1, 0x5555
                    sw      t1, 0(t0)
                    j       .
            """),
    TIMER("timer interrupt", "asks for an interrupt after some ticks", """
                    li      t0, 0x200bff8           # mtime
                    ld      t1, 0(t0)
                    li      t2, ${1:10000}
                    add     t1, t1, t2
                    li      t0, 0x2004000           # mtimecmp of hart 0
                    sd      t1, 0(t0)
                    li      t0, 0x80
                    csrs    mie, t0                 # MTIE
                    csrsi   mstatus, 8              # MIE
            """),
    FUNCTION("function", "saves and restores what it changes", """
            ${1:function}:
                    addi    sp, sp, -16
                    sd      ra, 0(sp)
                    sd      s0, 8(sp)
                    ${0:nop}
                    ld      s0, 8(sp)
                    ld      ra, 0(sp)
                    addi    sp, sp, 16
                    ret
            """),
    LOOP("loop", "counts down", """
                    li      ${1:t0}, ${2:10}
            1:      ${0:nop}
                    addi    ${1:t0}, ${1:t0}, -1
                    bnez    ${1:t0}, 1b
            """),
    MACRO("macro", "defines a macro", """
                    .macro  ${1:name} ${2:register}
                    ${0:nop}
                    .endm
            """);

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{\\d+:([^}]*)}");

    private final String title;
    private final String purpose;
    private final String text;

    Snippet(String title, String purpose, String text) {
        this.title = title;
        this.purpose = purpose;
        this.text = text;
    }

    /** Returns what proposals call it. */
    public String title() {
        return title;
    }

    /** Returns in a few words what it is for. */
    public String purpose() {
        return purpose;
    }

    /** Returns the lines, with placeholders. */
    public String text() {
        return text;
    }

    /** Returns a text with the default in the place of each placeholder. */
    public static String plain(String text) {
        return PLACEHOLDER.matcher(text).replaceAll("$1");
    }
}
