# SPDX-License-Identifier: EPL-2.0
# Privileged code: traps, page tables, atomics.
	.option norelax
	.globl _start , trap
	.equ	SATP_MODE , 8 << 60
	.equiv	PTE_V, 1
_start:
	la	sp, stack_top		# one stack
	csrw	mtvec, t0
	csrrw	t0, mscratch, zero
	csrrsi	zero, mstatus, 8
	csrwi	mie, 0
	csrw	0x305, t0
	csrr	a0, mhartid
	bnez	a0, park
	la	t0, root
	srli	t0, t0, 12
	li	t1, SATP_MODE
	or	t0, t0, t1
	csrw	satp, t0
	sfence.vma
	sfence.vma zero, a1
	fence	rw, rw
	fence
	fence.i
acquire:li	t0, 1
1:	amoswap.w.aq t1, t0, (a0)
	bnez	t1, 1b
	lr.d.aqrl t2, (a1)
	sc.d	t3, t2, 0(a1)
	amoadd.d a0, a1, (a2)
	jalr	(t0)
	jalr	ra, 4(t0)
	jr	t0
	tail	trap
	call	trap
	ebreak ; ecall
	mul	a0, a1, a2
	remuw	a0, a1, a2
	unimp
park:	wfi
	j	park
	.balign	4
trap:	csrr	t0, mcause
	li	t1, 8
	beq	t0, t1, 2f
	bgtu	t0, t1, 1f
1:	mret
2:	csrr	t0, mepc
	addi	t0, t0, 4
	csrw	mepc, t0
	j	1b
	.bss
	.balign	4096
root:	.zero	4096
	.zero	1024
stack_top:
