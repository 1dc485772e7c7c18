// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.trapline.asm.Diagnostic.Severity;
import org.trapline.asm.link.Linker;

/**
 * Says which symbols no source defines when other errors keep the sources from being linked, so that whoever corrects those learns of all. The linker
 * says the same of sources that are right.
 */
public final class MissingSymbols {
    /** What may have defined anything, had it been understood. */
    private static final Pattern HIDING = Pattern.compile("\\.(include|incbin|macro|endm|exitm|if\\w*|else\\w*|endif|rept|irpc?|endr|purgem)\\b");

    private MissingSymbols() {
    }

    /**
     * Returns an error for each use of a symbol that none of the sources defines; none if no source has errors. A symbol that a wrong line names is
     * left out: that line may be what defines it.
     * @param units all sources of a program
     */
    public static List<Diagnostic> of(List<AssemblyResult> units) {
        List<String> wrong = units.stream().flatMap(unit -> wrongLines(unit).stream()).toList();
        if (wrong.isEmpty() || wrong.stream().anyMatch(line -> HIDING.matcher(line).find())) {
            return List.of();
        }
        Set<String> defined = units.stream().flatMap(unit -> unit.symbols().stream()).filter(symbol -> symbol.kind() != SymbolInfo.Kind.UNDEFINED)
            .map(SymbolInfo::name).collect(Collectors.toSet());
        List<Diagnostic> missing = new ArrayList<>();
        for (AssemblyResult unit : units) {
            for (SymbolInfo symbol : unit.missing()) {
                if (!defined.contains(symbol.name()) && !Linker.mayDefine(symbol.name()) && wrong.stream().noneMatch(line -> names(line, symbol.name()))) {
                    String similar = Suggestions.nearest(symbol.name(), defined);
                    String message = "symbol '" + symbol.name() + "' is not defined" + (similar == null ? "" : ", did you mean '" + similar + "'?");
                    symbol.references().forEach(use -> missing.add(Diagnostic.at(use, Severity.ERROR, message, "", List.of())));
                }
            }
        }
        return missing;
    }

    private static boolean names(String line, String symbol) {
        return Pattern.compile("(?<![\\w.$])" + Pattern.quote(symbol) + "(?![\\w.$])").matcher(line).find();
    }

    /** Returns the lines in which there are errors, and those from which the expansions came in which there are. */
    private static List<String> wrongLines(AssemblyResult unit) {
        Set<String> places = new HashSet<>();
        for (Diagnostic diagnostic : unit.diagnostics()) {
            if (diagnostic.isError()) {
                places.add(diagnostic.file() + ":" + diagnostic.line());
                diagnostic.notes().forEach(note -> places.add(note.location().file() + ":" + note.location().line()));
            }
        }
        List<String> lines = new ArrayList<>();
        for (SourceFile source : unit.sources()) {
            String[] text = source.text().split("\n", -1);
            for (int line = 0; line < text.length; line++) {
                if (places.contains(source.name() + ":" + (line + 1))) {
                    lines.add(text[line]);
                }
            }
        }
        return lines;
    }
}
