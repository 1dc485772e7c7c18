// SPDX-License-Identifier: EPL-2.0
/**
 * What editors show when the pointer rests on a word, in Markdown. Start with {@link org.trapline.lang.asm.ide.hover.WordHover}; the pages
 * about instructions, CSRs and causes themselves are {@link org.trapline.isa.Help}'s.
 */
package org.trapline.lang.asm.ide.hover;
