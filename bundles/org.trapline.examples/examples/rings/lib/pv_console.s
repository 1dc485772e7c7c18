# SPDX-License-Identifier: EPL-2.0
#
# pv_console: text by a ring in a shared page. Written text waits there until the VMM is told, so many lines take one exit.
# Called as pv.s says.

        .equ    HYPER_CONSOLE,  14
        .equ    HYPER_KICK,     15
        .equ    CHANNEL,        1
        .equ    OUT_PUT,        0 * 8
        .equ    OUT_TAKEN,      1 * 8
        .equ    IN_PUT,         2 * 8
        .equ    IN_TAKEN,       3 * 8
        .equ    SIZE,           1024
        .equ    OUT,            1024
        .equ    IN,             2048

        .macro  hypercall number
        li      a7, \number
        ecall
        .endm

        .option norelax
        .text

# pv_console_open(page): has the console's text go by that page.
        .globl  pv_console_open
pv_console_open:
        la      t0, page
        sd      a0, 0(t0)
        hypercall HYPER_CONSOLE
        ret

# pv_console_write(text, length): puts text into the ring; the VMM is told only if the ring is full.
        .globl  pv_console_write
pv_console_write:
        la      t0, page
        ld      t0, 0(t0)
        ld      t1, OUT_PUT(t0)
        add     t2, a0, a1              # end of the text
        mv      t3, a0
1:      beq     t3, t2, 3f
        ld      t4, OUT_TAKEN(t0)
        sub     t4, t1, t4
        li      t5, SIZE
        bne     t4, t5, 2f
        sd      t1, OUT_PUT(t0)
        li      a0, CHANNEL
        hypercall HYPER_KICK            # it has taken all when it comes back
2:      andi    t4, t1, SIZE - 1
        add     t4, t4, t0
        lbu     t5, 0(t3)
        sb      t5, OUT(t4)
        addi    t1, t1, 1
        addi    t3, t3, 1
        j       1b
3:      fence   w, w
        sd      t1, OUT_PUT(t0)
        ret

# pv_console_flush(): tells the VMM what there is.
        .globl  pv_console_flush
pv_console_flush:
        li      a0, CHANNEL
        hypercall HYPER_KICK
        ret

# pv_console_read(): returns a byte that was typed, or -1 if there is none. Event 1 says that there may be.
        .globl  pv_console_read
pv_console_read:
        la      t0, page
        ld      t0, 0(t0)
        ld      t1, IN_TAKEN(t0)
        ld      t2, IN_PUT(t0)
        beq     t1, t2, 1f
        fence   r, r
        andi    t2, t1, SIZE - 1
        li      t3, IN
        add     t2, t2, t3
        add     t2, t2, t0
        lbu     a0, 0(t2)
        addi    t1, t1, 1
        sd      t1, IN_TAKEN(t0)
        ret
1:      li      a0, -1
        ret

        .bss
        .balign 8
page:   .zero   8
