// SPDX-License-Identifier: EPL-2.0
/**
 * The linker: joins objects, places their sections as GNU {@code ld} does without a script, shortens code as it does, and fills in
 * addresses. Start reading at {@link org.trapline.asm.link.Linker}.
 */
package org.trapline.asm.link;
