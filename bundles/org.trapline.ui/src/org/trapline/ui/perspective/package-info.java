// SPDX-License-Identifier: EPL-2.0
/** How the parts of the window are laid out, and what a new workspace starts with. */
package org.trapline.ui.perspective;
