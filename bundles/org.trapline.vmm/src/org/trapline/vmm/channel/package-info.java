// SPDX-License-Identifier: EPL-2.0
/**
 * The VMM's ends of what it shares with a guest that knows it: rings in pages of the guest's memory for its console, its disks and its network cards, which are
 * the same disks and switch ports that other guests reach as virtio devices. Whatever stands in those pages is untrusted; the VMM's own numbers are here.
 * Start at {@link org.trapline.vmm.channel.Channels}; how a page looks is in {@link org.trapline.vmm.paravirt}.
 */
package org.trapline.vmm.channel;
