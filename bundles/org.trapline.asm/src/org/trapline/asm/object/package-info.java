// SPDX-License-Identifier: EPL-2.0
/** Results of assembling and linking: relocatable objects and memory images. Immutable data, no behaviour beyond looking things up. */
package org.trapline.asm.object;
