// SPDX-License-Identifier: EPL-2.0
/**
 * What a machine is made of and how it is wired: the same {@link org.trapline.machine.platform.Platform} for a physical machine and for a
 * virtual one. Nothing here runs anything.
 */
package org.trapline.machine.platform;
