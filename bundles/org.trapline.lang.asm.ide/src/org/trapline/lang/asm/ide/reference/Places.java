// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.reference;

import org.eclipse.emf.common.util.URI;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.xtext.ide.server.UriExtensions;
import org.eclipse.xtext.resource.XtextResource;
import org.trapline.lang.asm.text.Lines;
import org.trapline.lang.asm.text.TokenTables;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Turns offsets into the lines and columns that the language server protocol speaks of, and back. */
@Singleton
public class Places {
    @Inject
    private UriExtensions uris;

    @Inject
    private TokenTables tokenTables;

    /** Returns the position of an offset. */
    public static Position position(Lines lines, int offset) {
        return new Position(lines.line(offset), lines.column(offset));
    }

    /** Returns the range between two offsets. */
    public static Range range(Lines lines, int from, int to) {
        return new Range(position(lines, from), position(lines, to));
    }

    /** Returns the offset of a position, or of the nearest that exists. */
    public static int offset(Lines lines, Position position) {
        return lines.offset(position.getLine(), position.getCharacter());
    }

    /** Returns the offset of a position, or of the nearest that exists. */
    public int offset(XtextResource resource, Position position) {
        return offset(tokenTables.of(resource).lines(), position);
    }

    /** Returns where an occurrence is. */
    public Location location(XtextResource resource, Occurrence occurrence) {
        return new Location(uri(resource.getURI()), range(resource, occurrence));
    }

    /** Returns the range of an occurrence. */
    public Range range(XtextResource resource, Occurrence occurrence) {
        return range(tokenTables.of(resource).lines(), occurrence.offset(), occurrence.offset() + occurrence.length());
    }

    /** Returns a file's address as clients know it. */
    public String uri(URI uri) {
        return uris.toUriString(uri);
    }
}
