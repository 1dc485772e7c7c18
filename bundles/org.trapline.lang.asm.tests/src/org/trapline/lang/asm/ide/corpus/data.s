# SPDX-License-Identifier: EPL-2.0
/* Data of every kind,
   with comments in odd places. */
		.data
bytes:	.byte 1,2 , 'a, 'b' , '\n, '\'', '#' , ';'
halves:.half 0x1234,-1 ; words: .word 1+2*3, (4<<2)|1, ~0, !0, -5 % 3, 7 / 2
.long words-bytes , end - .
.dword words, words + 8 ,0xffffffffffffffff
.quad bytes
text1: .ascii "tab\there; # no comment", "second \"quoted\"" /* behind */
text2:	.asciz "a" ; .string "b","c"
.zero 3
.skip 5, 0xaa
	.fill 2,4,0x11223344
.space 1
.align 3
.p2align 2,,3
.balign 16, 0
.octa 0x112233445566778899aabbccddeeff00
.uleb128 300, end-bytes
.sleb128 -5
.float 1.5, -2e3
.double 3.141592653589793
end:
.size words, 24
.type words, @object
.comm shared,64,8
.lcomm private,16
.section .rodata.names,"a",@progbits
n1: .asciz "n1" // in the style of C
.section ".odd name","aw"
.byte 1
.pushsection .bss
zeros: .zero 32
.popsection
.previous
.org 4
.byte 2
.text
first = bytes
.set second , first+4 ; .equ third,second
 la a0,third
 lw a1,words
 sw a1,words,t0
 lui a2, %hi(words) ; addi a2,a2,%lo( words )
1: auipc a3, %pcrel_hi(bytes)
 ld a3, %pcrel_lo(1b)(a3)
