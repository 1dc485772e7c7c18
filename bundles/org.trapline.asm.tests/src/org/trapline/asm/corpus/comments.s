# SPDX-License-Identifier: EPL-2.0
/* A comment
   over lines */ .globl _start ; .equ one, 1 # the rest
_start: nop ; nop ;; nop # three
        li a0, 1 /* inside */ + /* and again */ 2
# a line of its own
        #@ hint: kept
label:  other: third: nop
  spaced :  nop
        .data ; .byte '#' ; .byte ';' ; .ascii "#;/*" ; .byte 1
        .BYTE 2
        ADDI = 3
        .byte ADDI
