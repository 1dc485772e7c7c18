// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

import org.trapline.trace.EventKind;
import org.trapline.trace.ProgramNames;
import org.trapline.trace.SourceLine;
import org.trapline.trace.SymbolRef;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;
import org.trapline.trace.text.EventText;

/** The keys that do not depend on an event's kind. */
enum CommonKey implements FilterKey {
    KIND("the kind of event", false, true),
    HOST("the host's name", true, true),
    VM("the VM's name", true, true),
    VCPU("the vCPU's number in its VM", true, false),
    HART("the hart's number in its host", true, false),
    PC("the address of the instruction, or a symbol that covers it", true, true),
    SYMBOL("the symbol that covers the pc", false, true),
    FILE("the source file of the pc", false, true),
    LINE("the source line of the pc", true, false),
    SEQ("the event's number in the trace", true, false),
    INSTRET("instructions retired so far", true, false),
    CYCLE("cycles run so far", true, false);

    private final String doc;
    private final boolean takesNumbers;
    private final boolean takesNames;

    CommonKey(String doc, boolean takesNumbers, boolean takesNames) {
        this.doc = doc;
        this.takesNumbers = takesNumbers;
        this.takesNames = takesNames;
    }

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String doc() {
        return doc;
    }

    @Override
    public long kinds() {
        return -1;
    }

    @Override
    public boolean takesNumbers() {
        return takesNumbers;
    }

    @Override
    public boolean takesNames() {
        return takesNames;
    }

    @Override
    public List<String> closedNames() {
        return this == KIND ? EventKind.all().stream().map(EventKind::label).toList() : List.of();
    }

    @Override
    public boolean has(TraceEvent event, EventText text) {
        return switch (this) {
            case HOST -> event.host() >= 0;
            case VM -> event.vm() >= 0;
            case VCPU -> event.vcpu() >= 0;
            case HART -> event.hart() >= 0;
            case SYMBOL -> text.symbol(event) != null;
            case FILE, LINE -> text.line(event) != null;
            case KIND, PC, SEQ, INSTRET, CYCLE -> true;
        };
    }

    @Override
    public boolean matches(TraceEvent event, ValuePattern pattern, EventText text) {
        return switch (this) {
            case KIND -> pattern.matchesName(event.kind().label());
            case HOST -> pattern.matchesName(text.names().host(event.host())) || pattern.matchesSigned(event.host());
            case VM -> pattern.matchesName(text.names().vm(event.vm())) || pattern.matchesSigned(event.vm());
            case VCPU -> pattern.matchesSigned(event.vcpu());
            case HART -> pattern.matchesSigned(event.hart());
            case PC -> pattern.range() != null ? pattern.matchesUnsigned(event.pc()) : matchesSymbol(text.symbol(event), pattern);
            case SYMBOL -> matchesSymbol(text.symbol(event), pattern);
            case FILE -> matchesFile(text.line(event), pattern);
            case LINE -> pattern.matchesSigned(text.line(event).line());
            case SEQ -> pattern.matchesSigned(event.seq());
            case INSTRET -> pattern.matchesUnsigned(event.instret());
            case CYCLE -> pattern.matchesUnsigned(event.cycle());
        };
    }

    static boolean matchesSymbol(SymbolRef symbol, ValuePattern pattern) {
        return symbol != null && (pattern.matchesName(symbol.name()) || pattern.matchesName(symbol.toString()));
    }

    private static boolean matchesFile(SourceLine line, ValuePattern pattern) {
        String file = line.file();
        return pattern.matchesName(file) || pattern.matchesName(file.substring(file.lastIndexOf('/') + 1));
    }

    @Override
    public Collection<String> proposals(TraceNames names) {
        return switch (this) {
            case KIND -> closedNames();
            case HOST -> new TreeSet<>(names.content().hosts().values());
            case VM -> new TreeSet<>(names.content().vms().values());
            case PC, SYMBOL -> symbols(names);
            case FILE -> files(names);
            case VCPU, HART, LINE, SEQ, INSTRET, CYCLE -> List.of();
        };
    }

    static Collection<String> symbols(TraceNames names) {
        TreeSet<String> symbols = new TreeSet<>();
        names.content().programs().values().forEach(programs -> programs.forEach(
            program -> program.symbols().forEach(symbol -> symbols.add(symbol.name()))));
        return symbols;
    }

    private static Collection<String> files(TraceNames names) {
        TreeSet<String> files = new TreeSet<>();
        names.content().programs().values().forEach(programs -> programs.forEach(program -> program.lines().stream()
            .map(ProgramNames.Line::file).filter(file -> !file.isEmpty())
            .forEach(file -> files.add(file.substring(file.lastIndexOf('/') + 1)))));
        return files;
    }
}
