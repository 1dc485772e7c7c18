// SPDX-License-Identifier: EPL-2.0
/** The pictures in the project's README: the start script's command {@code screenshots} takes them from the running IDE. */
package org.trapline.ui.screenshots;
