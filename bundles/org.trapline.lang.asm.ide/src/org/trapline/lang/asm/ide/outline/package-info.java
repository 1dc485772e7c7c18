// SPDX-License-Identifier: EPL-2.0
/** The shape of a source: its outline, and what of it can be folded. */
package org.trapline.lang.asm.ide.outline;
