// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

/**
 * A source text and its name.
 *
 * @param name the name that diagnostics, listings and line tables show; also what relative includes start from
 * @param text the source
 */
public record SourceFile(String name, String text) {
}
