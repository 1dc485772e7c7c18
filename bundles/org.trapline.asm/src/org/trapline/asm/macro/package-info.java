// SPDX-License-Identifier: EPL-2.0
/** Macros and repeat blocks: collecting their bodies, matching arguments with parameters, and putting arguments into bodies. */
package org.trapline.asm.macro;
