// SPDX-License-Identifier: EPL-2.0
/** The virtio console: one port, on which characters go in and out. */
package org.trapline.machine.device.virtio.console;
