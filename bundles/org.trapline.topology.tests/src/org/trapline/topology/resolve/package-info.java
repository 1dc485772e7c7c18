// SPDX-License-Identifier: EPL-2.0
/** Tests of what a configuration means once templates, sizes and defaults are folded in. */
package org.trapline.topology.resolve;
