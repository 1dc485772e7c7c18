// SPDX-License-Identifier: EPL-2.0
/**
 * A parsed source as tokens, statements, blocks and lines, which is how editing services look at it. Start with
 * {@link org.trapline.lang.asm.text.Tokens}.
 */
package org.trapline.lang.asm.text;
