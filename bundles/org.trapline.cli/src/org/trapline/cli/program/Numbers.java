// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.program;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads addresses and other numbers: decimal, {@code 0x} hexadecimal, {@code 0b} binary, with {@code _} between digits. */
final class Numbers implements ITypeConverter<Long> {

    @Override
    public Long convert(String text) {
        String digits = text.replace("_", "");
        try {
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                return Long.parseUnsignedLong(digits.substring(2), 16);
            }
            if (digits.startsWith("0b") || digits.startsWith("0B")) {
                return Long.parseUnsignedLong(digits.substring(2), 2);
            }
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a number of 64 bits: expected, for example, 4096 or 0x80000000");
        }
    }
}
