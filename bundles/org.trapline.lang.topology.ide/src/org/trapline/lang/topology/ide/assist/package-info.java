// SPDX-License-Identifier: EPL-2.0
/** Content assist: the words that may stand at the caret, values for them, and whole blocks to fill in. */
package org.trapline.lang.topology.ide.assist;
