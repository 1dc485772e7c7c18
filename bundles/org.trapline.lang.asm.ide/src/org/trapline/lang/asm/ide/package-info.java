// SPDX-License-Identifier: EPL-2.0
/**
 * Editing services for {@code .s} files behind the interfaces of Xtext's language server, without any user interface. Which class
 * does what is listed in {@link org.trapline.lang.asm.ide.AsmIdeModule}.
 */
package org.trapline.lang.asm.ide;
