// SPDX-License-Identifier: EPL-2.0
/** Tests of the language of machine configurations as a whole. */
package org.trapline.lang.topology;
