// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.eclipse.emf.common.util.URI;
import org.eclipse.emf.ecore.resource.Resource;
import org.eclipse.emf.ecore.resource.URIConverter;
import org.trapline.asm.SourceFinder;
import org.trapline.lang.asm.names.ExportedNames;

/** Reads files as editors have them: what is open and changed comes before what is stored. */
final class SourceReader implements SourceFinder {
    private final URIConverter converter;

    SourceReader(Resource place) {
        this.converter = place.getResourceSet() == null ? URIConverter.INSTANCE : place.getResourceSet().getURIConverter();
    }

    /** Returns the name that the assembler knows a file by. */
    static String name(URI uri) {
        return uri.isFile() ? uri.toFileString() : uri.toString();
    }

    private static URI uri(String name) {
        return name.indexOf(':') > 1 ? URI.createURI(name) : URI.createFileURI(name);
    }

    @Override
    public Optional<Found> find(String name, String from) throws IOException {
        URI uri = ExportedNames.resolve(name, uri(from));
        if (!converter.exists(uri, null)) {
            return Optional.empty();
        }
        try (InputStream stream = converter.createInputStream(uri)) {
            return Optional.of(new Found(name(uri), stream.readAllBytes()));
        }
    }

    /** Returns the text of a file, or null if it cannot be read. */
    String text(URI uri) {
        try (InputStream stream = converter.createInputStream(uri)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return null;
        }
    }
}
