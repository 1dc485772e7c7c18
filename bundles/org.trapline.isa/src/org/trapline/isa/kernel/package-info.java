// SPDX-License-Identifier: EPL-2.0
/**
 * What the pure instructions compute: one static method for each row of {@link org.trapline.isa.Instruction}, of the same name.
 * Registers come and go as {@code long}. Every engine calls these methods, so an instruction has one meaning.
 */
package org.trapline.isa.kernel;
