// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.assembly;

/**
 * Bytes that a statement made.
 *
 * @param section the section they went to
 * @param address their address in memory; before linking, their offset in the section
 * @param placed  whether {@code address} is an address
 * @param bytes   the bytes; empty if the section has none in the file
 * @param length  how many bytes of memory they take
 * @param isCode  whether they are instructions
 * @param text    the statement, macro arguments put in
 * @param inner   whether the statement comes from a macro or repetition that was called
 */
public record Piece(String section, long address, boolean placed, byte[] bytes, long length, boolean isCode, String text, boolean inner) {

    /** Returns the instruction or number of four bytes at an offset; what is missing counts as zero. */
    public int word(int offset) {
        int word = 0;
        for (int i = 0; i < 4 && offset + i < bytes.length; i++) {
            word |= (bytes[offset + i] & 0xff) << 8 * i;
        }
        return word;
    }
}
