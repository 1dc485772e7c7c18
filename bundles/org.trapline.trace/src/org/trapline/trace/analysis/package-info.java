// SPDX-License-Identifier: EPL-2.0
/**
 * Questions to a trace: which events ({@link org.trapline.trace.analysis.TraceFilter}), how often and how long
 * ({@link org.trapline.trace.analysis.TraceStatistics}), where two runs part ({@link org.trapline.trace.analysis.TraceDiff}), whether
 * they are the same ({@link org.trapline.trace.analysis.TraceDigest}).
 *
 * <p>Works on any {@link org.trapline.trace.TraceSource}, running or on disk.
 */
package org.trapline.trace.analysis;
