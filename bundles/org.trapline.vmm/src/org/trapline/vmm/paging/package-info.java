// SPDX-License-Identifier: EPL-2.0
/**
 * How a guest's addresses become the host's: the page tables that the hart really walks while a guest runs, and the guest's own
 * translation from which they are made. Knows nothing of traps and scheduling. Start reading at
 * {@link org.trapline.vmm.paging.ShadowPaging}.
 */
package org.trapline.vmm.paging;
