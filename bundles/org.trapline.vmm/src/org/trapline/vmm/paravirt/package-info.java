// SPDX-License-Identifier: EPL-2.0
/**
 * What a guest that knows its VMM and the VMM agree on: the {@link org.trapline.vmm.paravirt.Hypercall hypercalls}, their errors, and the page of memory that
 * they share. It knows nothing of how the VMM keeps its side; that is {@link org.trapline.vmm.technique.Paravirt}. Start at
 * {@link org.trapline.vmm.paravirt.Hypercall}.
 */
package org.trapline.vmm.paravirt;
