// SPDX-License-Identifier: EPL-2.0
/** The virtio memory balloon: pages that a driver gives back to whoever has lent them, and takes again. */
package org.trapline.machine.device.virtio.balloon;
