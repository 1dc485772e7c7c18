// SPDX-License-Identifier: EPL-2.0
/**
 * The mnemonics of the language as editing services need them: which operand belongs where. All of it comes from the tables of
 * {@code org.trapline.isa} and {@code org.trapline.asm}. Start with {@link org.trapline.lang.asm.words.Vocabulary}.
 */
package org.trapline.lang.asm.words;
