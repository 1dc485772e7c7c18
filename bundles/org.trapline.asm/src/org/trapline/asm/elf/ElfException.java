// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

/** Says in words for the user why a file is not an ELF file that can be used here. */
public final class ElfException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message that is one sentence. */
    public ElfException(String message) {
        super(message);
    }
}
