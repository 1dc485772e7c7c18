# SPDX-License-Identifier: EPL-2.0
    .text   ;	# two on a line
$dollar: .Ldot.name: _under: nop
"quoted name": nop ; "another": j "another"
x=4;y == x+1
 .= . + 8
a:b:c: 1: 1: nop
	NOP
 .insn r 0x33, 0, 0, a0, a1, a2
 .insn 0x00000013
 .word (((((1)))))
 .word 1f - 1b
1:
 beq a0,a1,.+8
 j .
 .attribute arch, "rv64ima_zicsr"
 .option push ; .option arch, +zba ; sh1add a0, a1, a2 ; .option pop
 .file "odd.c"
 .ident "by hand"
 .end
 after the end there may be anything: "unclosed ( [ \
