// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

import org.trapline.cli.output.Style;
import org.trapline.cli.output.Style.Look;
import org.trapline.cli.output.Table;
import org.trapline.runtime.Ending;
import org.trapline.runtime.GuestResult;
import org.trapline.runtime.MemoryUse;
import org.trapline.topology.ByteSize;
import org.trapline.trace.SourceLine;
import org.trapline.trace.SymbolRef;
import org.trapline.trace.TraceNames;
import org.trapline.trace.analysis.TraceStatistics;
import org.trapline.vmm.translation.CacheStatistics;

/** What became of the guests, as a table. */
final class Summary {
    private final List<GuestResult> results;
    private final TraceNames names;
    private final TraceStatistics statistics;

    Summary(List<GuestResult> results, TraceNames names, TraceStatistics statistics) {
        this.results = results;
        this.names = names;
        this.statistics = statistics;
    }

    void print(PrintStream out, Style style) {
        Table table = new Table("guest", "instructions>", "emulated>", "exits>", "cycles>", "end");
        for (GuestResult result : results) {
            boolean isVirtual = result.guest().vm() >= 0;
            table.add(result.guest().name(), Long.toString(result.instructions()), isVirtual ? Long.toString(result.emulated()) : "-",
                isVirtual ? Long.toString(result.exits()) : "-", Long.toString(result.cycles()), end(result));
        }
        List<String> lines = table.lines();
        out.println();
        out.println(style.apply(Look.BOLD, lines.getFirst()));
        for (int i = 0; i < results.size(); i++) {
            out.println(style.apply(results.get(i).ending().isSuccess() ? Look.GOOD : Look.BAD, lines.get(i + 1)));
        }
        for (GuestResult result : results) {
            String exits = exits(result.guest().vm());
            if (!exits.isEmpty()) {
                out.println("exits of " + result.guest().name() + ": " + exits);
            }
            result.memory().ifPresent(use -> out.println("memory of " + result.guest().name() + ": " + text(use)));
            result.translation().ifPresent(counts -> out.println("translated of " + result.guest().name() + ": " + text(counts)));
        }
    }

    private static String text(MemoryUse use) {
        return "%s of %s in page frames, pages swapped out %d times and in %d times".formatted(ByteSize.format(use.resident()), ByteSize.format(use.size()),
            use.swapOuts(), use.swapIns());
    }

    private static String text(CacheStatistics counts) {
        return "%d pieces (%d instructions, now %d), looked up %d times more, linked %d times, %d indirect targets, %d invalidated, %d evicted"
            .formatted(counts.misses(), counts.instructions(), counts.words(), counts.hits(), counts.links(), counts.cases(), counts.invalidated(),
                counts.evicted());
    }

    private String end(GuestResult result) {
        if (result.ending() == Ending.POWERED_OFF) {
            return result.ending().text();
        }
        String code = result.ending() == Ending.FAILED ? " with code " + result.exitCode() : "";
        return result.ending().text() + code + ", at " + place(result);
    }

    private String place(GuestResult result) {
        SymbolRef symbol = names.symbol(result.guest().host(), result.guest().vm(), result.pc());
        SourceLine line = names.line(result.guest().host(), result.guest().vm(), result.pc());
        return "0x" + Long.toHexString(result.pc()) + (symbol == null ? "" : " <" + symbol + ">") + (line == null ? "" : " " + line.shortText());
    }

    private String exits(int vm) {
        if (vm < 0) {
            return "";
        }
        return statistics.exits().entrySet().stream().filter(entry -> entry.getKey().vm() == vm)
            .sorted((a, b) -> Long.compare(b.getValue().count(), a.getValue().count()))
            .map(entry -> names.cause(entry.getKey().cause()) + " " + entry.getValue().count()).collect(Collectors.joining(", "));
    }
}
