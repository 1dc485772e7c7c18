// SPDX-License-Identifier: EPL-2.0
/**
 * Traces in the forms that other programs show: the JSON of Chrome's tracing and Perfetto, and the Common Trace Format.
 *
 * <p>Start reading at {@link org.trapline.trace.export.ChromeTraceExporter}.
 */
package org.trapline.trace.export;
