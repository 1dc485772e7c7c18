// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace;

import org.eclipse.core.resources.IContainer;
import org.trapline.trace.TraceSource;

/**
 * What the view shows.
 *
 * @param title what it is the trace of, for people
 * @param home where source files are looked for that are not named in full; null for nowhere
 */
public record TraceInput(String title, TraceSource source, IContainer home) {
}
