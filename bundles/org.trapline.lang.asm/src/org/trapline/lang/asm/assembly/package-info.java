// SPDX-License-Identifier: EPL-2.0
/**
 * What the assembler makes of the sources in an editor. Start with {@link org.trapline.lang.asm.assembly.Assemblies}.
 */
package org.trapline.lang.asm.assembly;
