// SPDX-License-Identifier: EPL-2.0
/**
 * Who runs on which hart, and how long: shares by weight, limits, harts of one's own, and the time for which a guest is kept waiting. Knows of vCPUs
 * only whether they can run, and nothing of how they do. Start reading at {@link org.trapline.vmm.schedule.RunQueue}.
 */
package org.trapline.vmm.schedule;
