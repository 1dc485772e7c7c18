// SPDX-License-Identifier: EPL-2.0
/** What each word of a source is, for colours. Start with {@link org.trapline.lang.asm.ide.highlight.Style}. */
package org.trapline.lang.asm.ide.highlight;
