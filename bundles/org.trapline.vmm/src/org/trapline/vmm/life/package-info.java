// SPDX-License-Identifier: EPL-2.0
/**
 * What can be kept of virtual machines: trees of snapshots, what differs between two, and templates that new machines are made from. What a snapshot of a
 * machine consists of is the {@link org.trapline.vmm.Domain}'s matter. Start reading at {@link org.trapline.vmm.life.SnapshotTree}.
 */
package org.trapline.vmm.life;
