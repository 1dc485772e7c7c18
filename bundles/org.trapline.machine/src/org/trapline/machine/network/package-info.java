// SPDX-License-Identifier: EPL-2.0
/**
 * Networks between machines of one run: an {@link org.trapline.machine.network.EthernetSwitch}, into whose
 * {@link org.trapline.machine.network.SwitchPort}s network cards are plugged. Frames travel in virtual time. Whoever runs several machines makes
 * sure that none is further ahead of another than a frame needs.
 */
package org.trapline.machine.network;
