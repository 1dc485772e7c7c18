// SPDX-License-Identifier: EPL-2.0
/** Formatting as the language server protocol asks for it. */
package org.trapline.lang.asm.ide.format;
