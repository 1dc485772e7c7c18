# SPDX-License-Identifier: EPL-2.0
#
# eight: eight requests go to the VMM together.

        .section .rodata
        .globl  batch
        .balign 8
batch:  .dword  8
