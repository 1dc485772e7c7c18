// SPDX-License-Identifier: EPL-2.0
/** Repairs that editors offer for what is wrong. Start with {@link org.trapline.lang.asm.ide.action.Repairs}. */
package org.trapline.lang.asm.ide.action;
