// SPDX-License-Identifier: EPL-2.0
/**
 * What names mean: symbols, macros and numeric labels of one source, and those of the files it is linked with. Start with
 * {@link org.trapline.lang.asm.names.NameTable}.
 */
package org.trapline.lang.asm.names;
