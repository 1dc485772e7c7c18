// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.program;

import org.trapline.isa.Isa;
import org.trapline.isa.IsaException;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads isa strings. */
final class IsaConverter implements ITypeConverter<Isa> {

    @Override
    public Isa convert(String text) {
        try {
            return Isa.parse(text);
        } catch (IsaException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
