// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The valid configurations in the folder {@code samples}, and the files they name. */
public final class Samples {

    /** Their names. */
    public static final List<String> NAMES = List.of("beginner.tln", "sketch.tln", "everything.tln", "names.tln");

    private static final List<String> FILES = List.of("hello.s", "start.s", "main.s", "data.img", "rootfs.cpio", "web.dtb", "rootfs/api",
            "rom/legacy.com", "Primes.class");

    private Samples() {
    }

    /** The text of a sample. */
    public static String text(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("samples/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the files that samples name into a folder. */
    public static void furnish(Path folder) throws IOException {
        for (String file : FILES) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), "");
        }
    }
}
