// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps the machine busy in bad ways for a long time, and prints each minute what the JVM holds: whatever guests do and however long, that is to stay
 * within bounds.
 */
final class Soak {
    private static final long MINUTE = 60_000_000_000L;
    private static final int KB = 10;
    private static final int GARBAGE_COLLECTIONS = 3;
    /** Each strain goes on for so long, then it is another's turn. */
    private static final long TURN = 1_000_000_000L;

    private final List<Strain> strains;
    private final PrintStream out;
    private final Map<Strain, Long> instructions = new LinkedHashMap<>();

    Soak(List<Strain> strains, PrintStream out) {
        this.strains = strains;
        this.out = out;
        strains.forEach(strain -> instructions.put(strain, 0L));
    }

    /** Goes on for so many minutes. */
    void run(int minutes) throws IOException {
        out.print("minute,heap KiB,RSS KiB,classes,loaded,unloaded,metaspace KiB,code KiB,threads");
        strains.forEach(strain -> out.print("," + strain.name() + " M"));
        out.println();
        long start = System.nanoTime();
        for (int minute = 0; minute <= minutes; minute++) {
            while (System.nanoTime() - start < minute * MINUTE) {
                for (Strain strain : strains) {
                    long turn = System.nanoTime();
                    while (System.nanoTime() - turn < TURN) {
                        instructions.merge(strain, strain.goOn(), Long::sum);
                    }
                }
            }
            note(minute);
        }
    }

    private void note(int minute) throws IOException {
        for (int i = 0; i < GARBAGE_COLLECTIONS; i++) {
            System.gc();
        }
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        out.printf(Locale.ROOT, "%d,%d,%d,%d,%d,%d,%d,%d,%d", minute, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> KB, rss(),
            classes.getLoadedClassCount(), classes.getTotalLoadedClassCount(), classes.getUnloadedClassCount(), used("Metaspace"), used("Code"),
            ManagementFactory.getThreadMXBean().getThreadCount());
        instructions.values().forEach(each -> out.printf(Locale.ROOT, ",%d", each / 1_000_000));
        out.println();
        out.flush();
    }

    private static long used(String pools) {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.NON_HEAP && pool.getName().startsWith(pools))
            .map(MemoryPoolMXBean::getUsage).mapToLong(usage -> usage.getUsed() >> KB).sum();
    }

    /** Returns the memory of the process that is resident, as Linux tells; 0 elsewhere. */
    private static long rss() throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.isReadable(status) ? 0 : Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
    }
}
