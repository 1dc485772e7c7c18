// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.names;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.nodemodel.INode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.trapline.asm.Directive;
import org.trapline.lang.asm.syntax.Common;
import org.trapline.lang.asm.syntax.MacroDefinition;
import org.trapline.lang.asm.syntax.NumericLabel;
import org.trapline.lang.asm.syntax.Operation;
import org.trapline.lang.asm.syntax.Source;
import org.trapline.lang.asm.syntax.Statement;
import org.trapline.lang.asm.syntax.Symbol;
import org.trapline.lang.asm.syntax.SyntaxPackage;

/**
 * The names that one source defines. A symbol that is set several times is represented by its first definition, and a macro's name
 * is found whatever its case, both as the assembler sees it.
 */
public final class NameTable {
    /** The location counter, which is assigned to like a symbol. */
    private static final String HERE = ".";

    private final Map<String, Symbol> symbols = new LinkedHashMap<>();
    private final Map<String, MacroDefinition> macros = new LinkedHashMap<>();
    private final Map<String, List<NumericLabel>> numericLabels = new HashMap<>();
    private final Set<String> globals = new HashSet<>();
    private final List<String> includes = new ArrayList<>();

    private NameTable() {
    }

    /** Collects the names of a source. */
    static NameTable of(Source source) {
        NameTable table = new NameTable();
        for (Statement statement : source.getStatements()) {
            table.add(statement);
        }
        return table;
    }

    private void add(Statement statement) {
        switch (statement) {
            case Symbol symbol when symbol.getName() != null && !symbol.getName().equals(HERE) -> addSymbol(symbol);
            case MacroDefinition macro when macro.getName() != null -> macros.putIfAbsent(key(macro.getName()), macro);
            case NumericLabel label -> numericLabels.computeIfAbsent(label.getName(), n -> new ArrayList<>()).add(label);
            case Operation operation -> addDeclaration(operation);
            default -> {
            }
        }
    }

    private void addSymbol(Symbol symbol) {
        symbols.putIfAbsent(symbol.getName(), symbol);
        if (symbol instanceof Common && Directive.named(firstWord(symbol)) == Directive.COMM) {
            globals.add(symbol.getName());
        }
    }

    private void addDeclaration(Operation operation) {
        String word = word(operation);
        Directive directive = word.startsWith(".") ? Directive.named(word) : null;
        if (directive == Directive.GLOBL || directive == Directive.WEAK) {
            operation.getReferences().forEach(reference -> globals.add(text(reference)));
        } else if (directive == Directive.INCLUDE) {
            String text = text(operation);
            int from = text.indexOf('"');
            int to = text.indexOf('"', from + 1);
            if (from >= 0 && to > from) {
                includes.add(text.substring(from + 1, to));
            }
        }
    }

    /** Returns the word an operation starts with, as written; empty if it starts with something else. */
    public static String word(Operation operation) {
        List<INode> nodes = NodeModelUtils.findNodesForFeature(operation, SyntaxPackage.Literals.OPERATION__MACRO);
        return nodes.isEmpty() ? "" : nodes.getFirst().getText().strip();
    }

    private static String firstWord(EObject statement) {
        return text(statement).split("\\s", 2)[0];
    }

    private static String text(EObject object) {
        return NodeModelUtils.getTokenText(NodeModelUtils.findActualNodeFor(object));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Returns the first definition of a symbol, or null. */
    public Symbol symbol(String name) {
        return symbols.get(name);
    }

    /** Returns all symbols in the order of their definition. */
    public Collection<Symbol> symbols() {
        return Collections.unmodifiableCollection(symbols.values());
    }

    /** Returns a macro, or null. */
    public MacroDefinition macro(String name) {
        return macros.get(key(name));
    }

    /** Returns all macros in the order of their definition. */
    public Collection<MacroDefinition> macros() {
        return Collections.unmodifiableCollection(macros.values());
    }

    /** Tells whether the source makes a symbol known to the files it is linked with. */
    public boolean isGlobal(String name) {
        return globals.contains(name);
    }

    /** Returns the names that the source asks to be known to other files, defined here or not. */
    public Set<String> globals() {
        return Collections.unmodifiableSet(globals);
    }

    /** Returns the files that the source includes, as written. */
    public List<String> includes() {
        return Collections.unmodifiableList(includes);
    }

    /** Returns all definitions of a numeric label, in order. */
    public List<NumericLabel> numericLabels(String number) {
        return Collections.unmodifiableList(numericLabels.getOrDefault(number, List.of()));
    }

    /**
     * Finds what {@code 1b} or {@code 1f} means.
     * @param reference the text of the reference
     * @param place     what refers
     * @return the label, or null if there is none in that direction
     */
    public NumericLabel numericLabel(String reference, EObject place) {
        if (reference.length() < 2) {
            return null;
        }
        List<NumericLabel> labels = numericLabels.getOrDefault(reference.substring(0, reference.length() - 1), List.of());
        int offset = offset(place);
        NumericLabel before = null;
        for (NumericLabel label : labels) {
            if (offset(label) > offset) {
                return reference.endsWith("f") ? label : before;
            }
            before = label;
        }
        return reference.endsWith("f") ? null : before;
    }

    private static int offset(EObject object) {
        return NodeModelUtils.findActualNodeFor(object).getOffset();
    }
}
