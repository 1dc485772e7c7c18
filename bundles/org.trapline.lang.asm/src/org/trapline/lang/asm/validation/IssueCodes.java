// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.validation;

/** The codes of issues, by which code actions know them. */
public final class IssueCodes {
    /** Something the assembler says; data: its message, and what it expected. */
    public static final String ASSEMBLER = "asm.assembler";
    /** Something is wrong in an included file. */
    public static final String INCLUDED = "asm.included";
    /** No file at hand defines a symbol; data: its name. */
    public static final String UNDEFINED = "asm.undefined";
    /** The entry point is not global. */
    public static final String HIDDEN_ENTRY = "asm.hiddenEntry";

    private IssueCodes() {
    }
}
