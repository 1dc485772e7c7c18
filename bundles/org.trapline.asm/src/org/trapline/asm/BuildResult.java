// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import java.util.List;

import org.trapline.asm.object.Image;

/**
 * What assembling sources and linking them gave.
 *
 * @param image       the program, or null if there were errors
 * @param diagnostics all that there is to say, source by source, the linker's last
 * @param listing     source lines with addresses and bytes, or null if there were errors
 * @param units       the results of assembling, one for each source
 */
public record BuildResult(Image image, List<Diagnostic> diagnostics, Listing listing, List<AssemblyResult> units) {

    /** Copies the lists. */
    public BuildResult {
        diagnostics = List.copyOf(diagnostics);
        units = List.copyOf(units);
    }

    /** Tells whether there were errors, so that there is no image. */
    public boolean hasErrors() {
        return image == null;
    }
}
