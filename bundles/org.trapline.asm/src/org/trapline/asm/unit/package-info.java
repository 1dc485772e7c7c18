// SPDX-License-Identifier: EPL-2.0
/** The state of one source while it is assembled, which directives and instructions act on. */
package org.trapline.asm.unit;
