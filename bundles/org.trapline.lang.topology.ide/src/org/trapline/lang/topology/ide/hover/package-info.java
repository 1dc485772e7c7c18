// SPDX-License-Identifier: EPL-2.0
/** What a hover shows: what a word means, and what the thing under the pointer comes to. */
package org.trapline.lang.topology.ide.hover;
