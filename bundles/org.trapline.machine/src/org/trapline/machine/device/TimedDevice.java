// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

/** A device that does something by itself when its time comes. */
public interface TimedDevice extends Device, Timed {
}
