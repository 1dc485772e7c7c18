// SPDX-License-Identifier: EPL-2.0
/**
 * The ways in which a guest's code really runs on a physical hart, and what the VMM does each time control leaves it. Knows nothing of scheduling
 * and of the life of domains. Start reading at {@link org.trapline.vmm.technique.Technique}.
 */
package org.trapline.vmm.technique;
