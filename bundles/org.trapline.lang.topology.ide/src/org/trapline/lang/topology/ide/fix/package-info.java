// SPDX-License-Identifier: EPL-2.0
/** Code actions: for each rule, how a violation can be repaired. */
package org.trapline.lang.topology.ide.fix;
