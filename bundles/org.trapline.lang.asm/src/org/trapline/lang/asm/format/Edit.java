// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.format;

/**
 * A change of blanks.
 *
 * @param offset first character to replace
 * @param length number of characters to replace
 * @param text   the blanks to put there
 */
public record Edit(int offset, int length, String text) {
}
