// SPDX-License-Identifier: EPL-2.0
/** The virtio network device: a card in a port of a switch. */
package org.trapline.machine.device.virtio.network;
