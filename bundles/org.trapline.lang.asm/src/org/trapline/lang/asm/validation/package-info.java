// SPDX-License-Identifier: EPL-2.0
/**
 * What is wrong with a source, as the assembler says it.
 */
package org.trapline.lang.asm.validation;
