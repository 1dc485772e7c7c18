// SPDX-License-Identifier: EPL-2.0
/**
 * What can be written at the caret: proposals, snippets and the operands that a mnemonic wants. Start with
 * {@link org.trapline.lang.asm.ide.assist.AssistService}.
 */
package org.trapline.lang.asm.ide.assist;
