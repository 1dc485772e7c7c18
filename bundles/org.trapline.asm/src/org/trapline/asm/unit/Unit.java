// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.unit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;

import org.trapline.asm.AssemblerOptions;
import org.trapline.asm.Location;
import org.trapline.asm.expression.Evaluator;
import org.trapline.asm.expression.Expression;
import org.trapline.asm.expression.ExpressionParser;
import org.trapline.asm.expression.SourceSymbol;
import org.trapline.asm.expression.SymbolTable;
import org.trapline.asm.macro.MacroExpander;
import org.trapline.asm.object.Section;
import org.trapline.asm.section.SectionBuilder;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.Diagnostics;
import org.trapline.asm.text.SourceStack;
import org.trapline.asm.text.SyntaxException;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;

/** One source being assembled. */
public final class Unit {
    private final AssemblerOptions options;
    private final Diagnostics diagnostics = new Diagnostics();
    private final SourceStack sources = new SourceStack(diagnostics);
    private final SymbolTable symbols = new SymbolTable();
    private final Sections sections;
    private final Evaluator evaluator = new Evaluator();
    private final ExpressionParser expressions;
    private final MacroExpander expander = new MacroExpander(diagnostics);
    private final Deque<CodeOptions> optionStack = new ArrayDeque<>();
    private CodeOptions code;
    private final Set<Extension> allExtensions;
    private boolean ended;
    private Location origin;

    /** Starts a unit. */
    public Unit(AssemblerOptions options) {
        this.options = options;
        this.code = new CodeOptions(options.isa(), options.relax());
        this.sections = new Sections(code.instructionAlignment());
        this.expressions = new ExpressionParser(symbols, () -> sections.current().here());
        this.allExtensions = EnumSet.copyOf(options.isa().extensions());
        options.symbols().forEach((name, value) ->
            symbols.get(name).defineEquate(new Expression.Constant(value), false, new Location("<command line>", 1, 1, 1)));
    }

    /** Returns how to assemble. */
    public AssemblerOptions options() {
        return options;
    }

    /** Returns where problems are reported. */
    public Diagnostics diagnostics() {
        return diagnostics;
    }

    /** Returns where statements come from. */
    public SourceStack sources() {
        return sources;
    }

    /** Returns the symbols. */
    public SymbolTable symbols() {
        return symbols;
    }

    /** Returns the sections. */
    public Sections sections() {
        return sections;
    }

    /** Returns the section being filled. */
    public SectionBuilder section() {
        return sections.current();
    }

    /** Returns what works expressions out. */
    public Evaluator evaluator() {
        return evaluator;
    }

    /** Returns what expands macros. */
    public MacroExpander expander() {
        return expander;
    }

    /** Returns the options for code from here on. */
    public CodeOptions code() {
        return code;
    }

    /** Sets the options for code from here on. */
    public void code(CodeOptions newOptions) {
        code = newOptions;
        allExtensions.addAll(newOptions.isa().extensions());
    }

    /** Remembers the options for code. */
    public void pushCode() {
        optionStack.push(code);
    }

    /** Goes back to the options remembered last; false if there are none. */
    public boolean popCode() {
        if (optionStack.isEmpty()) {
            return false;
        }
        code = optionStack.pop();
        return true;
    }

    /** Returns the instruction set with all extensions that were ever allowed. */
    public Isa wholeIsa() {
        return new Isa(code.isa().xlen(), allExtensions);
    }

    /** Notes that nothing after this statement counts. */
    public void end() {
        ended = true;
        sources.leaveAll();
    }

    /** Tells whether the source has said that it is at its end. */
    public boolean isEnded() {
        return ended;
    }

    /** Sets the line of another source that what follows was made from. */
    public void origin(Location newOrigin) {
        origin = newOrigin;
    }

    /** Returns the line of another source that code here was made from, or null. */
    public Location origin() {
        return origin;
    }

    /** Returns the expression that comes next. */
    public Expression expression(Cursor cursor) {
        return expressions.parse(cursor);
    }

    /** Returns the number that the expression which comes next has now. */
    public long number(Cursor cursor) {
        int start = cursor.skipBlanks().position();
        Expression expression = expressions.parse(cursor);
        return evaluator.number(expression, cursor.placeSince(start));
    }

    /** Returns the number that the expression which comes next has now, if it is in a range. */
    public long number(Cursor cursor, long least, long most, String what) {
        int start = cursor.skipBlanks().position();
        long value = number(cursor);
        if (value < least || value > most) {
            throw cursor.errorSince(start, what + ' ' + value + " is not in " + least + ".." + most, "");
        }
        return value;
    }

    /**
     * Makes a symbol a label here.
     * @throws SyntaxException if it has a value already
     */
    public void defineLabel(String name, Cursor cursor, int start) {
        SourceSymbol symbol = symbols.get(name);
        Location place = cursor.placeSince(start);
        requireUndefined(symbol, place);
        symbol.defineLabel(section().here(), place);
        if ((section().flags() & Section.TLS) != 0) {
            throw new SyntaxException(place, "thread-local symbols are not supported");
        }
    }

    /** Fails if the symbol has a value already. */
    public static void requireUndefined(SourceSymbol symbol, Location place) {
        if (symbol.isDefined()) {
            throw new SyntaxException(place, "symbol '" + symbol.name() + "' is already defined at " + symbol.definition(), "", 0);
        }
    }

    /** Fails if the current section has no contents. */
    public void requireContents(Cursor cursor) {
        if (section().type() == Section.NOBITS) {
            throw new SyntaxException(cursor.statement().location(), "section " + section().name() + " holds only zeros", ".skip or .zero here", 0);
        }
    }
}
