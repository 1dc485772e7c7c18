# SPDX-License-Identifier: EPL-2.0
start:  li a0, 1 # ends with a carriage return
	beqz a0, start

	.word start
