// SPDX-License-Identifier: EPL-2.0
/** Which part of a text is a keyword, a name, a value. */
package org.trapline.lang.topology.ide.highlighting;
