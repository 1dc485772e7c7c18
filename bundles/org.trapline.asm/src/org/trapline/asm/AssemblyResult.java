// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import java.util.List;

import org.trapline.asm.object.ObjectFile;

/**
 * What assembling one source gave.
 *
 * @param object      the object, or null if there were errors
 * @param diagnostics all that there is to say, in the order of the source
 * @param hints       the {@code #@} comments
 * @param symbols     the symbols with names, whether or not there were errors
 * @param missing     those of the symbols that another source must define
 * @param sources     the source, and the files it included
 */
public record AssemblyResult(ObjectFile object, List<Diagnostic> diagnostics, List<Hint> hints, List<SymbolInfo> symbols, List<SymbolInfo> missing,
        List<SourceFile> sources) {

    /** Copies the lists. */
    public AssemblyResult {
        diagnostics = List.copyOf(diagnostics);
        hints = List.copyOf(hints);
        symbols = List.copyOf(symbols);
        missing = List.copyOf(missing);
        sources = List.copyOf(sources);
    }

    /** Tells whether there were errors, so that there is no object. */
    public boolean hasErrors() {
        return object == null;
    }
}
