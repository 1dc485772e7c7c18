// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.trapline.asm.Diagnostic.Severity;
import org.trapline.asm.elf.ArchString;
import org.trapline.asm.expression.SourceSymbol;
import org.trapline.asm.link.LinkResult;
import org.trapline.asm.link.Linker;
import org.trapline.asm.link.LinkerOptions;
import org.trapline.asm.object.ObjectFile;
import org.trapline.asm.object.Symbol;
import org.trapline.asm.section.ObjectBuilder;
import org.trapline.asm.unit.Unit;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.isa.Registers;

/**
 * Assembles source in the syntax of GNU {@code as} for RISC-V to the same sections, relocations and symbols.
 *
 * <p>What is added to the syntax: {@code //} comments and {@code .rodata}, both with a warning; differences of labels as immediate operands
 * where nothing can change them. What is left out says so: thread-local storage, position-independent code, {@code .altmacro}; directives
 * for unwind tables are read and passed over.
 */
public final class Assembler {
    private static final int FLAG_COMPRESSED = 1;
    private static final int FLAG_FLOAT = 2;
    private static final int FLAG_DOUBLE = 4;

    private Assembler() {
    }

    /** Assembles one source. The result says what is wrong; nothing is thrown for wrong source. */
    public static AssemblyResult assemble(SourceFile source, AssemblerOptions options) {
        Unit unit = new Unit(options);
        unit.sources().open(source, () -> { });
        new StatementRunner(unit).runAll();
        unit.symbols().awaited().forEach((number, symbol) -> symbol.references().forEach(use -> unit.diagnostics().add(
            Diagnostic.at(use, Severity.ERROR, "there is no label " + number + ": after this line", number + "b for a label before it", List.of()))));
        ObjectBuilder builder = new ObjectBuilder(unit.evaluator(), unit.diagnostics());
        builder.build(unit.sections().all(), unit.symbols(), unit.code().relax());
        unit.symbols().named().forEach(symbol -> checkRegisterName(unit, symbol));
        ObjectFile object = unit.diagnostics().hasErrors() ? null
            : new ObjectFile(source.name(), builder.sections(), builder.symbols(), options.isa().xlen(), flags(unit.wholeIsa()),
                ArchString.of(unit.wholeIsa()));
        return new AssemblyResult(object, sorted(unit.diagnostics().all()), unit.sources().hints(), symbols(unit), missing(unit), unit.sources().files());
    }

    /** A register where an address is wanted would only be noticed when linking, as a symbol without value. */
    private static void checkRegisterName(Unit unit, SourceSymbol symbol) {
        if (!symbol.isDefined() && symbol.isInUse() && symbol.declaredBinding() == null && Registers.number(symbol.name()) >= 0) {
            symbol.references().forEach(use -> unit.diagnostics().add(Diagnostic.at(use, Severity.ERROR,
                "'" + symbol.name() + "' is a register", "a symbol, or an offset and a register in parentheses", List.of())));
        }
    }

    /** Assembles sources and links them to one program. */
    public static BuildResult build(List<SourceFile> sources, AssemblerOptions options, LinkerOptions linkerOptions) {
        List<AssemblyResult> units = sources.stream().map(source -> assemble(source, options)).toList();
        List<Diagnostic> diagnostics = new ArrayList<>();
        units.forEach(unit -> diagnostics.addAll(unit.diagnostics()));
        if (units.stream().anyMatch(AssemblyResult::hasErrors)) {
            diagnostics.addAll(MissingSymbols.of(units));
            return new BuildResult(null, diagnostics, null, units);
        }
        LinkResult linked = Linker.link(units.stream().map(AssemblyResult::object).toList(), linkerOptions);
        diagnostics.addAll(linked.diagnostics());
        List<SourceFile> files = units.stream().flatMap(unit -> unit.sources().stream()).toList();
        Listing listing = linked.hasErrors() ? null : Listing.of(files, linked.marks(), linked.image());
        return new BuildResult(linked.image(), diagnostics, listing, units);
    }

    /** Assembles one source and links it, with the usual options. */
    public static BuildResult build(SourceFile source) {
        return build(List.of(source), AssemblerOptions.defaults(), LinkerOptions.defaults());
    }

    private static List<Diagnostic> sorted(List<Diagnostic> diagnostics) {
        return diagnostics.stream().sorted(Comparator.comparing(Diagnostic::file).thenComparing(Diagnostic::line)).toList();
    }

    private static int flags(Isa isa) {
        int floats = isa.has(Extension.D) ? FLAG_DOUBLE : isa.has(Extension.F) ? FLAG_FLOAT : 0;
        return floats | (isa.has(Extension.C) ? FLAG_COMPRESSED : 0);
    }

    private static List<SymbolInfo> symbols(Unit unit) {
        List<SymbolInfo> result = new ArrayList<>();
        for (SourceSymbol symbol : unit.symbols().named()) {
            if (!symbol.isDefined() && symbol.references().isEmpty()) {
                continue;
            }
            result.add(info(symbol));
        }
        return result;
    }

    private static SymbolInfo info(SourceSymbol symbol) {
        SymbolInfo.Kind kind = symbol.label() != null ? SymbolInfo.Kind.LABEL
            : symbol.equate() != null ? SymbolInfo.Kind.EQUATE
            : symbol.isCommon() ? SymbolInfo.Kind.COMMON : SymbolInfo.Kind.UNDEFINED;
        return new SymbolInfo(symbol.name(), kind, symbol.definition(), symbol.references());
    }

    private static List<SymbolInfo> missing(Unit unit) {
        List<SymbolInfo> missing = new ArrayList<>();
        for (SourceSymbol symbol : unit.symbols().named()) {
            boolean isRegister = Registers.number(symbol.name()) >= 0;
            if (!symbol.isDefined() && symbol.isInUse() && symbol.declaredBinding() != Symbol.Binding.WEAK && !isRegister) {
                missing.add(info(symbol));
            }
        }
        return missing;
    }
}
