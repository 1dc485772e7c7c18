// SPDX-License-Identifier: EPL-2.0
/**
 * What a machine and its VMMs report while they run: the kinds of events, the ring that holds them, and the names their numbers stand for.
 *
 * <p>Knows neither the instruction set nor the machine: numbers go in, and whoever sets a machine up says what they stand for.
 * Start reading at {@link org.trapline.trace.EventKind}, then {@link org.trapline.trace.TraceBuffer}.
 */
package org.trapline.trace;
