// SPDX-License-Identifier: EPL-2.0
/** What a name in a configuration can refer to, and what things are called. Nothing outside the file is ever looked at. */
package org.trapline.lang.topology.scoping;
