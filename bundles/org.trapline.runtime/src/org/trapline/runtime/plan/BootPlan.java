// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

/**
 * What a program finds beside itself when it starts.
 *
 * @param firmware    runs first and starts the program in supervisor mode; null if there is none, or the built-in one does it
 * @param initrd      a RAM disk; null if there is none
 * @param commandLine what the program is told in the device tree; may be empty
 * @param deviceTree  the blob that describes the machine; null for its own description
 */
public record BootPlan(ProgramPlan firmware, byte[] initrd, String commandLine, byte[] deviceTree) {
    /** Nothing. */
    public static final BootPlan NONE = new BootPlan(null, null, "", null);
}
