// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.loading;

/**
 * What is to be started and what it is told.
 *
 * @param firmware    starts the kernel; null if the kernel starts by itself or by built-in firmware
 * @param kernel      null if firmware is all there is
 * @param initrd      a RAM disk for the kernel, or null
 * @param commandLine what the kernel is told; may be empty
 * @param deviceTree  describes the machine instead of its own description, as a blob; null if there is none
 */
public record BootFiles(Program firmware, Program kernel, byte[] initrd, String commandLine, byte[] deviceTree) {
    /** Checks that there is a program. */
    public BootFiles {
        if (firmware == null && kernel == null) {
            throw new IllegalArgumentException("there is neither firmware nor a kernel");
        }
    }

    /** Returns a program that comes alone. */
    public static BootFiles of(Program kernel) {
        return new BootFiles(null, kernel, null, "", null);
    }
}
