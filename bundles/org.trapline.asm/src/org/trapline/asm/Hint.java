// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

/**
 * A comment that starts with {@code #@}: GNU tools pass over it, the workbench may act on it.
 *
 * @param location the comment, {@code #@} included
 * @param text     what follows {@code #@}, without outer blanks
 */
public record Hint(Location location, String text) {
}
