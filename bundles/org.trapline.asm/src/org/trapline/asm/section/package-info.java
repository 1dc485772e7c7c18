// SPDX-License-Identifier: EPL-2.0
/**
 * What statements emit, while sizes may still be open: sections made of fragments, their layout, and their way into an object.
 * A fragment of fixed bytes carries fixups for what depends on addresses; the other kinds of fragment find their size during layout.
 */
package org.trapline.asm.section;
