// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the files that {@code .include} and {@code .incbin} name. */
@FunctionalInterface
public interface SourceFinder {

    /**
     * A file that was found.
     *
     * @param name    the name to show for it
     * @param content its bytes
     */
    record Found(String name, byte[] content) {
    }

    /**
     * Looks for a file.
     * @param name the name as written in the directive
     * @param from the name of the file that holds the directive
     * @return the file, or empty if there is none
     * @throws IOException if there is one and it cannot be read
     */
    Optional<Found> find(String name, String from) throws IOException;

    /** Returns a finder that finds nothing. */
    static SourceFinder none() {
        return (name, from) -> Optional.empty();
    }

    /**
     * Returns a finder that looks beside the file that holds the directive, then in the given folders.
     * @param folders where to look, in order
     */
    static SourceFinder folders(List<Path> folders) {
        List<Path> places = List.copyOf(folders);
        return (name, from) -> {
            for (Path candidate : candidates(name, from, places)) {
                if (Files.isRegularFile(candidate)) {
                    return Optional.of(new Found(candidate.toString(), Files.readAllBytes(candidate)));
                }
            }
            return Optional.empty();
        };
    }

    private static List<Path> candidates(String name, String from, List<Path> folders) {
        List<Path> result = new ArrayList<>();
        try {
            Path wanted = Path.of(name);
            result.add(Path.of(from).resolveSibling(wanted));
            folders.forEach(folder -> result.add(folder.resolve(wanted)));
        } catch (InvalidPathException impossible) {
            return List.of();
        }
        return result;
    }
}
