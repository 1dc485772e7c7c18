// SPDX-License-Identifier: EPL-2.0
/** Which events of a trace a view shows, and where to find them again. Knows no widget. */
package org.trapline.ui.trace.model;
