// SPDX-License-Identifier: EPL-2.0
/**
 * The host's memory: what is given to domains in one piece, and what an operating system gives to its processes page by page. A process's page is in a
 * page frame, on the swap disk, or was never touched; guests of a VMM that is a process have the pages of that process. It knows nothing of techniques.
 *
 * <p>Start reading at {@link org.trapline.vmm.memory.Pager}, which decides who has which frame.
 */
package org.trapline.vmm.memory;
