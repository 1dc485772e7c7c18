// SPDX-License-Identifier: EPL-2.0
/**
 * What all devices have in common. Each device stands in a package of its own beneath, of the same shape: the device class, and an enum
 * whose rows declare its registers. A device knows its lines, its clock and its console, but neither hart nor bus, so it serves a machine
 * and a virtual machine alike. Start reading at {@link org.trapline.machine.device.Device}.
 */
package org.trapline.machine.device;
