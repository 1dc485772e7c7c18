// SPDX-License-Identifier: EPL-2.0
/**
 * What a machine finds in its memory when it is switched on: firmware, kernel, initial RAM disk, device tree, and where each of them goes. Start
 * reading at {@link org.trapline.machine.loading.BootLoader}. Knows no executables' format but Linux's own; whoever reads ELF files makes
 * {@link org.trapline.machine.loading.Program}s of them.
 */
package org.trapline.machine.loading;
