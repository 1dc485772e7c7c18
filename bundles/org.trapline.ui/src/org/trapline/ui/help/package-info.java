// SPDX-License-Identifier: EPL-2.0
/** Help: a guide to the IDE, {@code help/guide.md}, opened as a page where the platform would look for a help system. */
package org.trapline.ui.help;
