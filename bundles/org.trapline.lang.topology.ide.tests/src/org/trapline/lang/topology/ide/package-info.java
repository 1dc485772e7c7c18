// SPDX-License-Identifier: EPL-2.0
/** Tests of the editor services, each on a text with the caret marked. */
package org.trapline.lang.topology.ide;
