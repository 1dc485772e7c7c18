// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

import org.trapline.trace.text.JsonWriter;

/**
 * What memory a run has taken.
 *
 * @param touched bytes of the hosts' memory that were ever touched
 */
record Usage(long touched) {
    private static final double MIB = 1 << 20;

    void print(PrintStream out, boolean json) {
        OptionalLong most = mostOfProcess();
        if (json) {
            StringBuilder line = new StringBuilder();
            JsonWriter to = new JsonWriter(line).beginObject().member("type", "usage").member("touched", touched);
            most.ifPresent(bytes -> to.member("process", bytes));
            to.endObject();
            out.println(line);
        } else if (most.isEmpty()) {
            out.println(String.format(Locale.ROOT, "memory: %.1f MiB touched by guests", touched / MIB));
        } else {
            out.println(String.format(Locale.ROOT, "memory: %.1f MiB touched by guests, %.1f MiB this process had at most, %.1f MiB more than they",
                touched / MIB, most.getAsLong() / MIB, (most.getAsLong() - touched) / MIB));
        }
    }

    /** Returns the most memory that this process had at a time, where the system is one that tells: Linux. */
    private static OptionalLong mostOfProcess() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10).findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
