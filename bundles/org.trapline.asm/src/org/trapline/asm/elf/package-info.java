// SPDX-License-Identifier: EPL-2.0
/** ELF files: reading executables and objects of any origin without trusting them, and writing our own. */
package org.trapline.asm.elf;
