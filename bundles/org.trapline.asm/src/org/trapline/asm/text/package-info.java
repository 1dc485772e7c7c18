// SPDX-License-Identifier: EPL-2.0
/** Source as text: statements, the stack of files and macro expansions they come from, and a cursor to read one with. */
package org.trapline.asm.text;
