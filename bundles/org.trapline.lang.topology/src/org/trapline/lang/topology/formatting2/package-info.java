// SPDX-License-Identifier: EPL-2.0

/** Lays machine configurations out. */
package org.trapline.lang.topology.formatting2;
