// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.expression;

import java.util.ArrayList;
import java.util.List;

import org.trapline.asm.Location;
import org.trapline.asm.object.Symbol.Binding;
import org.trapline.asm.object.Symbol.Type;
import org.trapline.asm.object.Symbol.Visibility;

/** A symbol while its source is being assembled. */
public final class SourceSymbol {
    private final String name;
    private final List<Location> references = new ArrayList<>();
    private Location definition;
    private Point label;
    private Expression equate;
    private boolean equateIsFinal;
    private long commonSize = -1;
    private long commonAlignment;
    private Binding binding;
    private Type type = Type.NONE;
    private Visibility visibility = Visibility.DEFAULT;
    private Expression size;
    private boolean inUse;
    private boolean evaluating;

    /** Makes a symbol that is not defined yet. */
    public SourceSymbol(String name) {
        this.name = name;
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Tells whether the assembler made up the name, or its form says that it matters in this file only. */
    public boolean isTemporary() {
        return name.startsWith(".L");
    }

    /** Makes the symbol a label. */
    public void defineLabel(Point point, Location where) {
        label = point;
        definition = where;
    }

    /**
     * Makes the symbol stand for an expression.
     * @param isFinal whether another definition would be an error
     */
    public void defineEquate(Expression value, boolean isFinal, Location where) {
        equate = value;
        equateIsFinal = isFinal;
        definition = where;
    }

    /** Makes the symbol a block of memory that the linker merges with blocks of the same name. */
    public void defineCommon(long blockSize, long alignment, Location where) {
        commonSize = Math.max(commonSize, blockSize);
        commonAlignment = Math.max(commonAlignment, alignment);
        definition = where;
    }

    /** Makes the symbol undefined again, which was a common block. */
    public void withdrawCommon() {
        commonSize = -1;
        commonAlignment = 0;
        definition = null;
    }

    /** Returns the point that the label marks, or null. */
    public Point label() {
        return label;
    }

    /** Returns the expression that the symbol stands for, or null. */
    public Expression equate() {
        return equate;
    }

    /** Tells whether the symbol may be given another value. */
    public boolean isRedefinable() {
        return label == null && !isCommon() && !equateIsFinal;
    }

    /** Tells whether the symbol is a common block. */
    public boolean isCommon() {
        return commonSize >= 0;
    }

    /** Returns the size of the common block. */
    public long commonSize() {
        return commonSize;
    }

    /** Returns the alignment of the common block. */
    public long commonAlignment() {
        return commonAlignment;
    }

    /** Tells whether the symbol has a value here. */
    public boolean isDefined() {
        return label != null || equate != null || isCommon();
    }

    /** Returns where the symbol was defined, or null. */
    public Location definition() {
        return definition;
    }

    /** Notes a use of the symbol. */
    public void addReference(Location where) {
        if (references.isEmpty() || !references.getLast().equals(where)) {
            references.add(where);
        }
    }

    /** Returns where the symbol is used. */
    public List<Location> references() {
        return List.copyOf(references);
    }

    /** Returns the binding that a directive asked for, or null. */
    public Binding declaredBinding() {
        return binding;
    }

    /** Sets the binding. */
    public void bind(Binding newBinding) {
        binding = newBinding;
    }

    /** Returns the type. */
    public Type type() {
        return type;
    }

    /** Sets the type. */
    public void type(Type newType) {
        type = newType;
    }

    /** Returns the visibility. */
    public Visibility visibility() {
        return visibility;
    }

    /** Sets the visibility. */
    public void visibility(Visibility newVisibility) {
        visibility = newVisibility;
    }

    /** Returns the expression for the size, or null. */
    public Expression size() {
        return size;
    }

    /** Sets the expression for the size. */
    public void size(Expression newSize) {
        size = newSize;
    }

    /** Notes that a relocation needs the symbol, so that it must be in the symbol table. */
    public void use() {
        inUse = true;
    }

    /** Tells whether a relocation needs the symbol. */
    public boolean isInUse() {
        return inUse;
    }

    /** Enters the evaluation of the equate; false if that is going on already, so that the symbol depends on itself. */
    boolean enter() {
        if (evaluating) {
            return false;
        }
        evaluating = true;
        return true;
    }

    /** Leaves the evaluation of the equate. */
    void leave() {
        evaluating = false;
    }

    @Override
    public String toString() {
        return name;
    }
}
