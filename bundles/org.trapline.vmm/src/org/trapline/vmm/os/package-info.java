// SPDX-License-Identifier: EPL-2.0
/**
 * A host's operating system: user processes beside guests, their system calls and files, and what it costs when a VMM is such a process itself. A
 * process runs on the harts as a guest does, with nobody's privileges, in an address space of its own; its system calls are Linux's, by number,
 * arguments and errors, as far as {@link org.trapline.vmm.os.SystemCall} lists them.
 */
package org.trapline.vmm.os;
