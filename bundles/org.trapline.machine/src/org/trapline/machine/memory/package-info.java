// SPDX-License-Identifier: EPL-2.0
/**
 * Physical memory: {@link org.trapline.machine.memory.Ram} in pages, and the {@link org.trapline.machine.memory.Bus} that maps physical
 * addresses to RAM and devices. Knows no hart, no translation and no instruction; whoever caches pages or decoded code listens with a
 * {@link org.trapline.machine.memory.RamListener}.
 */
package org.trapline.machine.memory;
