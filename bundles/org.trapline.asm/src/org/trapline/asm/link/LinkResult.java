// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.List;

import org.trapline.asm.Diagnostic;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.LineMark;

/**
 * What linking gave.
 *
 * @param image       the program, or null if there were errors
 * @param diagnostics all that there is to say
 * @param marks       which statement made what, offsets being addresses, statements without bytes included
 */
public record LinkResult(Image image, List<Diagnostic> diagnostics, List<LineMark> marks) {

    /** Copies the lists. */
    public LinkResult {
        diagnostics = List.copyOf(diagnostics);
        marks = List.copyOf(marks);
    }

    /** Tells whether there were errors, so that there is no image. */
    public boolean hasErrors() {
        return image == null;
    }
}
