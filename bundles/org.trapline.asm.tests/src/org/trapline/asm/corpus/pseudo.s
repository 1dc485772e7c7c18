# SPDX-License-Identifier: EPL-2.0
# Pseudo-instructions that become one instruction.
        .globl _start
_start: nop
        mv a0, a1
        move a0, a1
        not a0, a1
        neg a0, a1
        negw a0, a1
        sext.w a0, a1
        sext.b a0, a1
        sext.h a0, a1
        zext.b a0, a1
        zext.h a0, a1
        zext.w a0, a1
        seqz a0, a1
        snez a0, a1
        sltz a0, a1
        sgtz a0, a1
        sgt a0, a1, a2
        sgtu a0, a1, a2
        add a0, a1, 5
        addw a0, a1, 5
        and a0, a1, 5
        or a0, a1, 5
        xor a0, a1, 5
        sll a0, a1, 5
        srl a0, a1, 5
        sra a0, a1, 5
        sllw a0, a1, 5
        srlw a0, a1, 5
        sraw a0, a1, 5
        slt a0, a1, 5
        sltu a0, a1, 5
        unimp
        scall
        sbreak
        fence
        ret
