// SPDX-License-Identifier: EPL-2.0
/**
 * Where things are defined and used, and renaming them. Start with
 * {@link org.trapline.lang.asm.ide.reference.Occurrences}.
 */
package org.trapline.lang.asm.ide.reference;
