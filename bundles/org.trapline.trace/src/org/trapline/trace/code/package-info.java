// SPDX-License-Identifier: EPL-2.0
/**
 * The small closed sets that arguments of trace events take their values from.
 *
 * <p>An event stores the ordinal. A constant is therefore only ever added at the end of its enum.
 */
package org.trapline.trace.code;
