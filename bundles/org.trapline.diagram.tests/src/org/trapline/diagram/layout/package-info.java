// SPDX-License-Identifier: EPL-2.0
/** Tests. */
package org.trapline.diagram.layout;
