// SPDX-License-Identifier: EPL-2.0
/**
 * Events as people and other programs read them: lines of text, JSON lines, CSV.
 *
 * <p>Knows events and their names, and no window. Start reading at {@link org.trapline.trace.text.EventText}.
 */
package org.trapline.trace.text;
