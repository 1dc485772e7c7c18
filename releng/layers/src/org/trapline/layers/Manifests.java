// SPDX-License-Identifier: EPL-2.0
package org.trapline.layers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names in the headers of a bundle's manifest. */
final class Manifests {

    /** A comma that is followed by an even number of quotes stands between clauses. */
    private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    private Manifests() { }

    static List<String> names(final Path bundle, final String header) {
        try (InputStream in = Files.newInputStream(bundle.resolve("META-INF/MANIFEST.MF"))) {
            final String value = new Manifest(in).getMainAttributes().getValue(header);
            return value == null ? List.of() : COMMA.splitAsStream(value)
                    .flatMap(clause -> Stream.of(clause.split(";")).takeWhile(part -> !part.contains("=")))
                    .map(String::strip).filter(n -> !n.isEmpty()).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
