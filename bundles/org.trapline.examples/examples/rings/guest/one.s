# SPDX-License-Identifier: EPL-2.0
#
# one: each request goes to the VMM by itself.

        .section .rodata
        .globl  batch
        .balign 8
batch:  .dword  1
